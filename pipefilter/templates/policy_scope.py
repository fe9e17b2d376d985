"""The scope of a filter policy in a template, which decides the service: what of a message the policy is for."""

from __future__ import annotations

from collections.abc import Callable

from pipefilter.dataclass import dataclass
from pipefilter.language.criteria_problems import NO_POLICY_SCOPE
from pipefilter.templates.nodes.node import Call, Choice, Mapping, Node, Text
from pipefilter.templates.pattern_writer import ENCODERS
from pipefilter.templates.shape_problem import NamedProperty, ShapeProblem

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
        is_explicit: whether the template has the scope, and not only SNS's default applies.
    """

    service: str
    scope: str
    shapes: tuple[ShapeProblem, ...] = ()
    is_explicit: bool = False


def policy_scope(
    policy: NamedProperty,
    scope: NamedProperty,
    resolved: Callable[[Node], Node | None],
    options: Callable[[Node | None], list[Node]],
) -> PolicyScope:
    """The scope of a filter policy, from the properties with the policy and the scope.

    Args:
        resolved: evaluates a function of the template's language; None for no value.
        options: returns all values that a node may have.
    """
    shapes = (*policy.problems, *scope.problems)
    policies, scopes = (None if each.value is None else resolved(each.value) for each in (policy, scope))
    values = _values(policies, scopes, options)
    names = {_name(value) for value in values}
    if len(names) != 1 or None in names:
        return PolicyScope("", "", shapes)
    name = str(names.pop())
    if name in _SERVICES:
        is_explicit = any(isinstance(value, Text) and value.value for value in values)
        return PolicyScope(_SERVICES[name], name, shapes, is_explicit=is_explicit)
    written = next(value for value in values if value is not None)
    problem = ShapeProblem(NO_POLICY_SCOPE, written.start, written.end, (("scope", name),))
    return PolicyScope("", "", (*shapes, problem))


def _values(
    policy: Node | None, scope: Node | None, options: Callable[[Node | None], list[Node]]
) -> list[Node | None]:
    """All values that the scope of a policy may have; None for no scope."""
    if not isinstance(scope, Choice):
        return _or_none(options(scope))
    scopes = scope.options
    if isinstance(policy, Choice) and policy.condition and policy.condition == scope.condition:
        pairs = zip(scope.options, policy.options, strict=False)
        scopes = tuple(each for each, beside in pairs if not all(map(is_no_policy, options(beside))))
    return [value for each in scopes for value in _or_none(options(each))]


def _or_none(values: list[Node]) -> list[Node | None]:
    return [*values] if values else [None]


def _name(value: Node | None) -> str | None:
    """The name of a scope; None if it is not known."""
    if value is None:
        return _DEFAULT
    return (
        (value.value or _DEFAULT) if isinstance(value, Text) else None
    )  # a state of Terraform has "" for none


def is_no_policy(node: Node | None) -> bool:
    """Whether a value is the empty policy, with which SNS removes one, or the empty string of a state of Terraform."""
    if isinstance(node, Text):
        return node.value.strip() in {"", "{}"}
    if isinstance(node, Call) and node.name in ENCODERS:
        node = node.argument
    return node is None or (isinstance(node, Mapping) and not node.members)
