"""Check: two rules of one bus that send the same events to the same target."""

from __future__ import annotations

from pipefilter.errors import AdviceKind, Example

__all__ = ["DOUBLE_RULE"]


def _rules(first: str, second: str) -> str:
    return "Resources:\n" + "".join(
        f"""\
  {name}:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {pattern}
      Targets: [{{ Id: notify, Arn: !GetAtt Notify.Arn }}]
"""
        for name, pattern in (("Paid", first), ("Shop", second))
    )


DOUBLE_RULE = AdviceKind(
    "PF484",
    "Rules with a target in common: it receives the same events twice",
    "{other} matches every event that this rule matches, and both send it to {target}: it receives the event twice",
    "EventBridge evaluates each rule on its own, and each rule that matches sends the event to its targets.",
    "remove this rule or its target, or exclude its events from the other rule",
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html",
    bad=Example(
        _rules("{ source: [shop], detail: { status: [PAID] } }", "{ source: [shop] }"), template="template.yaml"
    ),
    good=Example(_rules("{ source: [shop] }", "{ source: [returns] }"), template="template.yaml"),
)
