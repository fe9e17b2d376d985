"""Candidates that replace an operator's name or its operand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from pipefilter.editing.fixes.candidate import Candidate, Subject
from pipefilter.editing.fixes.hinted_value import hinted_name, hinted_value
from pipefilter.editing.fixes.list_element import hinted_element
from pipefilter.editing.fixes.notation import renamed, replaced
from pipefilter.editing.fixes.part import Part
from pipefilter.language.operator_likeness import is_like_operator
from pipefilter.templates.nodes.node import Text

__all__ = [
    "boolean_operand",
    "hinted_operand",
    "hinted_operator",
    "network_of_block",
    "plain_address",
    "single_stars",
]

_SIGN = re.compile(r"[<>=!]+")
_EQUAL_SIGNS = {"==": "=", "=>": ">=", "=<": "<="}
_WITHOUT_BOUNDS = frozenset(("between", "range", "min", "max"))
"""Names that do not say whether the bounds themselves match."""
_BOOLEANS = {"true": "true", "false": "false"}
_ADDRESS = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3}){3})(?:/32)?")
_NETWORK = re.compile(r"write ([0-9a-fA-F.:]+/[0-9]+), or .*")


def hinted_operator(subject: Subject) -> Iterator[Candidate]:
    """The operator with another name, or what the hint says to write instead of it."""
    name = hinted_name(subject.problem.hint)
    written = subject.written.strip("\\\"'")
    if name and is_like_operator(written):
        yield from renamed(subject, name)
    elif not name and _spelling(written) not in _WITHOUT_BOUNDS:
        yield from hinted_element(subject)


def hinted_operand(subject: Subject) -> Iterator[Candidate]:
    """The operand of `numeric` that the hint says to write."""
    operand, value = _operand(subject, "numeric"), hinted_value(subject.problem.hint)
    element = next((part for part in reversed(subject.parts()) if part.siblings), None)
    part = operand or element
    if (
        value is None
        or part is None
        or not _has_same_signs(subject.document.text[part.start : part.end], value)
    ):
        return
    if operand is not None and value is not None and value.startswith("["):
        yield from replaced(subject, (operand.start, operand.end), value, f"Write {value}")
    elif value is not None and value.startswith("{"):
        yield from hinted_element(subject)


def boolean_operand(subject: Subject) -> Iterator[Candidate]:
    """A boolean instead of the string with its name."""
    operand = _operand(subject, "exists")
    if operand is not None and isinstance(operand.node, Text) and (value := _BOOLEANS.get(operand.node.value)):
        yield from replaced(subject, (operand.start, operand.end), value, f"Write {value} without quotes")


def single_stars(subject: Subject) -> Iterator[Candidate]:
    """One star for each sequence of stars, which AWS rejects."""
    string = next(reversed(subject.parts()), None)
    if string is None or not isinstance(string.node, Text):
        return
    value = re.sub(r"(\\.)|\*{2,}", lambda match: match[1] or "*", string.node.value, flags=re.DOTALL)
    if value != string.node.value:
        text = json.dumps(value, ensure_ascii=False)
        yield from replaced(subject, (string.start, string.end), text, f"Write {text}")


def plain_address(subject: Subject) -> Iterator[Candidate]:
    """The IPv4 address itself instead of a block with only this address."""
    string = next(reversed(subject.parts()), None)
    element = next((part for part in reversed(subject.parts()) if part.siblings), None)
    if string is None or element is None or not isinstance(string.node, Text):
        return
    if match := _ADDRESS.fullmatch(string.node.value):
        text = json.dumps(match[1])
        yield from replaced(subject, (element.start, element.end), text, f"Write the address itself: {text}")


def network_of_block(subject: Subject) -> Iterator[Candidate]:
    """The network of a block instead of an address in it."""
    match = _NETWORK.fullmatch(subject.problem.hint)
    element = next((part for part in reversed(subject.parts()) if part.siblings), None)
    if match and element is not None:
        text = json.dumps({"cidr": match[1]})
        yield from replaced(subject, (element.start, element.end), text, f"Write {text}")


def _has_same_signs(written: str, value: str) -> bool:
    """Whether each sign of a comparison is in what is written: others would be a guess."""
    return sorted(_EQUAL_SIGNS.get(sign, sign) for sign in _SIGN.findall(written)) == sorted(
        _SIGN.findall(value)
    )


def _spelling(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()


def _operand(subject: Subject, operator: str) -> Part | None:
    return next((part for part in reversed(subject.parts()) if part.name == operator), None)
