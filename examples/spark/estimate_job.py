"""Estimates what filters save on traffic that is too large for one machine, with spark-submit, EMR Serverless or AWS Glue.

`spark-submit examples/spark/estimate_job.py pattern.json s3://my-traffic/2026/11/`
"""

from __future__ import annotations

import argparse
import json

from pyspark.sql import SparkSession

from pipefilter.spark import estimate


def parse_arguments() -> argparse.Namespace:
    """Parse the arguments: positional, or all by name, as Glue passes them next to its own."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument(
        "paths", nargs="*", help="The pattern or filter criteria, and the location of the events."
    )
    parser.add_argument("--pattern", help="The pattern or filter criteria, as an option.")
    parser.add_argument("--traffic", help="The location of the events, as an option.")
    parser.add_argument("--source", help="Source, such as dynamodb. [default: detected from the first event]")
    parser.add_argument("--service", help="Service, such as pipe. [default: determined by the source]")
    parser.add_argument("--region")
    parser.add_argument(
        "--per_month", type=float, help="Events per month. [default: computed from the events' times]"
    )
    parser.add_argument("--batch_size", type=int)
    parser.add_argument(
        "--window", type=float, help="Form batches by the events' times, with this batching window in seconds."
    )
    parser.add_argument(
        "--whole", default="no", choices=["yes", "no"], help="Read each file as one JSON value."
    )
    arguments, _ = parser.parse_known_args()
    if arguments.pattern is None and arguments.traffic is None and len(arguments.paths) >= 2:
        arguments.pattern, arguments.traffic, *_ = arguments.paths
    if arguments.pattern is None or arguments.traffic is None:
        parser.error("say where the pattern is, and where the events are")
    return arguments


def main() -> None:
    """Print the estimate as JSON, with the numbers of `pipefilter estimate --json`."""
    arguments = parse_arguments()
    spark = SparkSession.builder.appName("pipefilter estimate").getOrCreate()
    pattern = spark.read.text(arguments.pattern, wholetext=True).first()
    assert pattern is not None, f"there is nothing in {arguments.pattern}"
    cost_estimate = estimate(
        spark.read.text(arguments.traffic, wholetext=arguments.whole == "yes", recursiveFileLookup=True),
        pattern["value"],
        service=arguments.service,
        source=arguments.source,
        region=arguments.region,
        per_month=arguments.per_month,
        batch_size=arguments.batch_size,
        window=arguments.window,
    )
    print(json.dumps(cost_estimate.as_json()))  # on one line, as it stands among what Spark logs
    spark.stop()


if __name__ == "__main__":
    main()
