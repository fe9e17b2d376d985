"""Values printed in a language: on one line if they fit, otherwise one part a line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pipefilter.targets.code_value import Call, Code, Raw
from pipefilter.targets.filter_text import Plain

__all__ = ["HCL", "PYTHON", "TYPESCRIPT", "Language", "as_code"]

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OPEN = re.compile(r"((?:\$(?=\$))*|(?:%(?=%))*)([$%])\{")
_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Language:
    """How a language writes values.

    Args:
        string: a text in quotes.
        key: a name in an object.
        between: a name and its value in an object.
        constants: what true, false and null are called.
        indent: of one level.
        braces: what stands around the members of an object on one line.
        comma_after_member: whether members on lines of their own end in a comma.
        named: a named argument with its value; None if calls take an object for that.
    """

    string: Callable[[str], str]
    key: Callable[[str], str]
    between: str
    constants: Mapping[str, str]
    indent: str
    braces: tuple[str, str]
    comma_after_member: bool
    named: str | None

    def print(self, value: Code, depth: int = 0, before: int = 0) -> str:
        """A value, the first line of which does not begin the line.

        Args:
            value: to print.
            depth: how many levels the line is indented.
            before: how much of the line is taken, besides the indent.
        """
        flat = self._flat(value)
        if len(self.indent) * depth + before + len(flat) <= _WIDTH or self._is_leaf(value):
            return flat
        return self._broken(value, depth)

    def _is_leaf(self, value: Code) -> bool:
        return not isinstance(value, list | dict | Call) or not self._parts(value)

    def _parts(self, value: list[Code] | dict[str, Code] | Call) -> int:
        return len(value.arguments) + len(value.named) if isinstance(value, Call) else len(value)

    def _flat(self, value: Code) -> str:  # noqa: PLR0911 - one a kind of value
        if isinstance(value, Raw):
            return value.text
        if isinstance(value, str):
            return self.string(value)
        if isinstance(value, bool) or value is None:
            return self.constants[json.dumps(value)]
        if isinstance(value, int | float):
            return repr(value)
        if isinstance(value, list):
            return f"[{', '.join(map(self._flat, value))}]"
        if isinstance(value, dict):
            members = ", ".join(
                f"{self.key(name)}{self.between}{self._flat(inner)}" for name, inner in value.items()
            )
            return f"{self.braces[0]}{members}{self.braces[1]}" if members else "{}"
        given = [self._flat(one) for one in value.arguments]
        if self.named is None:
            given += [self._flat(dict(value.named))] if value.named else []
        else:
            given += [f"{name}{self.named}{self._flat(inner)}" for name, inner in value.named.items()]
        return f"{value.name}({', '.join(given)})"

    def _broken(self, value: Code, depth: int) -> str:
        inner, outer = self.indent * (depth + 1), self.indent * depth
        if isinstance(value, list):
            lines = [f"{inner}{self.print(one, depth + 1)}," for one in value]
            return "\n".join(["[", *lines, f"{outer}]"])
        if isinstance(value, dict):
            comma = "," if self.comma_after_member else ""
            lines = []
            for name, one in value.items():
                begin = f"{self.key(name)}{self.between}"
                lines.append(f"{inner}{begin}{self.print(one, depth + 1, len(begin))}{comma}")
            return "\n".join(["{", *lines, f"{outer}}}"])
        assert isinstance(value, Call)  # noqa: S101 - nothing else is broken over lines
        return self._broken_call(value, depth)

    def _broken_call(self, call: Call, depth: int) -> str:
        inner, outer = self.indent * (depth + 1), self.indent * depth
        last: Code = call.arguments[-1] if call.arguments else None
        if self.named is None or not call.named:  # the last argument goes over the lines, the others stay
            first = list(call.arguments) if call.named else list(call.arguments[:-1])
            whole: Code = dict(call.named) if call.named else last
            begin = f"{call.name}({''.join(self._flat(one) + ', ' for one in first)}"
            several = [one for one in call.arguments if isinstance(one, dict)]
            if not call.named and len(several) > 1:  # more than one object: each may go over lines
                lines = [f"{inner}{self.print(one, depth + 1)}," for one in call.arguments]
                return "\n".join([f"{call.name}(", *lines, f"{outer})"])
            return f"{begin}{self._broken(whole, depth) if not self._is_leaf(whole) else self._flat(whole)})"
        lines = [f"{inner}{self.print(one, depth + 1)}," for one in call.arguments]
        for name, one in call.named.items():
            begin = f"{name}{self.named}"
            lines.append(f"{inner}{begin}{self.print(one, depth + 1, len(begin))},")
        return "\n".join([f"{call.name}(", *lines, f"{outer})"])


def as_code(plain: Plain) -> Code:
    """Plain values are code.

    Args:
        plain: such as a pattern.
    """
    if isinstance(plain, dict):
        return {name: as_code(value) for name, value in plain.items()}
    if isinstance(plain, list):
        return [as_code(value) for value in plain]
    return plain


def _json_string(text: str) -> str:
    """A text in double quotes, as JSON, JavaScript and Python read it alike."""
    shown = json.dumps(text, ensure_ascii=False)
    return "".join(one if one.isprintable() else json.dumps(one)[1:-1] for one in shown)


def _python_string(text: str) -> str:
    shown = json.dumps(text, ensure_ascii=False)
    return "".join(one if one.isprintable() else _python_escape(one) for one in shown)


def _python_escape(character: str) -> str:
    code = ord(character)
    return f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"  # noqa: PLR2004 - beyond it Python has no pairs


def _hcl_string(text: str) -> str:
    """A text in HCL, in which `${` and `%{` are doubled: https://developer.hashicorp.com/terraform/language/expressions/strings.

    Where that is not plain to see, as in `$${` and in `${` that nothing closes, the `$` is written as an escape.
    """
    shown = _python_string(text)
    return _OPEN.sub(lambda found: _hcl_open(found[1], found[2], closed="}" in shown[found.end() :]), shown)


def _hcl_open(before: str, mark: str, *, closed: bool) -> str:
    escape = f"\\u{ord(mark):04x}"
    return escape * len(before) + (f"{mark}{mark}{{" if closed else escape + "{")


def _key(name: str) -> str:
    return name if _IDENTIFIER.fullmatch(name) else _json_string(name)


def _hcl_key(name: str) -> str:
    return name if _IDENTIFIER.fullmatch(name) and name not in _HCL_WORDS else _hcl_string(name)


_HCL_WORDS = {"true", "false", "null", "for", "in", "if", "else", "endif", "endfor", "for_each"}
_JSON_CONSTANTS = {"true": "true", "false": "false", "null": "null"}

TYPESCRIPT = Language(
    _json_string, _key, ": ", _JSON_CONSTANTS, "  ", ("{ ", " }"), comma_after_member=True, named=None
)
"""TypeScript, as Prettier writes it."""

PYTHON = Language(
    _python_string,
    _python_string,
    ": ",
    {"true": "True", "false": "False", "null": "None"},
    "    ",
    ("{", "}"),
    comma_after_member=True,
    named="=",
)
"""Python, as Black writes it."""

HCL = Language(
    _hcl_string, _hcl_key, " = ", _JSON_CONSTANTS, "  ", ("{ ", " }"), comma_after_member=False, named=None
)
"""HCL, as `terraform fmt` leaves it."""
