"""Events in a DataFrame of Apache Spark: judged, and what filters save on them, as on one machine.

`df.where(matches("value", '{"status": ["PAID"]}'))` has the rows that match.
"""

from pipefilter.spark.column_verdicts import matches
from pipefilter.spark.frame_estimate import NoEvents, estimate

__all__ = ["NoEvents", "estimate", "matches"]
