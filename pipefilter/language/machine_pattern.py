"""An alternative of a field as AWS's engine writes it into its automaton: as bytes, stars and letters in either case."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import TypeAlias

from pipefilter.dataclass import dataclass
from pipefilter.json_text.number import Number
from pipefilter.json_text.writer import written
from pipefilter.language.caseless_string import CaselessString
from pipefilter.language.comparable import byte_text
from pipefilter.language.java_strings import hash_order, java_reversed
from pipefilter.language.operator import InnerText, Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.equals_ignore_case import EqualsIgnoreCase
from pipefilter.language.operators.exact import Exact, Exactly
from pipefilter.language.operators.exists import Exists
from pipefilter.language.operators.prefix import Prefix
from pipefilter.language.operators.suffix import Suffix
from pipefilter.language.operators.wildcard import Wildcard
from pipefilter.override import override

__all__ = ["STAR", "Item", "MachinePattern", "Spelling", "machine_patterns"]

STAR = -1
Item: TypeAlias = int | frozenset[bytes]
"""A byte, `STAR`, or the two spellings of a letter whose case is ignored."""
Spelling: TypeAlias = tuple[Item, ...]


@dataclass(frozen=True, slots=True, eq=False)
class MachinePattern:
    """What the engine counts as one pattern, by its key, and its spellings in the order in which they are added."""

    key: Hashable
    spellings: tuple[Spelling, ...]
    has_wildcards: bool = False
    is_suffix: bool = False
    is_absence: bool = False
    may_be_shortened: bool = False
    """Whether the engine leaves out states while no other pattern needs them."""

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, MachinePattern) and self.key == other.key

    @override
    def __hash__(self) -> int:
        return hash(self.key)


def machine_patterns(operator: Operator) -> Iterator[MachinePattern]:
    """The engine's patterns for one alternative: two for a number that it can compare, else one."""
    match operator:
        case Exact(value=str()) if operator.is_address:
            yield _elsewhere(operator.keyword, operator)
        case Exact(value=Number() as number):
            if number.comparable is not None:
                yield _elsewhere("=", number.comparable)
            yield _exact(number.text)
        case Exact(value=str() as text) | Exactly(text=text):
            yield _exact(f'"{text}"')
        case Exact(value=value):
            yield _exact(written(value))
        case Exists():
            yield MachinePattern(("exists", operator.present), (_bytes("N"),), is_absence=not operator.present)
        case AnythingBut():
            yield _anything_but(operator)
        case Prefix() | Suffix() | EqualsIgnoreCase() | Wildcard():
            yield _with_texts(operator, [operator], "")
        case _:
            yield _elsewhere(operator.keyword, operator)


def _elsewhere(kind: str, key: Hashable) -> MachinePattern:
    """A number or an address: no wildcard's string begins with its first byte, so one byte stands for it."""
    return MachinePattern((kind, key), ((0,),))


def _exact(text: str) -> MachinePattern:
    return MachinePattern(("exact", text), (_bytes(text),), may_be_shortened=True)


def _anything_but(operator: AnythingBut) -> MachinePattern:
    operators = [value for value in operator.excluded if isinstance(value, InnerText)]
    if operators:
        return _with_texts(operators[0], operators, "anything-but")
    texts = hash_order(f'"{value}"' for value in operator.excluded if isinstance(value, str))
    numbers = frozenset(value.comparable for value in operator.excluded if isinstance(value, Number))
    spellings = tuple(_bytes(text) for text in texts) or ((0,),)
    return MachinePattern(("anything-but", frozenset(texts), numbers), spellings)


def _with_texts(operator: InnerText, operators: list[InnerText], around: str) -> MachinePattern:
    is_suffix = isinstance(operator, Suffix)
    ignores_case = not isinstance(operator.operand(), str) or isinstance(operator, EqualsIgnoreCase)
    texts = hash_order(_quoted(operator) for operator in operators)
    if is_suffix and around:
        texts = hash_order(texts)
    if isinstance(operator, Wildcard):
        spell = _wildcard
    elif ignores_case:
        spell = _backwards_ignoring_case if is_suffix else _ignoring_case
    else:
        spell = _backwards if is_suffix else _bytes
    return MachinePattern(
        (around, operator.keyword, ignores_case, frozenset(texts)),
        tuple(spell(text) for text in texts),
        has_wildcards=isinstance(operator, Wildcard),
        is_suffix=is_suffix,
    )


def _quoted(operator: InnerText) -> str:
    """The text with the quotes that the engine compares, reversed for a suffix."""
    if isinstance(operator, Prefix):
        return '"' + operator.text
    if isinstance(operator, Suffix):
        return java_reversed(operator.text + '"')
    text = operator.operand()
    return f'"{text}"'


def _bytes(text: str) -> Spelling:
    return tuple(byte_text(text).encode())


def _backwards(text: str) -> Spelling:
    return _bytes(java_reversed(text))[::-1]


def _wildcard(text: str) -> Spelling:
    items: list[Item] = []
    escaped = False
    for byte in byte_text(text).encode():
        if escaped or byte not in b"*\\":
            items.append(byte)
            escaped = False
        elif byte == ord("*"):
            items.append(STAR)
        else:
            escaped = True
    return tuple(items)


def _ignoring_case(text: str, step: int = 1) -> Spelling:
    items: list[Item] = []
    for spellings in CaselessString(text).units:
        encoded = [spelling.encode()[::step] for spelling in spellings]
        items += encoded[0] if len(encoded) == 1 else [frozenset(encoded)]
    return tuple(items)


def _backwards_ignoring_case(text: str) -> Spelling:
    return _ignoring_case(text, -1)
