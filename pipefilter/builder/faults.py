"""What can be wrong with a condition on stream records."""

from __future__ import annotations

from pipefilter.errors import PipefilterError

__all__ = ["InvalidCondition", "InvalidJson", "InvalidRecord", "MissingImage", "Unsatisfiable"]


class InvalidCondition(PipefilterError, ValueError):
    """A condition cannot be read, or makes no sense."""


class MissingImage(PipefilterError, ValueError):
    """A condition asks for an image that the stream does not have."""


class InvalidRecord(PipefilterError, ValueError):
    """What should be a record of a DynamoDB stream is none."""


class Unsatisfiable(InvalidCondition):
    """No record can be as a condition says."""


class InvalidJson(InvalidCondition):
    """A text is no JSON.

    Args:
        message: what is wrong.
        line: where, from 1.
        column: in characters, from 1.
    """

    def __init__(self, message: str, line: int, column: int) -> None:
        """With its place."""
        super().__init__(f"this is no JSON: {message}")
        self.line = line
        self.column = column
