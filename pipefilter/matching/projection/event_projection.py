"""Evaluates a pattern, or many, on the text of one event with a native JSON reader, where that certainly gives AWS's verdict."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from pipefilter.matching.projection.projection import Projection
from pipefilter.matching.projection.rule_projection import RuleProjection
from pipefilter.matching.projection.safe_text import is_safe
from pipefilter.native_libraries.json_reader import Object, Parser

__all__ = ["EventProjection", "RuleEventProjection"]

_MAX_SIZE = 1 << 20
"""Bytes; a parser keeps memory for the longest event that it has read."""
_SETTLE = 64
"""The number of events after which the order of the fields is reconsidered."""

_Seen = TypeVar("_Seen")


class _Parsers(threading.local):
    """A parser for each thread, as it can read only one event at a time."""

    def __init__(self) -> None:
        self.parse = Parser().parse


_PARSERS = _Parsers()


def _evaluated(event: bytes, max_size: int, evaluate: Callable[[Object, bytes], _Seen]) -> _Seen | None:
    """What a function returns for a parsed event; None if it is not JSON, or near a limit of AWS's parser."""
    if not is_safe(event, max_size):
        return None
    try:
        # the parsed event must be freed before the next is parsed, so it has no name here
        return evaluate(_PARSERS.parse(event), event)  # type: ignore[arg-type]  # an Object
    except (ValueError, RuntimeError):  # RuntimeError also if a signal handler interrupts another evaluation
        return None


class EventProjection:
    """One pattern, prepared for evaluating single events, in any thread."""

    def __init__(self, projection: Projection) -> None:
        self._projection = projection
        self._max_size = min(projection.max_size, _MAX_SIZE)
        self._left = _SETTLE

    def verdict(self, event: bytes) -> bool | None:
        """Whether an event matches; None if it must be read in another way, or is not an event."""
        projection = self._projection
        verdict = _evaluated(event, self._max_size, projection.verdict)
        self._left -= 1
        if self._left < 0:
            self._left = _SETTLE
            projection.settle()
        return verdict


class RuleEventProjection:
    """Many patterns, which must not change, prepared for evaluating single events, in any thread.

    Args:
        max_size: of an event, in bytes.
        other_names: an event with a member of one of these names is not evaluated.
    """

    def __init__(self, projection: RuleProjection, max_size: int, other_names: frozenset[str]) -> None:
        self._projection = projection
        self._max_size = min(max_size, _MAX_SIZE)
        self._other_names = other_names

    def verdict(self, event: bytes) -> tuple[int, ...] | None:
        """The numbers of the patterns that match; None if the event must be read in another way, or is not one."""
        numbers = _evaluated(
            event, self._max_size, self._numbers if self._other_names else self._projection.evaluate
        )
        return None if numbers is None or self._projection.may_hide(event) else numbers

    def _numbers(self, event: Object, line: bytes) -> tuple[int, ...] | None:
        return self._projection.evaluate(event, line) if self._other_names.isdisjoint(event) else None
