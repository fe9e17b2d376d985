"""Writes a part of a pattern as the text around the cursor requires: as JSON, YAML or HCL, also inside a string."""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod

from pipefilter.editing.cursor.pattern_cursor import PatternCursor
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import quoted
from pipefilter.override import override

__all__ = ["STOP", "Notation", "notation_at"]

STOP = "\ue0f8"
"""Stands in strings for a place where the author goes on writing; alone, in `Number(STOP)`, for one without quotes."""

_PLAIN_YAML = re.compile(r"[A-Za-z$][A-Za-z0-9_.$-]*")
_WORDS_OF_YAML = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))
_NAME_OF_HCL = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Notation(ABC):
    """How values and members are written; with `STOP` where the author goes on writing."""

    separator = ": "

    @abstractmethod
    def string(self, text: str) -> str:
        """A string."""

    def name(self, name: str) -> str:
        """The name of a member."""
        return self.string(name)

    def value(self, value: Json) -> str:
        """A value on one line."""
        if isinstance(value, Number):
            return value.text
        if isinstance(value, list):
            return f"[{', '.join(map(self.value, value))}]"
        if isinstance(value, tuple):
            return self.object(", ".join(self.member(name, inner) for name, inner in value))
        return self.string(value) if isinstance(value, str) else json.dumps(value)

    def object(self, members: str) -> str:
        """An object with these members."""
        return f"{{{members}}}"

    def member(self, name: str, value: Json) -> str:
        """A member on one line."""
        return f"{self.name(name)}{self.separator}{self.value(value)}"

    def open_member(self, name: str, indent: int) -> str:  # noqa: ARG002 - for those with lines
        """A member with an object that the author goes on writing.

        Args:
            indent: the column of the name.
        """
        return f"{self.name(name)}{self.separator}{self.object(STOP)}"

    def element(self, value: Json) -> str:
        """An element of a list."""
        return self.value(value)


class _JsonNotation(Notation):
    def __init__(self, container: str, *, is_template: bool) -> None:
        self._container = container
        self._is_template = is_template

    @override
    def string(self, text: str) -> str:
        return self._escaped(quoted(text))

    @override
    def value(self, value: Json) -> str:
        return super().value(value)

    def _escaped(self, text: str) -> str:
        """A string of JSON as it is written in the string that contains it."""
        if self._is_template:
            text = text.replace("${", "$${").replace("%{", "%%{")
        if self._container == "double":
            return text.replace("\\", "\\\\").replace('"', '\\"')
        return text.replace("'", "''") if self._container == "single" else text


class _YamlNotation(Notation):
    """Flow style, with strings in quotes only where they need them."""

    @override
    def string(self, text: str) -> str:
        if _PLAIN_YAML.fullmatch(text) and text.lower() not in _WORDS_OF_YAML:
            return text
        return quoted(text)


class _BlockNotation(_YamlNotation):
    """Block style for what spans lines, flow style for the rest."""

    @override
    def open_member(self, name: str, indent: int) -> str:
        return f"{self.name(name)}:\n{' ' * (indent + 2)}{STOP}"

    @override
    def element(self, value: Json) -> str:
        if isinstance(value, tuple) and len(value) == 1:
            return self.member(*value[0])
        return self.value(value)


class _HclNotation(Notation):
    separator = " = "

    @override
    def string(self, text: str) -> str:
        return quoted(text).replace("${", "$${").replace("%{", "%%{")

    @override
    def name(self, name: str) -> str:
        return name if _NAME_OF_HCL.fullmatch(name) else self.string(name)

    @override
    def object(self, members: str) -> str:
        return f"{{ {members} }}"


def notation_at(name: str, cursor: PatternCursor) -> Notation:
    """How a pattern is written at the cursor, in a file of this name."""
    lower = name.lower()
    around = cursor.around
    if cursor.located.form == "json" or lower.endswith((".json", ".template")):
        return _JsonNotation(around.container, is_template=lower.endswith(".tf"))
    if lower.endswith(".tf"):
        return _HclNotation()
    is_flow = around.before in ("[", "{", ",") or cursor.attempt.comma_before or cursor.attempt.comma_after
    return _YamlNotation() if is_flow else _BlockNotation()
