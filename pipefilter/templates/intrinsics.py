"""Evaluates CloudFormation's intrinsic functions, as far as the template allows."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipefilter.templates.nodes.budget import Budget
from pipefilter.templates.nodes.character_places import character_places
from pipefilter.templates.nodes.intrinsic_call import as_call
from pipefilter.templates.nodes.node import (
    Call,
    Choice,
    Joined,
    Mapping,
    Node,
    Scalar,
    Sequence,
    Text,
    Unknown,
    text_part,
)
from pipefilter.templates.parameter_values import ParameterValues

__all__ = ["Intrinsics"]

_STRING_FUNCTIONS = {"Ref", "Fn::GetAtt", "Fn::Sub", "Fn::Join", "Fn::ImportValue", "Fn::Select", "Fn::Base64"}
"""Functions that return a string where a pattern requires one: a list is never the value of an object there."""

_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]{0,14})|true|false")
"""Numbers and booleans with only one spelling."""

_VARIABLE = re.compile(r"\$\{(!?)([^}]*)\}")


class Intrinsics:
    """Evaluates the functions of one template, using its source to place characters.

    Args:
        parameters: the values of its parameters; None if none are known.
    """

    def __init__(self, source: str, parameters: ParameterValues | None = None) -> None:
        self._source = source
        self._parameters = parameters
        self._budget = Budget(source)
        self._substituted: dict[int, tuple[Node, Node]] = {}
        """The values of arguments of `Fn::Sub`, by identity, because the same argument is evaluated several times."""
        self._functions: dict[str, Callable[[Node], Node | None]] = {
            "Fn::Sub": self._sub,
            "Fn::Join": self._join,
            "Fn::If": self._if,
            "Fn::ToJsonString": self._to_json,
        }

    def spend(self, node: Node, count: int = 1) -> None:
        """Count the work on a node, such as nodes or characters that are copied.

        Raises:
            TemplateFault: it is too much for a file of this length.
        """
        self._budget.spend(node.start, count)

    def resolved(self, node: Node) -> Node | None:
        """The value of a node, without evaluating the parts of lists and objects; None for `AWS::NoValue`."""
        self._budget.spend(node.start)
        call = as_call(node)
        if call is None:
            return node
        if call.name == "Ref" and isinstance(call.argument, Text) and call.argument.value == "AWS::NoValue":
            return None
        if self._parameters and call.name == "Ref" and isinstance(call.argument, Text):
            parameter = self._parameters.value(call.argument.value, call)
            if parameter is not None:
                return parameter
        if self._parameters and call.name == "Fn::If" and (branch := self._branch(call.argument)) is not None:
            return self.resolved(branch)
        function = self._functions.get(call.name)
        placeholder = _placeholder(call)
        key = "" if " " in placeholder or "{" in placeholder else f"{placeholder} {call.start}-{call.end}"
        is_text = call.name in _STRING_FUNCTIONS and not self._is_list(call)
        unknown = Unknown(placeholder, call.start, call.end, is_text, key)
        value = function(call.argument) if function else unknown
        if isinstance(value, Choice):
            return Choice(value.options, call.start, call.end, value.condition)
        return unknown if isinstance(value, Unknown) else value

    def options(self, node: Node | None) -> list[Node]:
        """All values that a node may have, without `AWS::NoValue`."""
        value = None if node is None else self.resolved(node)
        if isinstance(value, Choice):
            return [inner for option in value.options for inner in self.options(option)]
        return [] if value is None else [value]

    def _sub(self, argument: Node) -> Node:
        if id(argument) not in self._substituted:
            self._substituted[id(argument)] = argument, self._substitute(argument)
        return self._substituted[id(argument)][1]

    def _substitute(self, argument: Node) -> Node:
        text, known = argument, Mapping((), 0, 0)
        if isinstance(argument, Sequence) and argument.items:
            text = argument.items[0]
            if len(argument.items) > 1 and isinstance(argument.items[1], Mapping):
                known = argument.items[1]
        if not isinstance(text, Text):
            return Unknown("", text.start, text.end)
        self.spend(text, len(text.value))
        places = character_places(self._source, text.start, text.end, text.value)
        parts: list[Text | Unknown] = []
        at = 0
        # nothing ends after the last brace, and each `${` there would be searched to the end of the string
        for match in _VARIABLE.finditer(text.value, 0, text.value.rfind("}") + 1):
            parts.append(text_part(text.value, places, at, match.start()))
            at = match.end()
            if match[1]:  # `${!x}` is `${x}`
                left, right = match.start(), match.end()
                kept = places[left : left + 2] + places[left + 3 : right + 1]
                parts.append(Text("${" + match[2] + "}", kept[0], kept[-1], kept))
                continue
            variable = known.get(match[2].strip())
            value = (
                self.resolved(variable) if variable is not None else self._parameter(match[2], places[at - 1])
            )
            if (word := _word(value)) is not None:
                parts.append(word)
            else:
                # the same name may have another value in another call
                key = "" if variable is None else f"{match[0]} {variable.start}-{variable.end}"
                parts.append(Unknown(match[0], places[match.start()], places[match.end()], key=key))
        parts.append(text_part(text.value, places, at, len(text.value)))
        return _joined(parts, argument)

    def _join(self, argument: Node) -> Node:
        if not isinstance(argument, Sequence) or len(argument.items) != 2:
            return Unknown("", argument.start, argument.end)
        delimiter, values = argument.items
        if not isinstance(delimiter, Text) or not isinstance(values, Sequence):
            return Unknown("", argument.start, argument.end)
        parts: list[Text | Unknown] = []
        for item in values.items:
            value = self.resolved(item)
            if value is None:  # AWS::NoValue is omitted with its delimiter
                continue
            if isinstance(value, Choice):  # it may also be AWS::NoValue
                return Unknown("", argument.start, argument.end)
            if parts and delimiter.value:
                parts.append(
                    Text(delimiter.value, item.start, item.start, (item.start,) * (len(delimiter.value) + 1))
                )
            if isinstance(value, Joined):
                parts += value.parts
            elif (word := _word(value)) is not None:
                parts.append(word)
            else:
                named = (
                    value if isinstance(value, Unknown) else Unknown("${...}", 0, 0, key=f"... {item.start}")
                )
                parts.append(Unknown(named.placeholder, item.start, item.end, key=named.key))
        return _joined(parts, argument)

    def _is_list(self, call: Call) -> bool:
        """Whether a call refers to a parameter that is a list."""
        name = call.argument.value if call.name == "Ref" and isinstance(call.argument, Text) else ""
        return self._parameters is not None and self._parameters.is_list(name)

    def _parameter(self, name: str, place: int) -> Node | None:
        return self._parameters.value(name.strip(), Text("", place, place)) if self._parameters else None

    def _branch(self, argument: Node) -> Node | None:
        """The value of `Fn::If` if its condition is known."""
        if self._parameters is None or not isinstance(argument, Sequence) or len(argument.items) != 3:
            return None
        name, true, false = argument.items
        value = self._parameters.condition(name.value) if isinstance(name, Text) else None
        return None if value is None else true if value else false

    def _if(self, argument: Node) -> Node:
        if not isinstance(argument, Sequence) or len(argument.items) != 3:
            return Unknown("", argument.start, argument.end)
        condition = argument.items[0]
        name = condition.value if isinstance(condition, Text) else ""
        return Choice(argument.items[1:], argument.start, argument.end, name)

    def _to_json(self, argument: Node) -> Node:
        return Call("Fn::ToJsonString", argument, argument.start, argument.end)


def _word(value: Node | None) -> Text | None:
    """A value as a part of a string; None if CloudFormation's spelling of it is not known."""
    if isinstance(value, Text):
        return value
    if isinstance(value, Scalar) and _PLAIN.fullmatch(value.written):
        return Text(value.written, value.start, value.end)
    return None


def _joined(parts: list[Text | Unknown], whole: Node) -> Node:
    kept = tuple(part for part in parts if isinstance(part, Unknown) or part.value)
    if len(kept) == 1 and isinstance(kept[0], Text):
        return kept[0]
    return Joined(kept, whole.start, whole.end) if kept else Text("", whole.start, whole.end)


def _placeholder(call: Call) -> str:
    """A placeholder for a function, as people write it: `${Stage}`, or `!ImportValue x`."""
    words = _words(call.argument)
    if call.name in {"Ref", "Fn::GetAtt"} and words:
        return "${" + words + "}"
    name = call.name.replace("Fn::", "!")
    return f"{name} {words}" if words else name


def _words(node: Node) -> str:
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Sequence) and node.items and all(isinstance(item, Text) for item in node.items):
        return ".".join(item.value for item in node.items if isinstance(item, Text))
    return ""
