"""Check: a reference in a string that CloudFormation does not evaluate: `${Stage}` without `Fn::Sub`."""

from __future__ import annotations

from pipefilter.errors import AdviceKind, Example

__all__ = ["LITERAL_REFERENCE"]

_MAPPING = """\
Parameters:
  Stage: { Type: String }
Resources:
  Orders:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: notify
      EventSourceArn: arn:aws:sqs:us-east-1:123456789012:orders
      FilterCriteria:
        Filters:
          - Pattern: """

LITERAL_REFERENCE = AdviceKind(
    "PF485",
    "Reference without Fn::Sub: CloudFormation does not replace it",
    "CloudFormation does not replace {reference} here: it is an ordinary string",
    "CloudFormation replaces the name of a parameter, a resource or a pseudo parameter in `${{...}}` only inside "
    "`Fn::Sub`. In any other string, AWS receives the characters as they are written.",
    "write {instead}",
    severity="error",
    url="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html",
    bad=Example(_MAPPING + """'{"body": {"stage": ["${Stage}"]}}'\n""", template="template.yaml"),
    good=Example(_MAPPING + """!Sub '{"body": {"stage": ["${Stage}"]}}'\n""", template="template.yaml"),
)
