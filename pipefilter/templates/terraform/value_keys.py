"""Keys of values in a Terraform module, which are equal only for equal values."""

from __future__ import annotations

import re

from pipefilter.json_text.writer import quoted
from pipefilter.templates.delivery import members_key
from pipefilter.templates.nodes.node import (
    Call,
    Computed,
    Joined,
    Mapping,
    Node,
    Scalar,
    Sequence,
    Text,
    Unknown,
)
from pipefilter.templates.terraform.substitution import reference_steps
from pipefilter.templates.terraform.values import TerraformValues

__all__ = ["ValueKeys", "reference_key"]

_SEVERAL = ("count", "each", "self")
"""Names with another value in each resource."""
_REFERENCE = "reference "
_STEP = re.compile(r"[\w -]+")


def reference_key(reference: str) -> str:
    """The key of a reference, such as `aws_sns_topic.orders.arn`."""
    return f"{_REFERENCE}{reference}"


class ValueKeys:
    """Finds keys of nodes.

    Args:
        values: evaluates the expressions of the module.
    """

    def __init__(self, values: TerraformValues) -> None:
        self._values = values

    def key(self, node: Node) -> str | None:
        """A key that is equal for nodes with the same value; None if the value is not certain."""
        value = self._values.resolved(node)
        match value:
            case Text() | Scalar():
                return quoted(value.value) if isinstance(value, Text) else value.written
            case Unknown():
                return _of_reference(value)
            case Call(name="jsonencode"):
                inner = self.key(value.argument)
                return None if inner is None else f"jsonencode({inner})"
            case Joined() | Sequence() | Mapping():
                return self._of_parts(value)
        return None

    def words(self, key: str) -> str:
        """The value of an ARN in a message, from its key."""
        if key.startswith(_REFERENCE):
            return key.removeprefix(_REFERENCE).removesuffix(".arn")
        return key[1:-1] if key.startswith('"') else "the same target"

    def _of_parts(self, value: Joined | Sequence | Mapping) -> str | None:
        if isinstance(value, Mapping):
            if any(isinstance(name, Computed) for name, _ in value.members):
                return None
            return members_key((name.value, self.key(inner)) for name, inner in value.members)
        keys = [self.key(part) for part in (value.parts if isinstance(value, Joined) else value.items)]
        known = [key for key in keys if key is not None]
        return f"{type(value).__name__}[{', '.join(known)}]" if len(known) == len(keys) else None


def _of_reference(value: Unknown) -> str | None:
    """The key of a reference; other expressions may have another value each time, such as `uuid()`."""
    written = (value.key or value.placeholder).strip().removeprefix("${").removesuffix("}").strip()
    steps = reference_steps(written)
    if len(steps) < 2 or steps[0] in _SEVERAL or not all(map(_STEP.fullmatch, steps)):
        return None
    return reference_key(".".join(steps))
