"""The values of a template's parameters, and of the conditions that depend on them."""

from __future__ import annotations

from pipefilter.templates.nodes.intrinsic_call import as_call
from pipefilter.templates.nodes.node import Mapping, Node, NoSuchParameter, Scalar, Sequence, Text
from pipefilter.templates.values import Values

__all__ = ["ParameterValues", "text_at"]

_LISTS = ("CommaDelimitedList", "List<")


class ParameterValues:
    """The values that a caller passes for the parameters of a template of CloudFormation.

    Args:
        root: the template.
        values: by name.

    Raises:
        NoSuchParameter: the template has no such parameter.
    """

    def __init__(self, root: Mapping, values: Values[str, str]) -> None:
        self._values = values
        self._known: dict[str, bool | None] = {}
        self._parameters = root.mapping("Parameters")
        self._conditions = root.mapping("Conditions")
        names = [name.value for name, _ in self._parameters.members]
        for name in values:
            if name not in names and not name.startswith("AWS::"):
                known = f"it has {', '.join(names)}" if names else "it has none"
                raise NoSuchParameter(f"the template has no parameter {name}; {known}", name)

    def __bool__(self) -> bool:
        return bool(self._values)

    def value(self, name: str, at: Node) -> Node | None:
        """The value of a parameter, placed at a reference to it; None if it is not known."""
        text = self._values.get(name)
        if text is None:
            return None
        if self._parameters.mapping(name).text("Type").startswith(_LISTS):
            return Sequence(tuple(text_at(item.strip(), at) for item in text.split(",")), at.start, at.end)
        return text_at(text, at)

    def is_list(self, name: str) -> bool:
        """Whether a parameter is a list, also one that is stored in Systems Manager."""
        return any(kind in self._parameters.mapping(name).text("Type") for kind in _LISTS)

    def condition(self, name: str) -> bool | None:
        """The value of a condition; None if it is not known."""
        if not self._values:
            return None
        if name not in self._known:
            self._known[name] = None  # if it contains itself
            definition = self._conditions.get(name)
            self._known[name] = None if definition is None else self._is_true(definition)
        return self._known[name]

    def _is_true(self, node: Node) -> bool | None:
        call = as_call(node)
        named = node.get("Condition") if isinstance(node, Mapping) else None
        if call is not None and call.name == "Condition":
            named = call.argument
        if isinstance(named, Text):
            return self.condition(named.value)
        items = call.argument.items if call is not None and isinstance(call.argument, Sequence) else ()
        if call is not None and call.name == "Fn::Equals" and len(items) == 2:
            left, right = map(self._text, items)
            return None if left is None or right is None else left == right
        return None if call is None else _combined(call.name, [self._is_true(item) for item in items])

    def _text(self, node: Node) -> str | None:
        if isinstance(node, Text):
            return node.value
        if isinstance(node, Scalar):
            return node.written
        call = as_call(node)
        if call is not None and call.name == "Ref" and isinstance(call.argument, Text):
            return self._values.get(call.argument.value)
        return None


def _combined(function: str, parts: list[bool | None]) -> bool | None:
    """The value of `Fn::Not`, `Fn::And` or `Fn::Or`."""
    if function == "Fn::Not" and len(parts) == 1:
        return None if parts[0] is None else not parts[0]
    if function not in {"Fn::And", "Fn::Or"} or not parts:
        return None
    decisive = function == "Fn::Or"
    if decisive in parts:
        return decisive
    return None if None in parts else not decisive


def text_at(value: str, at: Node) -> Text:
    """A string whose characters are all at the place of a node."""
    return Text(value, at.start, at.end, (at.start,) * (len(value) + 1))
