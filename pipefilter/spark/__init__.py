"""Filters on the events in a DataFrame of Apache Spark: which rows match, and what filters save, as on one machine.

`df.where(matches("value", '{"status": ["PAID"]}'))` has the rows that match.
"""

from pipefilter.spark.column_verdicts import matches
from pipefilter.spark.frame_estimate import NoEvents, estimate

__all__ = ["NoEvents", "estimate", "matches"]
