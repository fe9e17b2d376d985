"""What a filter policy of SNS may see of one message attribute; several values where AWS does not document it.

https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeGuard

from pipefilter.errors import Undecided
from pipefilter.filtering.message_number import changed, numbers_at, require_documented, shortened
from pipefilter.json_text.number import MAX_DIGITS, Number
from pipefilter.json_text.raw_object import RawObject
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import Json, fast_tree, strict_tree, value_end, white_end
from pipefilter.json_text.writer import quoted, written
from pipefilter.language.comparable import as_comparable
from pipefilter.language.double_escapes import is_to_escape, unescaped_operator, unescaped_tree
from pipefilter.language.operator import Operator
from pipefilter.language.operators.exists import Exists
from pipefilter.language.policy_number import is_documented, is_in_range

__all__ = ["CONTROL_CHARACTER", "NO_VIEW", "attribute_values"]

NO_VIEW = ""
"""The view of a message that no filter policy matches."""
CONTROL_CHARACTER = re.compile(r"[\x00-\x1f]")
"""In a JSON string, such characters must be escaped."""
_PADDED_NUMBER = re.compile(r"([+-]?)0*([0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)\Z")
_LABEL = re.compile(r"(String\.Array|Number\.Array|String|Number|Binary)(\..+)?\Z", re.DOTALL)
_ONLY_STRINGS = ("prefix",)
"""https://docs.aws.amazon.com/sns/latest/dg/numeric-value-matching.html"""

Values = tuple[str | None, ...]


def attribute_values(
    name: str, attribute: RawObject, conditions: Sequence[Operator], *, is_from_function: bool
) -> Values:
    """The values as JSON texts; None if a policy may see nothing, `NO_VIEW` if no policy may match the message.

    Without conditions, their value has no effect, so there is only the first one.

    Args:
        name: of the attribute.
        attribute: with the members DataType and StringValue.
        conditions: what the policy compares the attribute with.
        is_from_function: whether a function received it, so that its type is lost.

    Raises:
        Undecided: it is not an attribute of SNS.
    """
    label = _LABEL.match(attribute.text_of("DataType") or "")
    if label is None:
        raise Undecided(
            f"the message attribute {name} has no DataType of SNS: String, String.Array, Number or Binary"
        )
    kind = label[1]
    if kind == "Binary":  # ignored by filters
        return (None,)
    text = attribute.text_of("StringValue")
    if text is None and kind != "String":  # AWS's pages write numbers without quotes
        value = attribute.get("StringValue") or ""
        text = value if value[:1] in "-0123456789[" else None
    if not text and text != "":
        raise Undecided(f"the message attribute {name} has no StringValue that is a string")
    if not conditions:
        return (_usual_value(kind, text),)
    if kind == "String":
        # a function receives numbers and arrays as strings, too
        values: Values = (*_strings(text), *(_lost_types(text, conditions) if is_from_function else ()))
    elif kind == "Number":
        values = _numbers(text, conditions)
    else:
        values = _arrays(text, conditions)
    values = tuple(_with_unescaped(values, conditions))
    if any(isinstance(condition, Exists) for condition in conditions):
        values = (*values, *_without_empty(values))
    # whether filters see an attribute with a label of one's own, such as String.custom, is not documented
    return tuple(dict.fromkeys(values if label[2] is None else (*values, None)))


def _usual_value(kind: str, text: str) -> str:
    """The value that a policy usually sees."""
    if kind == "Number" and (padded := _padded(text)) is not None:
        return _number(padded).text
    if kind in ("String", "Number"):
        return quoted(text)
    try:
        tree = fast_tree(text)
    except JsonFault:
        return quoted(text)
    return written(tree) if _is_flat(tree) else quoted(text)


def _padded(text: str) -> re.Match[str] | None:
    """The parts of a number that is not longer than AWS's parser reads; None if it is none."""
    return _PADDED_NUMBER.match(text) if len(text) <= MAX_DIGITS else None


def _number(padded: re.Match[str]) -> Number:
    """A number with zeros at its ends left out."""
    return Number(padded[2] if padded[1] in ("", "+") else f"-{padded[2]}")


