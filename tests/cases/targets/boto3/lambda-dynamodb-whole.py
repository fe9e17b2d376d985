import json
import os

import boto3


def main() -> None:
    table_stream_arn = os.environ["TABLE_STREAM_ARN"]  # ARN of the table's stream, with old and new images
    lambda_ = boto3.client("lambda")

    lambda_.create_event_source_mapping(
        FunctionName="Notify",
        EventSourceArn=table_stream_arn,
        StartingPosition="TRIM_HORIZON",
        BatchSize=100,
        FilterCriteria={
            "Filters": [
                {
                    "Pattern": json.dumps({
                        "eventName": ["MODIFY"],
                        "dynamodb": {
                            "NewImage": {"state": {"S": ["done"]}},
                            "OldImage": {"state": {"S": [{"anything-but": ["done"]}]}},
                        },
                    }),
                },
            ],
        },
    )


if __name__ == "__main__":
    main()
