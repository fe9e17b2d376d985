"""Rare features of events that change a verdict, by name: a fast path must detect them or hand over."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

__all__ = ["RARE", "rare"]

_NAME = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:\s*)')
_SCALAR = re.compile(r'(:\s*|\[\s*|,\s*)("(?:[^"\\]|\\.)*"(?!\s*:)|-?[0-9][0-9.eE+-]*|true|false|null)')
_NUMBER = re.compile(r"(?<=[:\[, ])-?[0-9][0-9.eE+-]*")
_LONG = "1234567890" * 110

Rare = Callable[[random.Random, str], str]


def _at_some(
    chance: random.Random, pattern: re.Pattern[str], text: str, new: Callable[[re.Match[str]], str]
) -> str:
    """The text with one occurrence replaced; unchanged if there is none."""
    occurrences = list(pattern.finditer(text))
    if not occurrences:
        return text
    occurrence = chance.choice(occurrences)
    return text[: occurrence.start()] + new(occurrence) + text[occurrence.end() :]


def _some_scalar(chance: random.Random, text: str) -> str:
    scalars = [scalar[2] for scalar in _SCALAR.finditer(text)]
    return chance.choice([*scalars, "1", '"x"', "null", "{}", "[]", '{"a":1}', "[1]", '[{"a":"x"}]'])


def _escaped(text: str) -> str:
    """The text with its first character written as an escape, if it is a character."""
    if not text or "\ud800" <= text[0] <= "\udfff":
        return text
    code = text[0].encode("utf-16-be").hex()
    return "".join(f"\\u{code[at : at + 4]}" for at in range(0, len(code), 4)) + text[1:]


def _repeated_name(chance: random.Random, text: str) -> str:
    """A member of the same name before or after another."""
    value = _some_scalar(chance, text)
    if chance.random() < 0.5:
        return _at_some(chance, _NAME, text, lambda m: f'"{m[1]}"{m[2]}{value},{m[0]}')
    name = chance.choice([m[1] for m in _NAME.finditer(text)] or ["a"])
    return _at_some(chance, re.compile(r"\}"), text, lambda _: f',"{name}":{value}}}')


def _escaped_name(chance: random.Random, text: str) -> str:
    return _at_some(chance, _NAME, text, lambda m: f'"{_escaped(m[1])}"{m[2]}' if "\\" not in m[1] else m[0])


def _escaped_repeated_name(chance: random.Random, text: str) -> str:
    value = _some_scalar(chance, text)
    return _at_some(chance, _NAME, text, lambda m: f'"{_escaped(m[1])}"{m[2]}{value},{m[0]}')


def _escaped_value(chance: random.Random, text: str) -> str:
    return _at_some(
        chance,
        _SCALAR,
        text,
        lambda m: (
            m[1] + ('"' + _escaped(m[2][1:]) if m[2][:2] not in ('""', '"\\') else m[2])
            if m[2].startswith('"')
            else m[0]
        ),
    )


def _name_as_value(chance: random.Random, text: str) -> str:
    name = chance.choice([m[1] for m in _NAME.finditer(text)] or ["a"])
    return _at_some(chance, _SCALAR, text, lambda m: f'{m[1]}"{name}"')


def _dotted_name(chance: random.Random, text: str) -> str:
    """`{"a": {"b": 1}}` becomes `{"a.b": 1}`, beside the original or in its place."""
    names = [m[1] for m in _NAME.finditer(text)] or ["a"]
    first = chance.randrange(len(names))  # consecutive names are often nested
    joined = chance.choice((".", ".", "\\u002E", "\\u002e")).join(names[first : first + chance.randint(2, 3)])
    value = _some_scalar(chance, text)
    return _at_some(chance, re.compile(r"\{(?=\s*\")"), text, lambda _: f'{{"{joined}":{value},')


def _array_on_the_way(chance: random.Random, text: str) -> str:
    value = _some_scalar(chance, text)
    bracket = chance.choice(('{{"{0}":{1}}}', '[{{"{0}":{1}}}]', '[{{"{0}":{1}}},{{"{0}":2}}]', "[[{1}]]"))
    inner = chance.choice([m[1] for m in _NAME.finditer(text)] or ["a"])
    return _at_some(chance, _SCALAR, text, lambda m: m[1] + bracket.format(inner, value))


def _objects_in_array(chance: random.Random, text: str) -> str:
    """The innermost object of some name becomes an array of it."""
    return _at_some(
        chance, re.compile(r":\s*(\{[^{}\[\]]*\})"), text, lambda m: f":[{m[1]},{chance.choice((m[1], '{}'))}]"
    )


def _number(*choices: str) -> Rare:
    def put(chance: random.Random, text: str) -> str:
        return _at_some(chance, _SCALAR, text, lambda m: m[1] + chance.choice(choices))

    return put


def _number_forms(chance: random.Random, text: str) -> str:
    forms = ("{}.0", "{}e0", "{}0e-1", "{}.000", "{}E+0", "{}.00000000000000000000000001")
    return _at_some(
        chance, _NUMBER, text, lambda m: chance.choice(forms).format(m[0]) if m[0].isdigit() else m[0]
    )


def _nested(depth: int) -> Rare:
    def put(chance: random.Random, text: str) -> str:
        by = chance.choice(("[]", "{}"))
        deep = "[" * depth + "]" * depth if by == "[]" else '{"a":' * depth + "1" + "}" * depth
        return _at_some(chance, _SCALAR, text, lambda m: m[1] + deep)

    return put


def _put(what: str) -> Rare:
    """Insert these characters somewhere."""

    def put(chance: random.Random, text: str) -> str:
        at = chance.randrange(len(text) + 1)
        return text[:at] + what + text[at:]

    return put


def _in_text(what: str) -> Rare:
    def put(chance: random.Random, text: str) -> str:
        return _at_some(
            chance, _SCALAR, text, lambda m: m[1] + f'"{what}{m[2][1:]}' if m[2].startswith('"') else m[0]
        )

    return put


def _shuffled(chance: random.Random, text: str) -> str:
    """A few characters removed, doubled, or moved."""
    for _ in range(chance.randint(1, 3)):
        at, other = chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)
        end = at + chance.randint(0, 3)
        text = text[:at] + chance.choice(("", text[at:end] * 2, text[other : other + 6])) + text[end:]
    return text


RARE: dict[str, Rare] = {
    "repeated name": _repeated_name,
    "name written with an escape": _escaped_name,
    "repeated name written with an escape": _escaped_repeated_name,
    "value written with an escape": _escaped_value,
    "name that is a value too": _name_as_value,
    "name with a dot": _dotted_name,
    "array on the way": _array_on_the_way,
    "array of objects": _objects_in_array,
    "numbers written otherwise": _number_forms,
    "numbers beyond a double": _number("1e400", "-1e400", "1e-400", "0.1e-330", "5e-324", "4.9e-324"),
    "numbers beyond 64 bits": _number("18446744073709551616", "9223372036854775808", "-9223372036854775809"),
    "numbers with many digits": _number(
        "5.00000000000000000001", "12345678901234567890", "0.1000000000000000055"
    ),
    "nothing but a sign": _number(
        "-0", "-0.0", "0", "0e5", "-", "01", "+1", "1.", ".5", "1e", "NaN", "Infinity"
    ),
    "numbers of over 1,000 digits": _number(_LONG, f"0.{_LONG}", f"-{_LONG}e-1100", _LONG[:1000], _LONG[:1001]),
    "exponents out of range": _number("1e2147483648", "1e99999999999", "0e99999999999", "1e-2147483648"),
    "nested to the limit": _nested(990),
    "nested too deep": _nested(1001),
    "nested deeper than simdjson reads": _nested(1100),
    "lone surrogate": _in_text("\\ud800"),
    "low surrogate first": _in_text("\\udc00\\ud800"),
    "surrogate pair": _in_text("\\ud83d\\ude00"),
    "invalid escape": _in_text("\\x"),
    "solidus written with an escape": _in_text("\\/"),
    "control character": _put("\x01"),
    "invalid UTF-8": _put("\udcff"),
    "surrogate in UTF-8": _put("\udced\udca0\udc80"),
    "overlong UTF-8": _put("\udcc0\udcaf"),
    "byte order mark": lambda _, text: "\ufeff" + text,
    "white space": lambda chance, text: chance.choice((" ", "\t", "\r")) + text + chance.choice((" ", "\r")),
    "other white space": lambda chance, text: text + chance.choice(("\x0b", "\xa0", "\u2028")),
    "name too long": lambda chance, text: _at_some(chance, _NAME, text, lambda m: f'"{"n" * 50_001}"{m[2]}'),
    "empty name": lambda chance, text: _at_some(chance, _NAME, text, lambda m: f'""{m[2]}'),
    "empty object or array": lambda chance, text: _at_some(
        chance, _SCALAR, text, lambda m: m[1] + chance.choice(("{}", "[]", "[[]]", "[{}]"))
    ),
    "two events on a line": lambda _, text: text + text,
    "cut off": lambda chance, text: text[: chance.randrange(len(text) + 1)],
    "something after it": lambda chance, text: text + chance.choice((",", "}", "x", " 1", "null")),
    "no object": lambda chance, text: chance.choice((f"[{text}]", "1", '"x"', "null", "[]", "")),
    "characters moved": _shuffled,
}
"""Each inserts the rare feature into an event's text, if there is a place for it; bytes that are not UTF-8 are written
as Python's `surrogateescape` has them."""


def rare(name: str, chance: random.Random, event: str) -> bytes:
    """The event with the rare feature, on one line.

    Args:
        name: a key of `RARE`.
        chance: chooses its place.
        event: the event as JSON.
    """
    return RARE[name](chance, event).replace("\n", " ").encode("utf-8", "surrogateescape")
