"""Checks of the properties around a pattern in a template: names and types that the tool rejects."""

from __future__ import annotations

from pipefilter.errors import AdviceKind, Example

__all__ = ["MISSPELLED_PROPERTY", "OBJECT_FOR_LIST"]

_FUNCTION = """\
service: shop
provider: { name: aws }
functions:
  notify:
    handler: notify.handler
    events:
      - stream:
          type: dynamodb
          arn: arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-11-29T00:00:00.000
          filterPatterns:"""
_MAPPING = """\
Resources:
  Orders:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: notify
      EventSourceArn: arn:aws:sqs:us-east-1:123456789012:orders
      FilterCriteria:
        Filters:
"""

MISSPELLED_PROPERTY = AdviceKind(
    "PF487",
    "Misspelled or misplaced property: the tool does not know it there",
    "{resource} has no property {written}",
    "Names of properties are case-sensitive. CloudFormation, SAM and Terraform reject an unknown property. The "
    "Serverless Framework warns, and deploys without the filter.",
    "write {name}",
    severity="error",
    url="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-eventsourcemapping-filter.html",
    bad=Example(
        _MAPPING + """          - pattern: '{"body": {"status": ["PAID"]}}'\n""", template="template.yaml"
    ),
    good=Example(
        _MAPPING + """          - Pattern: '{"body": {"status": ["PAID"]}}'\n""", template="template.yaml"
    ),
)
OBJECT_FOR_LIST = AdviceKind(
    "PF488",
    "Object instead of a list of patterns: the tool rejects it",
    "{name} must be a list of patterns, not an object",
    "The Serverless Framework makes a filter of each element of the list.",
    "write - before the pattern",
    severity="error",
    url="https://github.com/serverless/serverless/blob/v3.40.0/lib/plugins/aws/package/compile/events/stream.js",
    bad=Example(_FUNCTION + "\n            eventName: [INSERT]\n", template="serverless.yml"),
    good=Example(_FUNCTION + "\n            - eventName: [INSERT]\n", template="serverless.yml"),
)
