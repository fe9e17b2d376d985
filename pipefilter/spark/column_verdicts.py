"""A column of events judged: `df.where(matches("value", '{"status": ["PAID"]}'))`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import pandas as pd  # type: ignore[import-untyped]  # it brings no types
from pyspark.sql import Column
from pyspark.sql.functions import col
from pyspark.sql.pandas.functions import pandas_udf

from pipefilter.errors import EventTooIntricate, InvalidEvent
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.parse import parse
from pipefilter.scanning.lines import Lines
from pipefilter.scanning.scanner_for import scanner_for
from pipefilter.spark.row_blocks import row_blocks

__all__ = ["RowJudge", "matches"]


def matches(column: Column | str, pattern: EventPattern | str | bytes | Mapping[str, object]) -> Column:
    """Whether the events in a column match; null where there is none, or what there is is no event.

    Args:
        column: of JSON text, or of bytes of it.
        pattern: an `EventPattern`, or its JSON text, UTF-8 bytes, or a dict.

    Raises:
        InvalidEventPattern: AWS refuses the pattern.
    """
    parsed = pattern if isinstance(pattern, EventPattern) else parse(pattern)
    events = col(column) if isinstance(column, str) else column
    # as bytes: what is read of files may not be UTF-8, and scanners want bytes
    return _judged(parsed)(events.cast("binary"))


def _judged(pattern: EventPattern) -> Callable[[Column], Column]:
    # Iterator to iterator, so that the scanner is made once in each task
    def pipefilter_matches(batches: Iterator[pd.Series]) -> Iterator[pd.Series]:
        judge = RowJudge(pattern)
        for batch in batches:
            yield pd.Series(judge.verdicts(batch.tolist()), dtype=object)

    # its types know hints such as these only with a type of function, which Spark warns of
    made: Callable[[Column], Column] = pandas_udf(pipefilter_matches, "boolean")  # type: ignore[call-overload]
    return made


class RowJudge:
    """Judges rows in one task.

    Args:
        pattern: any.
    """

    def __init__(self, pattern: EventPattern) -> None:
        self._scanner = scanner_for(pattern)

    def verdicts(self, rows: Sequence[bytes | None]) -> list[bool | None]:
        """Whether each matches; None where there is no event.

        Args:
            rows: UTF-8 text, perhaps with line breaks, or None.
        """
        verdicts: list[bool | None] = [None] * len(rows)
        for some in row_blocks(rows, 0):
            found = self._scanner.scan(Lines(some.data))
            for number in some.numbers:
                verdicts[number] = False
            for index in found.matched:
                verdicts[some.numbers[index]] = True
            for index in found.undecided:
                verdicts[some.numbers[index]] = self._verdict(some.rows[index])
        return verdicts

    def _verdict(self, row: bytes) -> bool | None:
        try:
            return bool(self._scanner.verdict(row))
        except (InvalidEvent, EventTooIntricate):
            return None
