"""A pattern as targets print it: as a JSON string, and as an object if that loses nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TypeAlias

from pipefilter.dataclass import dataclass
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json, strict_tree
from pipefilter.json_text.writer import written
from pipefilter.language.event_pattern import EventPattern

__all__ = ["FilterText", "Plain", "filter_text", "printable"]

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"

_SAFE_INTEGER = 2**53
_SHORT = 2048  # the length that every service accepts
_RESOLVED = "{{resolve:"
_PLACEHOLDERS = ("${", "%{", _RESOLVED)
_NOT_IN_YAML = re.compile("[\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that YAML requires to be escaped and JSON does not: readers of templates read both as YAML.

https://yaml.org/spec/1.1/#c-printable
"""
_NOT_A_KEY = "__proto__"  # an object literal of JavaScript would set the prototype


@dataclass(frozen=True, slots=True)
class FilterText:
    """One pattern, ready to be printed.

    Args:
        text: JSON on one line without blanks, of printable characters only.
        value: the same as plain values; None where a tool that reads and writes an object could change its meaning:
            a repeated name, a number beyond a double, a character that is not printable.
        scope: of an EventBridge v2 subscriber; "" elsewhere.
    """

    text: str
    value: dict[str, Plain] | None
    scope: str = ""
    escaped_value: dict[str, Plain] | None = None
    """The same for a tool that escapes characters that are not printable, and writes them as JSON."""

    @property
    def has_variables(self) -> bool:
        """Whether a string in it looks like a placeholder that a tool replaces."""
        return any(f"\\u{ord(start[0]):04x}{{" in self.text for start in _PLACEHOLDERS)

    @property
    def fits_with_blanks(self) -> bool:
        """Whether it is short enough as Python's json.dumps writes it: with blanks, and all but ASCII escaped."""
        return len(json.dumps(self.value)) <= _SHORT


def filter_text(pattern: EventPattern, scope: str = "") -> FilterText:
    """A parsed pattern, ready to be printed: its own text, except for blanks and escapes."""
    text = _without_placeholders(written(strict_tree(pattern.text), compact=True))
    tree = strict_tree(text)
    return FilterText(text, _value(tree, _visible), scope, _value(tree, _in_unicode))


def _value(tree: Json, string: Callable[[str], str]) -> dict[str, Plain] | None:
    try:
        plain = _plain(tree, string)
    except ValueError:
        return None
    return plain if isinstance(plain, dict) else None


def _plain(tree: Json, string: Callable[[str], str]) -> Plain:
    """The tree as Python values; `string` returns a string that the tool can express, and raises an error for any other.

    Raises:
        ValueError: they would not have the same meaning.
    """
    if isinstance(tree, tuple):
        names = [name for name, _ in tree]
        if len(set(names)) < len(names) or _NOT_A_KEY in names:
            raise ValueError
        return {string(name): _plain(value, string) for name, value in tree}
    if isinstance(tree, list):
        return [_plain(value, string) for value in tree]
    if isinstance(tree, Number):
        return _number(tree)
    return string(tree) if isinstance(tree, str) else tree


def _visible(text: str) -> str:
    if not text.isprintable():  # each tool has its own escapes, and some have none
        raise ValueError
    return _in_unicode(text)


def _in_unicode(text: str) -> str:
    if _RESOLVED in text:  # CloudFormation would resolve it
        raise ValueError
    if _NOT_IN_YAML.search(text):
        raise ValueError
    return text


def _number(number: Number) -> int | float:
    """The number, if AWS reads its shortest form, which JavaScript and CloudFormation print, as the same."""
    value = number.comparable
    if value is None:
        raise ValueError
    if value.is_integer() and abs(value) < _SAFE_INTEGER:
        return int(value)
    if "e" in repr(value) or Number(repr(value)).comparable != value:
        raise ValueError
    return value


def printable(text: str, escape: Callable[[str], str] = lambda character: json.dumps(character)[1:-1]) -> str:
    """A text with escapes for characters that are not printable; those of JSON, unless others are given."""
    return "".join(character if character.isprintable() else escape(character) for character in text)


def _without_placeholders(text: str) -> str:
    r"""The JSON text with escapes for characters that are not printable, and for the start of placeholders.

    So no tool and no editor changes it: `${x}` is a variable to several, `{{resolve:...}}` is a dynamic reference to
    CloudFormation anywhere, and `\u0024{x}` means the same in JSON.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
    """
    for start in _PLACEHOLDERS:
        text = text.replace(start, f"\\u{ord(start[0]):04x}{start[1:]}")
    return printable(text)
