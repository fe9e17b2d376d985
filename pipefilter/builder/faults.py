"""The errors of conditions on stream records."""

from __future__ import annotations

from pipefilter.errors import PipefilterError

__all__ = ["InvalidCondition", "InvalidJson", "InvalidRecord", "MissingImage", "Unsatisfiable"]


class InvalidCondition(PipefilterError, ValueError):
    """A condition cannot be read, or makes no sense."""


class MissingImage(PipefilterError, ValueError):
    """A condition needs an image that the stream does not have."""


class InvalidRecord(PipefilterError, ValueError):
    """The input is not a record of a DynamoDB stream."""


class Unsatisfiable(InvalidCondition):
    """No record can meet a condition."""


class InvalidJson(InvalidCondition):
    """A text is not JSON; the line and the column of the fault are in characters, from 1."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(f"invalid JSON: {message}")
        self.line = line
        self.column = column
