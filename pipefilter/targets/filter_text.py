"""A pattern as the tools are given it: as JSON text, and as an object where that loses nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json, strict_tree
from pipefilter.json_text.writer import written
from pipefilter.language.event_pattern import EventPattern

__all__ = ["FilterText", "Plain", "filter_text"]

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"

_SAFE_INTEGER = 2**53
_SHORT = 2048  # what every service takes
_RESOLVED = "{{resolve:"
_FILLED_IN = ("${", "%{", _RESOLVED)
_NOT_IN_YAML = re.compile("[\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""What JSON may hold as it is, and YAML only in an escape: readers of templates take YAML for both.

https://yaml.org/spec/1.1/#c-printable
"""
_NOT_A_KEY = "__proto__"  # an object literal of JavaScript would set something else with it


@dataclass(frozen=True, slots=True)
class FilterText:
    """One pattern, ready to be printed.

    Args:
        text: JSON on one line without blanks, of printable characters only.
        value: the same as plain values; None where a tool that reads and writes an object could change what it
            means: a repeated name, a number beyond a double, a character that cannot be seen.
        scope: of an EventBridge v2 subscriber; "" elsewhere.
    """

    text: str
    value: dict[str, Plain] | None
    scope: str = ""
    escaped_value: dict[str, Plain] | None = None
    """The same for a tool that has escapes for characters that cannot be seen, and writes JSON of them."""

    @property
    def only_as_text(self) -> bool:
        """Whether it has to be given to tools as text."""
        return self.value is None

    @property
    def has_variables(self) -> bool:
        """Whether a text in it looks as if a tool were to fill something in."""
        return any(f"\\u{ord(begin[0]):04x}{{" in self.text for begin in _FILLED_IN)

    @property
    def fits_with_blanks(self) -> bool:
        """Whether it is short enough as Python's json.dumps writes it, with blanks and with escapes beyond ASCII."""
        return len(json.dumps(self.value)) <= _SHORT


def filter_text(pattern: EventPattern, scope: str = "") -> FilterText:
    """A pattern, ready to be printed.

    Args:
        pattern: parsed: its own text is kept, but for the blanks.
        scope: of an EventBridge v2 subscriber; "" elsewhere.
    """
    text = _printable(written(strict_tree(pattern.text), compact=True))
    tree = strict_tree(text)
    return FilterText(text, _value(tree, _visible), scope, _value(tree, _in_unicode))


def _value(tree: Json, string: Callable[[str], str]) -> dict[str, Plain] | None:
    try:
        plain = _plain(tree, string)
    except ValueError:
        return None
    return plain if isinstance(plain, dict) else None


def _plain(tree: Json, string: Callable[[str], str]) -> Plain:
    """The tree as Python values.

    Args:
        tree: of a pattern.
        string: gives back a string that the tool can have, and raises an error otherwise.

    Raises:
        ValueError: these would not say the same.
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
    if not text.isprintable():  # each tool has other escapes for that, and some have none
        raise ValueError
    return _in_unicode(text)


def _in_unicode(text: str) -> str:
    if _RESOLVED in text:  # CloudFormation would
        raise ValueError
    if _NOT_IN_YAML.search(text):
        raise ValueError
    return text


def _number(number: Number) -> int | float:
    """The number, if it is the same to AWS in the shortest form, as JavaScript and CloudFormation print it."""
    value = number.comparable
    if value is None:
        raise ValueError
    if value.is_integer() and abs(value) < _SAFE_INTEGER:
        return int(value)
    if "e" in repr(value) or Number(repr(value)).comparable != value:
        raise ValueError
    return value


def _printable(text: str) -> str:
    r"""The JSON text with escapes for what cannot be seen, and for the begin of what tools fill in.

    So no tool and no editor changes it: `${x}` is a variable to several, `{{resolve:...}}` a dynamic reference to
    CloudFormation wherever it stands, and JSON says the same with `\u0024{x}`.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
    """
    for begin in _FILLED_IN:
        text = text.replace(begin, f"\\u{ord(begin[0]):04x}{begin[1:]}")
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else json.dumps(one)[1:-1] for one in text)
