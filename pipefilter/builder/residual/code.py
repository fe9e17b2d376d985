"""Writes the condition left to check as a self-contained file: the enrichment of a pipe, or a Lambda function."""

from __future__ import annotations

import reprlib
from typing import TYPE_CHECKING

from pipefilter.builder.conditions.condition import Condition, require_condition
from pipefilter.builder.narrowing.narrowing_result import Narrowed
from pipefilter.builder.records.attribute_value import Numbers, check_numbers
from pipefilter.builder.residual.jsonata import JSONATA
from pipefilter.builder.residual.python import PYTHON
from pipefilter.builder.residual.typescript import TYPESCRIPT

if TYPE_CHECKING:
    from pipefilter.builder.residual.language import ResidualLanguage

__all__ = ["LANGUAGES", "residual_code"]

_WRITERS: dict[str, ResidualLanguage] = {"python": PYTHON, "typescript": TYPESCRIPT, "jsonata-note": JSONATA}
LANGUAGES = tuple(_WRITERS)
"""The languages in which code can be written."""


def residual_code(
    condition: Condition | Narrowed | None, language: str, *, numbers: Numbers | None = None
) -> str:
    """A file that keeps the records that meet a condition, and lists their changed attributes.

    Args:
        condition: the condition to check, or the result of `narrow`; None to check nothing.
        language: `python` or `typescript` for a file with a `handler`, or `jsonata-note` for the definition of a state
            machine.
        numbers: when two numbers are equal; None for the choice in `narrow`, or `text`.

    Raises:
        InvalidCondition: it has an operator that the code cannot evaluate as AWS does, or it is not a condition.
        ValueError: there is no such language.
    """
    if language not in LANGUAGES:
        raise ValueError(f"{reprlib.repr(language)} is not supported: use {', '.join(LANGUAGES)}")
    if isinstance(condition, Narrowed):
        numbers = numbers or condition.numbers
        condition = condition.residual
    numbers = numbers or "text"
    check_numbers(numbers)
    return _WRITERS[language].code(None if condition is None else require_condition(condition), numbers)
