import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
table_stream_arn = config.require("tableStreamArn")  # ARN of the table's stream, with old and new images

mapping = aws.lambda_.EventSourceMapping(
    "filtered-mapping",
    function_name="Notify",
    event_source_arn=table_stream_arn,
    starting_position="TRIM_HORIZON",
    batch_size=100,
    filter_criteria=aws.lambda_.EventSourceMappingFilterCriteriaArgs(
        filters=[
            aws.lambda_.EventSourceMappingFilterCriteriaFilterArgs(
                pattern=json.dumps({
                    "eventName": ["MODIFY"],
                    "dynamodb": {
                        "NewImage": {"state": {"S": ["done"]}},
                        "OldImage": {"state": {"S": [{"anything-but": ["done"]}]}},
                    },
                }),
            ),
        ],
    ),
)
