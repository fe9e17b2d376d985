"""Filters on the events in an Apache Spark DataFrame: find the matching rows, and estimate the savings.

`df.where(matches("value", '{"status": ["PAID"]}'))` contains the rows that match.
"""

from pipefilter.spark.column_verdicts import matches
from pipefilter.spark.frame_estimate import NoEvents, estimate

__all__ = ["NoEvents", "estimate", "matches"]
