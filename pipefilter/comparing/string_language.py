"""The strings that an operator matches, as sequences of characters and stars, from which an automaton is built."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from pipefilter.language.affix import Affix
from pipefilter.language.caseless_string import CaselessString
from pipefilter.language.comparable import byte_text
from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.equals_ignore_case import EqualsIgnoreCase
from pipefilter.language.operators.exact import Exact, Exactly
from pipefilter.language.operators.prefix import Prefix
from pipefilter.language.operators.wildcard import Wildcard, pieces_of

__all__ = ["QUESTION_BYTE", "STAR", "Item", "StringLanguage", "string_languages"]

QUESTION_BYTE = "a question mark"
"""A `?` where AWS compares bytes: there each lone surrogate is one, too."""
Item: TypeAlias = tuple[tuple[str, ...], ...]
"""The spellings of one character: several where case is ignored, and one of them may have several characters."""
StringLanguage: TypeAlias = tuple[Item, ...]
"""A set of strings: each item stands for one of its spellings, `STAR` for any characters, or none."""
STAR: Item = ()

_QUOTE = '"'


def string_languages(operator: Operator) -> Iterator[StringLanguage]:
    """Sets of strings that decide, all together, whether the operator matches a string; none for addresses."""
    match operator:
        case Exact(value=str() as text) if not operator.is_address:
            yield from _exact(text)
        case Exactly(text=text):
            yield from _exact(text)
        case AnythingBut():
            yield from (_bytes(each) for each in operator.excluded if isinstance(each, str))
            yield from (language for each in operator.excluded_operators for language in string_languages(each))
        case Affix():
            yield from _affix(operator)
        case EqualsIgnoreCase():
            yield _ignoring_case(operator.text)
        case Wildcard():
            first, *rest = pieces_of(byte_text(operator.text))
            language = _bytes(first)
            for piece in rest:
                language += (STAR, *_bytes(piece))
            yield language


def _exact(text: str) -> Iterator[StringLanguage]:
    yield tuple(((character,),) for character in text)
    yield _bytes(text)  # where two alternatives have the same bytes, the bytes decide


def _affix(operator: Affix) -> Iterator[StringLanguage]:
    """AWS compares an affix with the quotes of the string: one that has the quote can only be the whole string."""
    text = _bytes(operator.compared) if isinstance(operator.affix, str) else _ignoring_case(operator.text)
    if isinstance(operator, Prefix):
        yield (*text, STAR)
        if text and (_QUOTE,) in text[-1]:
            yield text[:-1]
    else:
        yield (STAR, *text)
        if text and (_QUOTE,) in text[0]:
            yield text[1:]


def _bytes(text: str) -> StringLanguage:
    return tuple((_spelling(character),) for character in byte_text(text))


def _ignoring_case(text: str) -> StringLanguage:
    return tuple(tuple(map(_spelling, unit)) for unit in CaselessString(text).units)


def _spelling(characters: str) -> tuple[str, ...]:
    return tuple(QUESTION_BYTE if character == "?" else character for character in characters)
