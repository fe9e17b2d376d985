"""Partitions counted where they are, and the sums brought together, so that a driver needs little memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pyarrow as pa  # type: ignore[import-untyped]  # it brings no types
from pyspark.sql import DataFrame

from pipefilter.costs.traffic.counting import MOST_FAULTS, Tallying
from pipefilter.costs.traffic.counts import Tally
from pipefilter.costs.traffic.counts_bytes import from_bytes, to_bytes
from pipefilter.spark.row_blocks import row_blocks

__all__ = ["tallied_frame"]

_GROUPS = 8
"""So many sums are left for the driver to join, one after the other, whatever the number of partitions."""
_NAME = "tally"
_Batches = Iterator[pa.RecordBatch]


def tallied_frame(events: DataFrame, what: Tallying) -> Tally:
    """The sums over a DataFrame.

    Args:
        events: with one column, of bytes.
        what: is to be counted.
    """
    counted = events.mapInArrow(_counting(what), f"{_NAME} binary")
    joined = counted.repartition(_GROUPS).mapInArrow(_joining(what), f"{_NAME} binary")
    tally = what.nothing()
    # a local iterator runs one task after the other: after a shuffle, there is nothing left to do in them
    for row in joined.repartition(_GROUPS).toLocalIterator():
        tally.join(from_bytes(bytes(row[0])), most_faults=MOST_FAULTS)
    return tally


def _counting(what: Tallying) -> Callable[[_Batches], _Batches]:
    def count(batches: _Batches) -> _Batches:
        tally, count_block, number = what.nothing(), what.begin(), 1
        for batch in batches:
            for some in row_blocks(batch.column(0).to_pylist(), number):
                tally.join(count_block(some.block()), most_faults=MOST_FAULTS)
            number += batch.num_rows
        yield _of_tally(tally)

    return count


def _joining(what: Tallying) -> Callable[[_Batches], _Batches]:
    def join(batches: _Batches) -> _Batches:
        tally = what.nothing()
        for batch in batches:
            for data in batch.column(0).to_pylist():
                tally.join(from_bytes(data), most_faults=MOST_FAULTS)
        yield _of_tally(tally)

    return join


def _of_tally(tally: Tally) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.array([to_bytes(tally)], pa.binary())], [_NAME])
