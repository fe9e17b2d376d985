"""Keep the events that match, count those without a verdict, and estimate what the filter saves."""

import sys

from pyspark.sql import SparkSession

from pipefilter.spark import estimate, matches

PATTERN = '{"detail": {"status": ["PAID"]}}'

traffic, folder = sys.argv[1:]
spark = SparkSession.builder.getOrCreate()
events = spark.read.text(traffic)  # one event on each line, in the column "value"
is_match = matches("value", PATTERN)
events.where(is_match).write.text(folder)
print(events.where(is_match.isNull()).count(), "rows have no verdict")
print(estimate(events, PATTERN, per_month=20_000_000).as_json()["with_filter"])
