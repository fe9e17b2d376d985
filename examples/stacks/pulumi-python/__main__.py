import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
table_stream_arn = config.require("tableStreamArn")  # ARN of the table's stream, with old and new images
account = aws.get_caller_identity().account_id

dead_letters = aws.sqs.Queue("paid-dead-letters", message_retention_seconds=1209600)

queue = aws.sqs.Queue(
    "paid-queue",
    redrive_policy=pulumi.Output.json_dumps({
        "deadLetterTargetArn": dead_letters.arn,
        "maxReceiveCount": 3,
    }),
)

role = aws.iam.Role(
    "paid-role",
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
    "paid-pipe-policy",
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
            {
                "Effect": "Allow",
                "Action": ["sqs:SendMessage"],
                "Resource": [queue.arn, dead_letters.arn],
            },
        ],
    }),
)

pipe = aws.pipes.Pipe(
    "paid-pipe",
    role_arn=role.arn,
    source=table_stream_arn,
    source_parameters=aws.pipes.PipeSourceParametersArgs(
        filter_criteria=aws.pipes.PipeSourceParametersFilterCriteriaArgs(
            filters=[
                aws.pipes.PipeSourceParametersFilterCriteriaFilterArgs(
                    pattern=json.dumps({
                        "eventName": ["MODIFY"],
                        "dynamodb": {
                            "NewImage": {"status": {"S": ["PAID"]}},
                            "OldImage": {"status": {"S": [{"anything-but": ["PAID"]}]}},
                        },
                    }),
                ),
                aws.pipes.PipeSourceParametersFilterCriteriaFilterArgs(
                    pattern=json.dumps({
                        "eventName": ["INSERT"],
                        "dynamodb": {"NewImage": {"status": {"S": ["PAID"]}}},
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
    target=queue.arn,
    opts=pulumi.ResourceOptions(depends_on=[pipe_policy]),
)
