"""The scope of a filter policy in a template, which decides the service: what of a message the policy is for."""

from __future__ import annotations

from collections.abc import Sequence as Values

from pipefilter.dataclass import dataclass
from pipefilter.language.criteria_problems import NO_POLICY_SCOPE
from pipefilter.templates.nodes.node import Call, Mapping, Node, Text
from pipefilter.templates.pattern_writer import ENCODERS
from pipefilter.templates.shape_problem import ShapeProblem

__all__ = ["PolicyScope", "is_no_policy", "policy_scope"]

_SERVICES = {"MessageAttributes": "sns", "MessageBody": "sns-body"}
_DEFAULT = "MessageAttributes"


@dataclass(frozen=True, slots=True)
class PolicyScope:
    """The scope of a filter policy.

    Args:
        service: the name of the service; "" if the scope is not known.
        scope: "" if it is not known.
        shapes: the problems with the properties around the policy.
    """

    service: str
    scope: str
    shapes: tuple[ShapeProblem, ...] = ()


def policy_scope(values: Values[Node], shapes: tuple[ShapeProblem, ...] = ()) -> PolicyScope:
    """The scope of a filter policy, from all values that its property may have; none for no property.

    Args:
        shapes: problems with the names of the properties.
    """
    texts = [value.value if isinstance(value, Text) else None for value in values]
    names = set(texts) - {""} or {_DEFAULT}  # a state of Terraform has "" where there is none
    if len(names) > 1 or None in names:
        return PolicyScope("", "", shapes)
    scope = str(names.pop())
    if scope in _SERVICES:
        return PolicyScope(_SERVICES[scope], scope, shapes)
    written = values[0]
    problem = ShapeProblem(NO_POLICY_SCOPE, written.start, written.end, (("scope", scope),))
    return PolicyScope("", "", (*shapes, problem))


def is_no_policy(node: Node | None) -> bool:
    """Whether a value is the empty policy, with which SNS removes one, or the empty string of a state of Terraform."""
    if isinstance(node, Text):
        return node.value.strip() in {"", "{}"}
    if isinstance(node, Call) and node.name in ENCODERS:
        node = node.argument
    return node is None or (isinstance(node, Mapping) and not node.members)
