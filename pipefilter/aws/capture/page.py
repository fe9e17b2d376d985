"""The records of a live source, captured page by page, and when to stop."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import field

from pipefilter.aws.timed_retries import THROTTLED
from pipefilter.dataclass import dataclass

__all__ = ["Page", "Until", "within_time"]


@dataclass(frozen=True, slots=True)
class Page:
    """The result of one request.

    Args:
        records: each as one JSON text, in the form in which a pipe or a rule receives it.
        reads: the source that is being read, in words, for a progress line; "" for none.
        notes: warnings for the user, each in one sentence.
        passed_over: the number of messages that are not records, or were captured before.
        faults: the parts that could not be read, each in one sentence.
    """

    records: tuple[str, ...] = ()
    reads: str = ""
    notes: tuple[str, ...] = ()
    passed_over: int = 0
    faults: tuple[str, ...] = ()


@dataclass(slots=True)
class Until:
    """When to stop.

    Args:
        limit: the maximum number of records; None for all.
        seconds: the maximum time; None for no limit.
        follows: whether to capture what arrives later, too, and not only what is there now.
    """

    limit: int | None
    seconds: float | None
    follows: bool
    count: int = 0
    """How many records were captured so far."""
    _begin: float = field(init=False)

    def __post_init__(self) -> None:
        self._begin = time.monotonic()

    @property
    def left(self) -> int | None:
        """How many more records to capture; None for all."""
        return None if self.limit is None else max(0, self.limit - self.count)

    @property
    def is_over(self) -> bool:
        """Whether to stop now."""
        return self.left == 0 or self.seconds_left == 0

    @property
    def seconds_left(self) -> float | None:
        """The time that is left; None if there is no limit."""
        if self.seconds is None:
            return None
        return max(0.0, self._begin + self.seconds - time.monotonic())

    def wait(self, seconds: float) -> None:
        """Sleep for some time, but not longer than `seconds_left`."""
        left = self.seconds_left
        time.sleep(max(0.0, seconds if left is None else min(seconds, left)))

    def take(self, records: tuple[str, ...]) -> tuple[str, ...]:
        """Count records up to the limit, and return those."""
        accepted = records[: self.left]
        self.count += len(accepted)
        return accepted


def within_time(pages: Generator[Page], until: Until) -> Iterator[Page]:
    """The pages; if AWS throttles until the time is over, a page with a fault instead of an error."""
    from botocore.exceptions import ClientError

    has_answered = False
    with closing(pages) as open_pages:
        try:
            for page in open_pages:
                has_answered = True
                yield page
        except ClientError as error:
            is_throttled = error.response.get("Error", {}).get("Code") in THROTTLED
            if not (has_answered and is_throttled and until.seconds_left == 0):
                raise
            fault = f"AWS throttled the requests until the time was up, so records may be missing ({error})"
            yield Page(faults=(" ".join(fault.split()),))
