"""Counts partitions where they are, and joins the counts on the cluster, so that the driver needs little memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pyarrow as pa  # type: ignore[import-untyped]  # it brings no types
from pyspark.sql import DataFrame

from pipefilter.costs.traffic.counting import MAX_FAULTS, CountJob
from pipefilter.costs.traffic.counts import TrafficCounts
from pipefilter.costs.traffic.counts_bytes import from_bytes, to_bytes
from pipefilter.spark.row_blocks import row_blocks

__all__ = ["count_frame"]

_GROUPS = 8
"""So many counts are left for the driver to join, whatever the number of partitions."""
_NAME = "counts"
_Batches = Iterator[pa.RecordBatch]


def count_frame(events: DataFrame, job: CountJob) -> TrafficCounts:
    """Count the events of a DataFrame with one column, of bytes."""
    counted = events.mapInArrow(_counting(job), f"{_NAME} binary")
    joined = counted.repartition(_GROUPS).mapInArrow(_joining(job), f"{_NAME} binary")
    counts = job.nothing()
    # a local iterator runs the tasks one after the other: after a shuffle they have nothing left to do
    for row in joined.repartition(_GROUPS).toLocalIterator():
        counts.join(from_bytes(bytes(row[0])), max_faults=MAX_FAULTS)
    return counts


def _counting(job: CountJob) -> Callable[[_Batches], _Batches]:
    def count(batches: _Batches) -> _Batches:
        counts, count_unit, number = job.nothing(), job.begin(), 1
        for batch in batches:
            for block in row_blocks(batch.column(0).to_pylist(), number):
                counts.join(count_unit(block.block()), max_faults=MAX_FAULTS)
            number += batch.num_rows
        yield _as_batch(counts)

    return count


def _joining(job: CountJob) -> Callable[[_Batches], _Batches]:
    def join(batches: _Batches) -> _Batches:
        counts = job.nothing()
        for batch in batches:
            for data in batch.column(0).to_pylist():
                counts.join(from_bytes(data), max_faults=MAX_FAULTS)
        yield _as_batch(counts)

    return join


def _as_batch(counts: TrafficCounts) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.array([to_bytes(counts)], pa.binary())], [_NAME])
