import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
table_stream_arn = config.require("tableStreamArn")  # ARN of the table's stream, with old and new images
enrichment_arn = config.require("enrichmentArn")  # ARN of the function Notify, which receives the matching records
account = aws.get_caller_identity().account_id

dead_letters = aws.sqs.Queue("filtered-dead-letters", message_retention_seconds=1209600)

queue = aws.sqs.Queue(
    "filtered-queue",
    redrive_policy=pulumi.Output.json_dumps({
        "deadLetterTargetArn": dead_letters.arn,
        "maxReceiveCount": 3,
    }),
)

role = aws.iam.Role(
    "filtered-role",
    assume_role_policy=pulumi.Output.json_dumps({
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "pipes.amazonaws.com"},
                "Action": "sts:AssumeRole",
                "Condition": {"StringEquals": {"aws:SourceAccount": account}},
            },
        ],
    }),
)

pipe_policy = aws.iam.RolePolicy(
    "filtered-pipe-policy",
    role=role.id,
    policy=pulumi.Output.json_dumps({
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": [
                    "dynamodb:DescribeStream",
                    "dynamodb:GetRecords",
                    "dynamodb:GetShardIterator",
                    "dynamodb:ListStreams",
                ],
                "Resource": table_stream_arn,
            },
            {"Effect": "Allow", "Action": ["lambda:InvokeFunction"], "Resource": enrichment_arn},
            {
                "Effect": "Allow",
                "Action": ["sqs:SendMessage"],
                "Resource": [queue.arn, dead_letters.arn],
            },
        ],
    }),
)

pipe = aws.pipes.Pipe(
    "filtered-pipe",
    role_arn=role.arn,
    source=table_stream_arn,
    source_parameters=aws.pipes.PipeSourceParametersArgs(
        filter_criteria=aws.pipes.PipeSourceParametersFilterCriteriaArgs(
            filters=[
                aws.pipes.PipeSourceParametersFilterCriteriaFilterArgs(
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
        dynamodb_stream_parameters=aws.pipes.PipeSourceParametersDynamodbStreamParametersArgs(
            starting_position="TRIM_HORIZON",
            batch_size=100,
            maximum_retry_attempts=3,
            dead_letter_config=aws.pipes.PipeSourceParametersDynamodbStreamParametersDeadLetterConfigArgs(
                arn=dead_letters.arn,
            ),
        ),
    ),
    enrichment=enrichment_arn,
    target=queue.arn,
    opts=pulumi.ResourceOptions(depends_on=[pipe_policy]),
)
