"""Hints for a `numeric` that AWS rejects: `[">", "50"]`, `[">=", 40, "<=", 10]`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipefilter.json_text.number import Number
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import Json, strict_tree
from pipefilter.json_text.writer import written
from pipefilter.language.name_spelling import loose_spelling
from pipefilter.language.record_reference import is_number_of_image, reference_in

__all__ = ["numeric_hint"]

_COMPARISON = re.compile(r"\s*([<>=!]{0,2})\s*(-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?)\s*")
_NOT_EQUAL = ("!=", "<>")
_WORDS = {
    "gt": ">",
    "gte": ">=",
    "ge": ">=",
    "lt": "<",
    "lte": "<=",
    "le": "<=",
    "eq": "=",
    "ne": "!=",
    "greater": ">",
    "greaterthan": ">",
    "greaterthanorequal": ">=",
    "lessthan": "<",
    "lessthanorequal": "<=",
    "less": "<",
    "equals": "=",
    "equal": "=",
    "notequals": "!=",
    "notequal": "!=",
    "=>": ">=",
    "=<": "<=",
}
"""Words of other languages for a sign, in their loose spelling."""
_WORDS_OF_RANGE = frozenset({"between", "range", "inrange", "and"})
"""Words that say no more than the two numbers do."""
_REFERENCE = (
    'a pattern can compare only with constants: use {"exists": true}, and compare the two values in your code'
)
_IN_STRINGS = (
    "DynamoDB writes numbers as strings, which numeric never matches: "
    'use {"exists": true}, and compare the numbers in your code'
)
_IN_QUOTES = "write numbers without quotes: "


def numeric_hint(operand: str, steps: Sequence[str]) -> str:
    """What to write instead of an operand of `numeric` ("" if it is long); "" if the intention is unclear."""
    try:
        tree = strict_tree(operand)
    except JsonFault:
        return ""
    elements = _elements(tree)
    if any(isinstance(element, str) and reference_in(element) for element in elements):
        return _REFERENCE
    if is_number_of_image(steps):
        return _IN_STRINGS
    terms = _terms(elements)
    if terms is None:
        return ""
    return _corrected(terms, _IN_QUOTES if _differ_in_quotes(elements, terms) else "write ")


def _corrected(terms: Sequence[tuple[str, Number]], beginning: str) -> str:
    match terms:
        case [("" | "=" | "==", number)]:
            return f"{beginning}{written(['=', number])}"
        case [(sign, number)] if sign in _NOT_EQUAL:
            return f'for "not equal", write {written((("anything-but", number),))}'
        case [(sign, number)]:
            return f"{beginning}{written([sign, number])}"
        case [first, second]:
            return _range(first, second, beginning)
    return ""


def _elements(tree: Json) -> list[Json]:
    """The elements of an operand, whatever contains them, with signs instead of words."""
    if isinstance(tree, tuple):  # an object: {">": 5, "<": 6}
        tree = [
            part for name, value in tree for part in (name, *(value if isinstance(value, list) else [value]))
        ]
    elements = tree if isinstance(tree, list) else [tree]
    signs = [_WORDS.get(loose_spelling(each), each) if isinstance(each, str) else each for each in elements]
    numbers = sum(isinstance(each, Number) for each in elements)
    return [
        each
        for each in signs
        if not (numbers > 1 and isinstance(each, str) and loose_spelling(each) in _WORDS_OF_RANGE)
    ]


def _terms(elements: Sequence[Json]) -> list[tuple[str, Number]] | None:
    """Each number with the sign before it, "" if it has none; None if there is anything else, or an unknown sign."""
    terms: list[tuple[str, Number]] = []
    sign = ""
    for element in elements:
        comparison = _COMPARISON.fullmatch(element) if isinstance(element, str) else None
        if isinstance(element, Number):
            terms.append((sign, element))
            sign = ""
        elif comparison:
            terms.append((sign or comparison[1], Number(comparison[2])))
            sign = ""
        elif (
            isinstance(element, str) and not sign and element in ("<", "<=", ">", ">=", "=", "==", *_NOT_EQUAL)
        ):
            sign = element
        else:
            return None
    known = ("", "<", "<=", ">", ">=", "=", "==", *_NOT_EQUAL)
    is_known = all(each in known and number.comparable is not None for each, number in terms)
    return terms if is_known and not sign else None


def _differ_in_quotes(elements: Sequence[Json], terms: Sequence[tuple[str, Number]]) -> bool:
    """Whether the quotes around numbers are all that is wrong with the terms."""
    pieces = [piece for term in terms for piece in term]
    if sum(isinstance(element, Number) for element in elements) == len(terms):
        return False
    return len(pieces) == len(elements) and all(
        each == (piece.text if isinstance(piece, Number) and isinstance(each, str) else piece)
        for each, piece in zip(elements, pieces, strict=True)
    )


def _range(first: tuple[str, Number], second: tuple[str, Number], beginning: str) -> str:
    """A range of two terms, its bounds in the order that AWS requires."""
    if first[0][:1] == "<" and second[0][:1] in (">", ""):
        first, second, beginning = second, first, "write the lower bound first: "
    (low_sign, low), (high_sign, high) = first, second
    low_sign, high_sign = low_sign or ">=", high_sign or "<="
    low_value, high_value = low.comparable, high.comparable
    if low_sign[0] != ">" or high_sign[0] != "<" or low_value is None or high_value is None:
        return ""
    if low_value < high_value:
        return f"{beginning}{written([low_sign, low, high_sign, high])}"
    if not first[0] and not second[0] and low_value > high_value:
        return f"{beginning}{written([low_sign, high, high_sign, low])}"
    if low_value == high_value:
        if low_sign == ">=" and high_sign == "<=":
            return f'for a single number, write {low.text} or {{"numeric": ["=", {low.text}]}}'
        return f"no number is {low_sign} {low.text} and {high_sign} {high.text}: remove one of the bounds"
    below, above = (
        written((("numeric", [sign, number]),)) for sign, number in ((high_sign, high), (low_sign, low))
    )
    return (
        f"no number is {low_sign} {low.text} and {high_sign} {high.text}: "
        f"write {written([low_sign, high, high_sign, low])}, or two operators for numbers outside that range: "
        f"{below}, {above}"
    )
