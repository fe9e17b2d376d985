"""What can be wrong with a condition on stream records."""

from __future__ import annotations

from pipefilter.errors import PipefilterError

__all__ = ["CannotJudge", "InvalidCondition", "InvalidRecord"]


class InvalidCondition(PipefilterError, ValueError):
    """A condition cannot be read, or makes no sense."""


class CannotJudge(PipefilterError, ValueError):
    """A condition asks for an image that the stream does not have."""


class InvalidRecord(PipefilterError, ValueError):
    """What should be a record of a DynamoDB stream is none."""
