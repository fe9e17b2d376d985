"""What filters save on traffic that is too large for one machine: a job for spark-submit, EMR Serverless and AWS Glue.

`spark-submit examples/spark/estimate_job.py pattern.json s3://my-traffic/2026/11/`
"""

from __future__ import annotations

import argparse
import json

from pyspark.sql import SparkSession

from pipefilter.spark import estimate


def asked() -> argparse.Namespace:
    """The arguments: by place, or all by name, as Glue hands them over beside its own."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("paths", nargs="*", help="The pattern, or filter criteria, and where the events are.")
    parser.add_argument("--pattern", help="The first of them, by name.")
    parser.add_argument("--traffic", help="The second, by name.")
    parser.add_argument("--source", help="Such as dynamodb. [default: told by the first event]")
    parser.add_argument("--service", help="Such as pipe. [default: told by the source]")
    parser.add_argument("--region")
    parser.add_argument("--per_month", type=float, help="Events a month. [default: told by the events' times]")
    parser.add_argument("--batch_size", type=int)
    parser.add_argument(
        "--window", type=float, help="Form batches by the events' times, waiting so many seconds."
    )
    parser.add_argument("--whole", default="no", choices=["yes", "no"], help="Each file holds one JSON value.")
    given, _ = parser.parse_known_args()
    if given.pattern is None and given.traffic is None and len(given.paths) >= 2:  # noqa: PLR2004 - see above
        given.pattern, given.traffic, *_ = given.paths
    if given.pattern is None or given.traffic is None:
        parser.error("say where the pattern is, and where the events are")
    return given


def main() -> None:
    """Print the estimate as JSON, with the numbers of `pipefilter estimate --json`."""
    given = asked()
    spark = SparkSession.builder.appName("pipefilter estimate").getOrCreate()
    pattern = spark.read.text(given.pattern, wholetext=True).first()
    assert pattern is not None, f"there is nothing in {given.pattern}"
    found = estimate(
        spark.read.text(given.traffic, wholetext=given.whole == "yes", recursiveFileLookup=True),
        pattern["value"],
        service=given.service,
        source=given.source,
        region=given.region,
        per_month=given.per_month,
        batch_size=given.batch_size,
        window=given.window,
    )
    print(json.dumps(found.as_json()))  # on one line, as it stands among what Spark logs
    spark.stop()


if __name__ == "__main__":
    main()
