"""What is captured of a live source, page by page, and when it is enough."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

from pipefilter.aws.call_faults import OTHER_FORM, reject_other_form
from pipefilter.aws.timed_retries import THROTTLED
from pipefilter.errors import UnreadableInput

__all__ = ["Page", "Until", "expect_aws_form", "within_time"]


@contextmanager
def expect_aws_form(name: str) -> Iterator[None]:
    """Tell that what answers is no AWS; to be used within what tells boto3's faults.

    Args:
        name: that the user gave.

    Raises:
        UnreadableInput: an answer was in another form.
    """
    with reject_other_form(UnreadableInput(OTHER_FORM.format(what=name))):
        yield


@dataclass(frozen=True, slots=True)
class Page:
    """What one request has brought.

    Args:
        records: each as one JSON text, as a pipe or a rule hands it over.
        reads: what is being read, in words, for a progress line; "" if that is not told.
        notes: what the user has to know, each one sentence.
        passed_over: how many things came that are no records, or came before.
        faults: what could not be read though the rest could, each one sentence.
    """

    records: tuple[str, ...] = ()
    reads: str = ""
    notes: tuple[str, ...] = ()
    passed_over: int = 0
    faults: tuple[str, ...] = ()


@dataclass(slots=True)
class Until:
    """When to end.

    Args:
        most: after so many records; None for all.
        seconds: after so long; None for no such end.
        follows: whether what comes later is captured, too, and not only what lies there now.
    """

    most: int | None
    seconds: float | None
    follows: bool
    came: int = 0
    """So many records were handed on."""
    _begin: float = field(init=False)

    def __post_init__(self) -> None:
        self._begin = time.monotonic()

    @property
    def left(self) -> int | None:
        """How many records more are wanted; None for all."""
        return None if self.most is None else max(0, self.most - self.came)

    @property
    def is_over(self) -> bool:
        """Whether it is enough."""
        return self.left == 0 or self.seconds_left == 0

    @property
    def seconds_left(self) -> float | None:
        """How long it goes on; None if no time is set."""
        if self.seconds is None:
            return None
        return max(0.0, self._begin + self.seconds - time.monotonic())

    def wait(self, seconds: float) -> None:
        """Do nothing for some time, or till the end if that is sooner.

        Args:
            seconds: how long.
        """
        left = self.seconds_left
        time.sleep(max(0.0, seconds if left is None else min(seconds, left)))

    def take(self, records: tuple[str, ...]) -> tuple[str, ...]:
        """The records that are still wanted, which are counted.

        Args:
            records: that came.
        """
        taken = records[: self.left]
        self.came += len(taken)
        return taken


def within_time(pages: Generator[Page], until: Until) -> Iterator[Page]:
    """Pages, and a fault instead of an error where AWS throttles until the time is over.

    Args:
        pages: as they are captured.
        until: when to end.
    """
    from botocore.exceptions import ClientError  # noqa: PLC0415 - slow to import, and an extra

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
            fault = f"AWS throttled the requests until the time was over, so records may be missing ({error})"
            yield Page(faults=(" ".join(fault.split()),))
