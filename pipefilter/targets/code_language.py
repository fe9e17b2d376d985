"""Values of a program, and how a language prints them: on one line if they fit, otherwise one part a line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import field
from typing import TypeAlias

from pipefilter.dataclass import dataclass
from pipefilter.targets.filter_text import Plain, printable

__all__ = ["HCL", "PYTHON", "TYPESCRIPT", "Call", "Code", "Language", "Raw", "aligned", "to_code"]

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_HCL_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_OPEN = re.compile(r"((?:\$(?=\$))*|(?:%(?=%))*)([$%])\{")
_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Raw:
    """A piece of code on one line: a name, an expression."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A call, or a construction.

    Args:
        name: of the function or class, such as `JSON.stringify` or `new sqs.Queue`.
        named: by name; languages without named arguments take an object as the last argument.
    """

    name: str
    arguments: tuple[Code, ...] = ()
    named: dict[str, Code] = field(default_factory=dict)


Code: TypeAlias = "str | int | float | bool | Raw | Call | list[Code] | dict[str, Code] | None"


@dataclass(frozen=True, slots=True)
class Language:
    """How a language writes values.

    Args:
        string: quotes a string.
        key: writes a name of an object.
        between: separates a name of an object from its value.
        constants: the names of true, false and null.
        indent: of one level.
        braces: around the members of an object on one line.
        comma_after_member: whether members on their own lines end in a comma.
        named: separates the name of an argument from its value; None if calls take an object instead.
        is_aligned: whether the values of members on lines of their own are aligned.
    """

    string: Callable[[str], str]
    key: Callable[[str], str]
    between: str
    constants: Mapping[str, str]
    indent: str
    braces: tuple[str, str]
    comma_after_member: bool
    named: str | None
    is_aligned: bool = False

    def print(self, value: Code, depth: int = 0, before: int = 0) -> str:
        """The code of a value.

        Args:
            depth: how many levels the line is indented.
            before: the number of other characters on the line, besides the indent.
        """
        flat = self._flat(value)
        if len(self.indent) * depth + before + len(flat) <= _WIDTH or self._is_leaf(value):
            return flat
        return self._broken(value, depth)

    def _is_leaf(self, value: Code) -> bool:
        return not isinstance(value, list | dict | Call) or not self._parts(value)

    def _parts(self, value: list[Code] | dict[str, Code] | Call) -> int:
        return len(value.arguments) + len(value.named) if isinstance(value, Call) else len(value)

    def _flat(self, value: Code) -> str:  # noqa: PLR0911 - a return for each type of value
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
        arguments = [self._flat(argument) for argument in value.arguments]
        if self.named is None:
            arguments += [self._flat(dict(value.named))] if value.named else []
        else:
            arguments += [f"{name}{self.named}{self._flat(inner)}" for name, inner in value.named.items()]
        return f"{value.name}({', '.join(arguments)})"

    def _broken(self, value: Code, depth: int) -> str:
        inner, outer = self.indent * (depth + 1), self.indent * depth
        if isinstance(value, list):
            lines = [f"{inner}{self.print(element, depth + 1)}," for element in value]
            return "\n".join(["[", *lines, f"{outer}]"])
        if isinstance(value, dict):
            comma = "," if self.comma_after_member else ""
            names = [self.key(name) for name in value]
            texts = [
                self.print(member, depth + 1, len(name) + len(self.between))
                for name, member in zip(names, value.values(), strict=True)
            ]
            names = aligned(names, texts) if self.is_aligned else names
            lines = [
                f"{inner}{name}{self.between}{text}{comma}" for name, text in zip(names, texts, strict=True)
            ]
            return "\n".join(["{", *lines, f"{outer}}}"])
        assert isinstance(value, Call)
        return self._broken_call(value, depth)

    def _broken_call(self, call: Call, depth: int) -> str:
        inner, outer = self.indent * (depth + 1), self.indent * depth
        last: Code = call.arguments[-1] if call.arguments else None
        if self.named is None or not call.named:  # the last argument is broken over lines, the others are not
            first = list(call.arguments) if call.named else list(call.arguments[:-1])
            whole: Code = dict(call.named) if call.named else last
            start = f"{call.name}({''.join(self._flat(argument) + ', ' for argument in first)}"
            objects = [argument for argument in call.arguments if isinstance(argument, dict)]
            if not call.named and len(objects) > 1:  # each may be broken over lines
                lines = [f"{inner}{self.print(argument, depth + 1)}," for argument in call.arguments]
                return "\n".join([f"{call.name}(", *lines, f"{outer})"])
            return f"{start}{self._broken(whole, depth) if not self._is_leaf(whole) else self._flat(whole)})"
        lines = [f"{inner}{self.print(argument, depth + 1)}," for argument in call.arguments]
        for name, argument in call.named.items():
            start = f"{name}{self.named}"
            lines.append(f"{inner}{start}{self.print(argument, depth + 1, len(start))},")
        return "\n".join([f"{call.name}(", *lines, f"{outer})"])


def aligned(names: list[str], texts: list[str]) -> list[str]:
    """The names, so long that the values of neighbors on one line each start in one column, as `terraform fmt` does it."""
    padded = list(names)
    start = 0
    for at in range(len(names) + 1):
        if at == len(names) or "\n" in texts[at]:
            width = max(map(len, names[start:at]), default=0)
            padded[start:at] = [name.ljust(width) for name in names[start:at]]
            start = at + 1
    return padded


def to_code(plain: Plain) -> Code:
    """A plain value, such as a pattern, as a value of a program."""
    if isinstance(plain, dict):
        return {name: to_code(value) for name, value in plain.items()}
    if isinstance(plain, list):
        return [to_code(value) for value in plain]
    return plain


def _json_string(text: str) -> str:
    """A string in double quotes, which JSON and JavaScript read alike."""
    return printable(json.dumps(text, ensure_ascii=False))


def _python_string(text: str) -> str:
    return printable(json.dumps(text, ensure_ascii=False), _python_escape)


def _python_escape(character: str) -> str:
    code = ord(character)
    return f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"


def _hcl_string(text: str) -> str:
    """A string in HCL, in which `${` and `%{` are doubled: https://developer.hashicorp.com/terraform/language/expressions/strings.

    Where that is ambiguous, as in `$${` and in a `${` without an end, the `$` is escaped instead.
    """
    quoted = _python_string(text)
    return _OPEN.sub(lambda match: _hcl_open(match[1], match[2], closed="}" in quoted[match.end() :]), quoted)


def _hcl_open(before: str, mark: str, *, closed: bool) -> str:
    escape = f"\\u{ord(mark):04x}"
    return escape * len(before) + (f"{mark}{mark}{{" if closed else escape + "{")


def _key(name: str) -> str:
    return name if _IDENTIFIER.fullmatch(name) else _json_string(name)


def _hcl_key(name: str) -> str:
    return name if _HCL_IDENTIFIER.fullmatch(name) and name not in _HCL_WORDS else _hcl_string(name)


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
    _hcl_string,
    _hcl_key,
    " = ",
    _JSON_CONSTANTS,
    "  ",
    ("{ ", " }"),
    comma_after_member=False,
    named=None,
    is_aligned=True,
)
"""HCL, as `terraform fmt` writes it."""
