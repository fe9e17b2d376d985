import json

import boto3

pipes = boto3.client("pipes")
pipes.update_pipe(
    Name=pipe_name,
    RoleArn=role_arn,
    SourceParameters={
        "FilterCriteria": {
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
    },
)
