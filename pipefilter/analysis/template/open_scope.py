"""Check: a filter policy whose scope a template leaves open, and which SNS accepts only with one of the two scopes."""

from __future__ import annotations

from pipefilter.errors import AdviceKind, Example

__all__ = ["OPEN_SCOPE"]

_SUBSCRIPTION = """\
Parameters:
  Scope: { Type: String }
Resources:
  Paid:
    Type: AWS::SNS::Subscription
    Properties:
      TopicArn: arn:aws:sns:us-east-1:111122223333:orders
      Protocol: sqs
      Endpoint: arn:aws:sqs:us-east-1:111122223333:paid
      FilterPolicyScope: !Ref Scope
      FilterPolicy: """

OPEN_SCOPE = AdviceKind(
    "PF520",
    "Filter policy with an open scope: SNS accepts it only with one scope",
    "The template does not specify the scope; with {scope}, SNS rejects the filter policy: {answer}",
    "The scope of a filter policy decides which policies are valid: nested keys, for example, only with MessageBody.",
    "check that the scope is always {other}",
    severity="note",
    url="https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering-scope.html",
    bad=Example(_SUBSCRIPTION + "{ order: { status: [PAID] } }\n", template="template.yaml"),
    good=Example(_SUBSCRIPTION + "{ status: [PAID] }\n", template="template.yaml"),
)
