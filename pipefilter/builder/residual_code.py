"""What is left to check, as a file that needs nothing else: an enrichment of a pipe, or a Lambda function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipefilter.builder.jsonata_residual import JSONATA
from pipefilter.builder.python_residual import PYTHON
from pipefilter.builder.typescript_residual import TYPESCRIPT

if TYPE_CHECKING:
    from pipefilter.builder.attribute_value import Numbers
    from pipefilter.builder.condition import Condition
    from pipefilter.builder.residual_language import ResidualLanguage

__all__ = ["LANGUAGES", "residual_code"]

_WRITERS: dict[str, ResidualLanguage] = {
    "python": PYTHON,
    "typescript": TYPESCRIPT,
    "jsonata-note": JSONATA,
}
LANGUAGES = tuple(_WRITERS)
"""In which code can be printed."""


def residual_code(condition: Condition | None, language: str, *, numbers: Numbers = "text") -> str:
    """A file that keeps the records for which a condition holds, and lists what changed in them.

    Args:
        condition: what is to be checked; None for nothing.
        language: one of `LANGUAGES`: a file with a `handler`, or the definition of a state machine.
        numbers: when two numbers are equal.

    Raises:
        InvalidCondition: it has an operator that the file could not judge as AWS does.
    """
    return _WRITERS[language].code(condition, numbers)
