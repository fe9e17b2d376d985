"""A Boolean column of verdicts on a column of events: `df.where(matches("value", '{"status": ["PAID"]}'))`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pandas as pd  # type: ignore[import-untyped]  # it brings no types
from pyspark.sql import Column
from pyspark.sql.functions import col
from pyspark.sql.pandas.functions import pandas_udf

from pipefilter.application.policy_service import is_placed_policy
from pipefilter.application.record_scanner import RecordScanning
from pipefilter.errors import EventTooIntricate, InvalidEvent
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.events.scanner import ScannerSource
from pipefilter.spark.filters import Filters, read_criteria
from pipefilter.spark.placement import certain_placement, check_names
from pipefilter.spark.row_blocks import row_blocks

__all__ = ["RowEvaluator", "matches"]


def matches(
    column: Column | str, pattern: Filters, service: str | None = None, source: str | None = None
) -> Column:
    """Whether the events or records in a column match; null where there is no event, or no verdict.

    Records are detected, decoded and evaluated as by `pipefilter test`. A batch of several records has no verdict.

    Args:
        column: a column of JSON text, or of bytes of it.
        pattern: one pattern or filter criteria: parsed, JSON text, UTF-8 bytes, or a dict.
        service: the name of the service in which the filters run; None for a pipe, or a rule for events of a bus.
        source: the name of the source of the records; None to detect it from each.

    Raises:
        InvalidEventPattern: AWS rejects one of the patterns.
        ValueError: there is no such service or source, or the service does not read from the source.
    """
    check_names(source, service)
    criteria = read_criteria(pattern, is_policy=is_placed_policy(service or "", source or ""))
    placement = certain_placement(criteria, source, service)
    events = col(column) if isinstance(column, str) else column
    # as bytes: text from files may not be UTF-8, and scanners need bytes
    return _verdict_function(RecordScanning(criteria, placement))(events.cast("binary"))


def _verdict_function(filters: RecordScanning) -> Callable[[Column], Column]:
    # from iterator to iterator, so that the scanner is made once in each task
    def pipefilter_matches(batches: Iterator[pd.Series]) -> Iterator[pd.Series]:
        evaluator = RowEvaluator(filters)
        for batch in batches:
            yield pd.Series(evaluator.verdicts(batch.tolist()), dtype=object)

    # its type stubs support such hints only with a function type, of which Spark warns
    function: Callable[[Column], Column] = pandas_udf(pipefilter_matches, "boolean")  # type: ignore[call-overload]  # see above
    return function


class RowEvaluator:
    """Evaluates rows in one task."""

    def __init__(self, filters: ScannerSource) -> None:
        self._scanner = filters.scanner()

    def verdicts(self, rows: Sequence[bytes | None]) -> list[bool | None]:
        """Whether each row of UTF-8 text matches; None where there is no event, or no verdict."""
        verdicts: list[bool | None] = [None] * len(rows)
        for block in row_blocks(rows, 0):
            scanned = self._scanner.scan(Lines(block.data))
            for number in block.numbers:
                verdicts[number] = False
            for index in scanned.matched:
                verdicts[block.numbers[index]] = True
            for index in scanned.undecided:
                verdicts[block.numbers[index]] = self._verdict(block.rows[index])
        return verdicts

    def _verdict(self, row: bytes) -> bool | None:
        try:
            verdict = self._scanner.verdict(row)
        except (InvalidEvent, EventTooIntricate):
            return None
        if not isinstance(verdict, list):
            return bool(verdict)
        if len(verdict) != 1 or verdict[0].undecided:
            return None
        return bool(verdict[0].verdict)
