import json

import boto3

lambda_ = boto3.client("lambda")
lambda_.update_event_source_mapping(
    UUID=uuid,
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
