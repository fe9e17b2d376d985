"""One pattern, one event: the cost of a verdict next to parsing the event."""

from __future__ import annotations

import json
import time
import timeit
from collections.abc import Callable, Iterator

from benchmarks.table import Figures, Sizes, Table
from pipefilter.language.parse import parse
from pipefilter.matching.event_text import event_tree
from pipefilter.matching.matcher import Matcher
from pipefilter.matching.reference_matcher import ReferenceMatcher

__all__ = ["TABLES", "figures"]

TABLES = (
    Table(
        "verdict",
        "One verdict",
        ("Task", "× `json.loads(event)`"),
        (
            ("compiled matcher, event as JSON",),
            ("compiled matcher, event as a dict",),
            ("compiled matcher, event that was read in full before",),
            ("reference matcher, event as JSON",),
            ("parsing the pattern",),
        ),
    ),
)
PATTERN = (
    '{"eventName": ["MODIFY"], "dynamodb": {"NewImage": {"status": {"S": ["SHIPPED"]}}, '
    '"OldImage": {"status": {"S": [{"anything-but": "SHIPPED"}]}}}}'
)


def event() -> str:
    """A stream record of about 1,200 bytes."""
    image = {f"attribute{n}": {"S": f"value {n} of this item"} for n in range(8)}
    new, old = {**image, "status": {"S": "SHIPPED"}}, {**image, "status": {"S": "PAID"}}
    return json.dumps(
        {
            "eventID": "e-1",
            "eventName": "MODIFY",
            "dynamodb": {"Keys": {"pk": {"S": "order#7"}}, "NewImage": new, "OldImage": old},
        }
    )


_ROUNDS = 500


def figures(sizes: Sizes) -> Iterator[Figures]:
    """The table, measured."""
    text = event()
    pattern = parse(PATTERN)
    matcher, reference, tree, value = (
        Matcher(pattern),
        ReferenceMatcher(pattern),
        event_tree(text),
        json.loads(text),
    )
    work: list[Callable[[], object]] = [
        lambda: matcher.matches(text),
        lambda: matcher.matches(value),
        lambda: matcher.matches_tree(tree),
        lambda: reference.matches(text),
        lambda: parse(PATTERN),
    ]
    loads = _seconds(lambda: json.loads(text), sizes.passes)
    cells = [
        (name, f"{_seconds(task, sizes.passes) / loads:.2g}")
        for (name,), task in zip(TABLES[0].names, work, strict=True)
    ]
    yield Figures(TABLES[0], cells, f"The event has {len(text):,} bytes.")


def _seconds(work: Callable[[], object], passes: int) -> float:
    return min(timeit.repeat(work, timer=time.process_time, number=_ROUNDS, repeat=passes))