def _is_flat(tree: Json) -> TypeGuard[list[Json]]:
    """Whether a value is an array without arrays and objects in it."""
    return isinstance(tree, list) and not any(isinstance(element, list | tuple) for element in tree)


def _with_unescaped(values: Values, conditions: Sequence[Operator]) -> Iterable[str | None]:
    """The values, and these without a second escape of quotes and backslashes.

    AWS requires the second escape and delivers nothing without it, but does not document whether it means the message or
    the policy.
    """
    yield from values
    for value in values:
        tree = strict_tree(value) if value and "\\" in value else None
        if is_to_escape(tree):
            try:
                yield written(unescaped_tree(tree))
            except ValueError:
                yield NO_VIEW
    if any(unescaped_operator(condition) is None for condition in conditions):
        yield NO_VIEW


def _strings(text: str) -> Values:
    """A string; what becomes of one that is not valid in JSON unless it is escaped is not documented."""
    return (quoted(text), None, NO_VIEW) if CONTROL_CHARACTER.search(text) else (quoted(text),)


def _lost_types(text: str, conditions: Sequence[Operator]) -> Values:
    """What a string may have been before a function received it."""
    if _padded(text) is not None:
        return _numbers(text, conditions)
    return _arrays(text, conditions) if text.lstrip().startswith("[") else ()


def _numbers(text: str, conditions: Sequence[Operator]) -> Values:
    """A number with zeros at its ends left out; whether a string in a policy matches it is not documented."""
    padded = _padded(text)
    if padded is None:
        return quoted(text), None, NO_VIEW
    require_documented(conditions)
    number = _number(padded)
    values: list[str | None] = [number.text, *_with_texts([number], {number.text: text}, conditions)]
    values += map(written, shortened(number))
    if not is_in_range(number):
        values += [None, NO_VIEW]
    return tuple(values)


def _arrays(text: str, conditions: Sequence[Operator]) -> Values:
    """The array in a text; what becomes of another text is not documented."""
    try:
        tree = fast_tree(text)
    except JsonFault:
        return quoted(text), None, NO_VIEW
    if not _is_flat(tree):
        return quoted(text), written(tree), None, NO_VIEW
    numbers = tuple(numbers_at(tree))
    if numbers:
        require_documented(conditions)
    trees = [tree] if all(map(is_documented, numbers)) else shortened(tree)
    values: list[str | None] = [*map(written, trees), *_with_texts(tree, {}, conditions)]
    if text[value_end(text, white_end(text, 0)) :].strip(" \t\r\n"):  # more than the array
        values += [quoted(text), None, NO_VIEW]
    if not all(map(is_in_range, numbers)):
        values += [written(changed(tree, "", _in_range)), None, NO_VIEW]
    return tuple(values)


def _in_range(value: Json) -> list[Json]:
    return [value] if not isinstance(value, Number) or is_in_range(value) else []


def _with_texts(tree: Sequence[Json], texts: dict[str, str], conditions: Sequence[Operator]) -> Iterable[str]:
    """The same numbers with their texts, if the verdict depends on whether these are compared.

    Args:
        tree: the elements.
        texts: of numbers as they were published, by their usual form.
        conditions: what the policy compares them with.
    """
    numbers = [element for element in tree if isinstance(element, Number)]
    for condition in conditions:
        if isinstance(condition, Exists) or condition.numeric or condition.keyword in _ONLY_STRINGS:
            continue
        for number in numbers:
            text = texts.get(number.text, number.text)
            as_text = condition.holds(text)
            if as_text is condition.holds(as_comparable(number, numeric=False)):
                continue
            if as_text:
                yield written([*tree, text])
            else:
                yield written(
                    [texts.get(each.text, each.text) if isinstance(each, Number) else each for each in tree]
                )


def _without_empty(values: Values) -> Values:
    """The values without null and empty strings: AWS requires a value that is neither for `exists`."""
    reduced: list[str | None] = []
    for value in values:
        if value == '""':
            reduced.append(None)
        elif value and value.startswith("["):
            tree = strict_tree(value)
            assert isinstance(tree, list)
            reduced.append(written([element for element in tree if element not in (None, "")]))
    return tuple(reduced)
