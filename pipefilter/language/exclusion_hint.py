"""Hints for an `anything-but` that AWS rejects: `{"anything-but": null}`, `{"anything-but": [{"prefix": "x"}]}`."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.language.affix_wildcard import affix_wildcard, escaped
from pipefilter.language.dynamodb_record import IMAGES, TYPE_KEYS
from pipefilter.language.name_spelling import loose_spelling
from pipefilter.language.record_reference import is_number_of_image
from pipefilter.language.short_tree import text_or_form

__all__ = ["exclusion_hint"]

_NESTED = ("prefix", "suffix", "equals-ignore-case", "wildcard")
_ONLY = "only prefix, suffix, equals-ignore-case and wildcard are allowed in anything-but"
_FORM = '{"anything-but": {"prefix": ["a", "b"]}}'
_OPPOSITE = {">": "<=", ">=": "<", "<": ">=", "<=": ">"}
_IN_STRINGS = 'DynamoDB writes numbers as strings, and a pattern cannot express ranges of strings: use {"exists": true}, and compare the numbers in your code'
_OF_VALUES = frozenset(("equals", "equal", "eq", "==", "=", "is", "in", "exactly", "equalsany"))
_MEANT = {
    **dict.fromkeys(("startswith", "beginswith"), "prefix"),
    "endswith": "suffix",
    **dict.fromkeys(("ignorecase", "equalignorecase", "equalsignorecase"), "equals-ignore-case"),
}
_OCTETS = {"8": 1, "16": 2, "24": 3}


def exclusion_hint(operand: Json, steps: Sequence[str]) -> str:
    """What to write instead of `anything-but` with this operand; "" if the intention is unclear.

    Args:
        steps: the names that lead to the field, and the index in its list.
    """
    if isinstance(operand, list):
        return _of_list(operand, steps)
    if isinstance(operand, tuple):
        return _of_object(operand, steps)
    if isinstance(operand, bool):
        return f"list the other value instead: [{written(not operand)}]"
    return _not_null(steps) if operand is None else ""


def _not_null(steps: Sequence[str]) -> str:
    key = _type_key(steps)
    if key == "NULL":
        return 'write {"exists": false}: only a null attribute has NULL'
    if key:
        return f'write {{"exists": true}}: a value below {key} is never null'
    return 'to match any string but not null, write {"prefix": ""}'


def _of_list(values: list[Json], steps: Sequence[str]) -> str:
    if len(values) == 1 and (values[0] is None or isinstance(values[0], bool)):
        return exclusion_hint(values[0], steps)
    if any(isinstance(value, tuple) for value in values):
        return _of_operators(values, steps)
    if values and all(isinstance(value, list) for value in values):
        inner = [each for value in values if isinstance(value, list) for each in value]
        return f"remove the inner brackets: {_exclusion(inner)}"
    kept = [value for value in values if value is not None and not isinstance(value, bool)]
    if len(kept) < len(values):
        return _without_literals(values, steps)
    if values and _type_key(steps):
        return f"write strings, as DynamoDB does for numbers: {_exclusion([_string(value) for value in kept])}"
    return "" if values else 'list the values to exclude; to match any value, write {"exists": true}'


def _without_literals(values: list[Json], steps: Sequence[str]) -> str:
    """A hint for a list with `null` or booleans among other values."""
    names = [name for name, literal in (("null", None), ("true", True), ("false", False)) if literal in values]
    names = [name for name in names if any(written(value) == name for value in values)]
    if names == ["null"] and _type_key(steps):
        return "remove null: a value below a type key is never null"
    return f"remove {' and '.join(names)}: anything-but cannot exclude {'it' if len(names) == 1 else 'them'}"


def _of_operators(values: list[Json], steps: Sequence[str]) -> str:
    """A hint for a list with operators: one operator with a list means the same, if there is one."""
    operators = _operators(values)
    if operators is None and len(values) == 1:
        return exclusion_hint(values[0], steps)
    if operators is None:
        return f"write one operator with a list of strings, such as {_FORM}"
    keywords = {keyword for keyword, _ in operators}
    if len(keywords) == 1:
        operands: list[Json] = [operand for _, operand in operators]
        return f"write {_exclusion(((min(keywords), operands if len(operands) > 1 else operands[0]),))}"
    wildcards = [affix_wildcard(keyword, operand) for keyword, operand in operators]
    if None in wildcards:
        return f"write one operator with a list of strings, such as {_FORM}"
    listed: list[Json] = list(wildcards)
    return f"write {_exclusion((('wildcard', listed),))}"


def _operators(values: list[Json]) -> list[tuple[str, Json]] | None:
    """The keyword ("" for a plain string) and the string of each; None if there is anything else."""
    operators: list[tuple[str, Json]] = []
    for value in values:
        if isinstance(value, str):
            operators.append(("", value))
        elif isinstance(value, tuple) and value and all(name in _NESTED for name, _ in value):
            for name, operand in value:
                operands = operand if isinstance(operand, list) else [operand]
                if not operands or not all(isinstance(each, str) for each in operands):
                    return None
                operators += [(name, each) for each in operands]
        else:
            return None
    return operators


def _of_object(members: tuple[tuple[str, Json], ...], steps: Sequence[str]) -> str:
    if len(members) == 1:
        return _of_operator(*members[0], steps)
    operators = _operators([members])
    if operators is None or any(affix_wildcard(*each) is None for each in operators):
        return "write only one operator in anything-but: it can have a list of strings" if members else ""
    return f"to exclude each of them, {_of_operators([members], steps)}"


def _of_operator(name: str, operand: Json, steps: Sequence[str]) -> str:
    values: list[Json] = operand if isinstance(operand, list) else [operand]
    hint = ""
    if name == "exists" and isinstance(operand, bool):
        hint = f'write {{"exists": {written(not operand)}}}'
    elif name == "numeric":
        hint = _outside(values, steps)
    elif name == "cidr":
        hint = _outside_block(operand)
    elif name == "anything-but":
        hint = f"list the values themselves, without anything-but: {text_or_form(values, '...')}"
    elif name in ("prefix", "suffix") and isinstance(operand, tuple):
        hint = _spellings(name, operand)
    elif name in _NESTED and not isinstance(operand, str | list | Number):
        hint = f"write a string or a list of strings after {name}, such as {_FORM}"
    elif name not in _NESTED:
        hint = _of_unknown(name, operand, values, steps)
    return hint


def _spellings(name: str, operand: tuple[tuple[str, Json], ...]) -> str:
    """A hint for an operator inside `prefix` or `suffix`."""
    texts = [text for inner, text in operand if inner == "equals-ignore-case" and isinstance(text, str)]
    if len(texts) != len(operand):
        return ""
    spellings: list[Json] = [
        spelling for text in texts for spelling in (text, text.lower(), text.upper(), text.capitalize())
    ]
    return f"list the spellings: {_exclusion(((name, list(dict.fromkeys(spellings))),))}"


def _of_unknown(name: str, operand: Json, values: list[Json], steps: Sequence[str]) -> str:
    spelling = loose_spelling(name).replace(" ", "")
    if spelling in _OF_VALUES:
        return f"write {_exclusion(operand)}"
    if spelling in _MEANT:
        return f"write {_exclusion(((_MEANT[spelling], operand),))}"
    if spelling == "contains" and all(isinstance(value, str) for value in values):
        wildcards: list[Json] = [f"*{escaped(str(value))}*" for value in values]
        return f"write {_exclusion((('wildcard', wildcards if len(wildcards) > 1 else wildcards[0]),))}"
    near = {loose_spelling(each): each for each in _NESTED}.get(spelling)
    if near is not None:
        return f"write {_exclusion(((near, operand),))}"
    field: Json = ((name, [(("anything-but", operand),)]),)
    text = (
        f"{written(steps[-2])}: {text_or_form([field], f'{{{written(name)}: [...]}}')}"
        if len(steps) > 1
        else ""
    )
    return f"{_ONLY}; for a field called {name}, write {text}" if text else _ONLY


def _outside(terms: list[Json], steps: Sequence[str]) -> str:
    """A hint for excluded numbers: the ranges around them."""
    signs, numbers = terms[::2], terms[1::2]
    pairs = list(zip(signs, numbers, strict=False))
    if not pairs or len(terms) % 2 or not all(isinstance(number, Number) for number in numbers):
        return ""
    in_strings = is_number_of_image([*steps, ""])
    if signs == ["="]:
        return f"write {_exclusion(_string(numbers[0]) if in_strings else numbers[0])}"
    if in_strings:
        return _IN_STRINGS
    if len(pairs) > 2 or not all(sign in _OPPOSITE for sign in signs):
        return ""
    ranges: list[Json] = [(("numeric", [_OPPOSITE[str(sign)], number]),) for sign, number in pairs]
    return f"list the ranges that should match instead: {', '.join(map(written, ranges))}"


def _outside_block(block: Json) -> str:
    """A hint for an excluded block of addresses."""
    address, _, mask = str(block).partition("/")
    count = _OCTETS.get(mask)
    if count and address.count(".") == 3:
        prefix = "".join(f"{part}." for part in address.split(".")[:count])
        return f"write {_exclusion((('prefix', prefix),))}"
    return "list the blocks that should match instead, or check the address in the target"


def _type_key(steps: Sequence[str]) -> str:
    """The type key of a DynamoDB image that the field's path ends with, if its value is not an object; else ""."""
    names = [name for step in steps[:-1] for name in step.split(".")]
    is_in_image = names[:1] == ["dynamodb"] and len(names) > 3 and names[1] in IMAGES
    return names[-1] if is_in_image and names[-1] in TYPE_KEYS and names[-1] not in ("M", "L") else ""


def _string(value: Json) -> Json:
    return value.text if isinstance(value, Number) else value


def _exclusion(operand: Json) -> str:
    return text_or_form([(("anything-but", operand),)], '{"anything-but": ...}')
