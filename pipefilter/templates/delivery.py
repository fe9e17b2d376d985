"""From which bus a rule in a template of CloudFormation reads, and to which targets it certainly sends events."""

from __future__ import annotations

from collections.abc import Iterable

from pipefilter.dataclass import dataclass
from pipefilter.json_text.writer import quoted
from pipefilter.templates.nodes.intrinsic_call import as_call
from pipefilter.templates.nodes.node import Call, Mapping, Node, Scalar, Sequence, Text

__all__ = ["Delivery", "function_delivery", "members_key", "rule_delivery", "value_key"]

_NOT_RECEIVED = ("Id", "DeadLetterConfig", "RetryPolicy")
"""Members of a target that do not change what it receives."""
_SHAPING = ("Input", "InputPath", "InputTransformer")


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where the events of a rule come from, and where they go.

    Args:
        bus: equal for the same bus.
        targets: equal for the same target with the same input; each with its name for messages.
    """

    bus: str
    targets: tuple[tuple[str, str], ...]


def rule_delivery(resource: Mapping) -> Delivery | None:
    """Of an `AWS::Events::Rule`; None if it is not certain that it sends events there."""
    properties = resource.mapping("Properties")
    targets = properties.get("Targets")
    bus = _bus(properties)
    if bus is None or not isinstance(targets, Sequence) or resource.get("Condition") is not None:
        return None
    each = (target for target in targets.items if isinstance(target, Mapping) and as_call(target) is None)
    return Delivery(bus, tuple(_known((_key(target), _name(target.get("Arn"))) for target in each)))


def function_delivery(name: str, resource: Mapping, event: Mapping) -> Delivery | None:
    """Of an event of a function of AWS SAM; None if it is not certain that it sends events there."""
    bus = _bus(event)
    if bus is None or resource.get("Condition") is not None or event.get("Enabled") is not None:
        return None
    shaping = [(member, event.get(member)) for member in _SHAPING]
    keys = [f"{member}: {value_key(node)}" for member, node in shaping if node is not None]
    key = None if any(each.endswith(": None") for each in keys) else f"function {name} {keys}"
    return Delivery(bus, tuple(_known([(key, name)])))


def _bus(properties: Mapping) -> str | None:
    """A key for the bus of an enabled rule; None if it is not certain, or the rule not certainly enabled."""
    state, bus = properties.get("State"), properties.get("EventBusName")
    if state is not None and not (isinstance(state, Text) and state.value == "ENABLED"):
        return None
    return quoted("default") if bus is None else value_key(bus)


def _known(targets: Iterable[tuple[str | None, str]]) -> Iterable[tuple[str, str]]:
    return ((key, name) for key, name in targets if key is not None)


def _key(target: Mapping) -> str | None:
    members = [
        (name.value, value_key(value)) for name, value in target.members if name.value not in _NOT_RECEIVED
    ]
    if any(text is None for _, text in members) or "Arn" not in dict(members):
        return None
    return str(sorted(members))


def _name(arn: Node | None) -> str:
    """A target in words: the resource of its ARN, or the ARN."""
    call = None if arn is None else as_call(arn)
    if call is not None and isinstance(call.argument, Text):
        return call.argument.value.removesuffix(".Arn")
    if call is not None and isinstance(call.argument, Sequence) and call.argument.items:
        first = call.argument.items[0]
        return first.value if isinstance(first, Text) else "the same target"
    return arn.value if isinstance(arn, Text) else "the same target"


def value_key(node: Node) -> str | None:
    """A text that is equal for nodes with the same value; None if the value is not certain."""
    call = as_call(node)
    if call is not None:
        inner = value_key(_attribute(call) or call.argument)
        return None if inner is None else f"{call.name}({inner})"
    match node:
        case Text():
            return quoted(node.value)
        case Scalar():
            return node.written
        case Sequence():
            items = [value_key(item) for item in node.items]
            known = [item for item in items if item is not None]
            return f"[{', '.join(known)}]" if len(known) == len(items) else None
        case Mapping():
            return members_key((name.value, value_key(value)) for name, value in node.members)
    return None


def members_key(members: Iterable[tuple[str, str | None]]) -> str | None:
    """A key for an object with these members; it does not quote their keys, as that would double with each level."""
    texts = [None if key is None else f"{quoted(name)}: {key}" for name, key in members]
    known = [text for text in texts if text is not None]
    return f"{{{', '.join(sorted(known))}}}" if len(known) == len(texts) else None


def _attribute(call: Call) -> Sequence | None:
    """The resource and the attribute of `!GetAtt Resource.Attribute` as a list, which is its other form."""
    argument = call.argument
    if call.name != "Fn::GetAtt" or not isinstance(argument, Text):
        return None
    parts = argument.value.split(".", 1)
    return Sequence(
        tuple(Text(part, argument.start, argument.end) for part in parts), argument.start, argument.end
    )
