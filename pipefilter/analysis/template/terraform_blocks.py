"""Checks of the blocks around a pattern in Terraform: what Terraform and the AWS provider reject."""

from __future__ import annotations

from pipefilter.errors import AdviceKind, Example

__all__ = ["ATTRIBUTE_FOR_BLOCK", "MISPLACED_ARGUMENT", "REPEATED_RESOURCE"]

_URL = "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/lambda/event_source_mapping.go"
_PATTERN = 'pattern = jsonencode({ body = { status = ["PAID"] } })'


def _mapping(criteria: str) -> str:
    return f"""\
resource "aws_lambda_event_source_mapping" "orders" {{
  event_source_arn = "arn:aws:sqs:us-east-1:123456789012:orders"
  function_name    = "notify"

{criteria}
}}
"""


def _rule(name: str) -> str:
    return f"""\
resource "aws_cloudwatch_event_rule" "{name}" {{
  event_pattern = jsonencode({{ source = ["shop"] }})
}}
"""


_GOOD = Example(
    _mapping(f"  filter_criteria {{\n    filter {{\n      {_PATTERN}\n    }}\n  }}"), template="main.tf"
)

MISPLACED_ARGUMENT = AdviceKind(
    "PF497",
    "Misplaced argument: Terraform rejects it",
    "{block} has no argument {written}",
    "In the AWS provider, filter_criteria contains a `filter` block for each pattern; the only argument of this block "
    "is `pattern`, a string.",
    "write {hint}",
    severity="error",
    url=_URL,
    bad=Example(_mapping(f"  filter_criteria {{\n    {_PATTERN}\n  }}"), template="main.tf"),
    good=_GOOD,
)
ATTRIBUTE_FOR_BLOCK = AdviceKind(
    "PF498",
    "Argument instead of a block: Terraform rejects it",
    "{name} must be a block, not an argument",
    "In the AWS provider, filter_criteria and filter are blocks, which have no equals sign.",
    "write {name} {{ ... }}, without =",
    severity="error",
    url=_URL,
    bad=Example(_mapping(f"  filter_criteria = {{\n    filter = [{{ {_PATTERN} }}]\n  }}"), template="main.tf"),
    good=_GOOD,
)
REPEATED_RESOURCE = AdviceKind(
    "PF499",
    "Two resources with one address: Terraform rejects them",
    "{name} is declared twice",
    "The type and the name of a resource must be unique in a module.",
    "rename one of them, or remove it",
    severity="error",
    url="https://developer.hashicorp.com/terraform/language/resources/syntax",
    bad=Example(_rule("orders") + _rule("orders"), template="main.tf"),
    good=Example(_rule("orders") + _rule("returns"), template="main.tf"),
)
