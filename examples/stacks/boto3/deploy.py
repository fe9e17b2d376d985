import json
import os
import time

import boto3


def main() -> None:
    table_stream_arn = os.environ["TABLE_STREAM_ARN"]  # ARN of the table's stream, with old and new images
    sqs = boto3.client("sqs")
    sts = boto3.client("sts")
    iam = boto3.client("iam")
    pipes = boto3.client("pipes")

    dead_letters_url = sqs.create_queue(
        QueueName="paid-dead-letters",
        Attributes={"MessageRetentionPeriod": "1209600"},
    )["QueueUrl"]

    dead_letters_arn = sqs.get_queue_attributes(
        QueueUrl=dead_letters_url,
        AttributeNames=["QueueArn"],
    )["Attributes"]["QueueArn"]

    queue_url = sqs.create_queue(
        QueueName="paid-queue",
        Attributes={
            "RedrivePolicy": json.dumps({
                "deadLetterTargetArn": dead_letters_arn,
                "maxReceiveCount": 3,
            }),
        },
    )["QueueUrl"]

    queue_arn = sqs.get_queue_attributes(
        QueueUrl=queue_url,
        AttributeNames=["QueueArn"],
    )["Attributes"]["QueueArn"]

    account = sts.get_caller_identity()["Account"]

    role_arn = iam.create_role(
        RoleName="paid-role",
        AssumeRolePolicyDocument=json.dumps({
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
    )["Role"]["Arn"]

    iam.put_role_policy(
        RoleName="paid-role",
        PolicyName="least",
        PolicyDocument=json.dumps({
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
                    "Resource": [queue_arn, dead_letters_arn],
                },
            ],
        }),
    )
    time.sleep(10)  # services can use a new role only after a few seconds

    pipes.create_pipe(
        Name="paid-pipe",
        RoleArn=role_arn,
        Source=table_stream_arn,
        SourceParameters={
            "FilterCriteria": {
                "Filters": [
                    {
                        "Pattern": json.dumps({
                            "eventName": ["MODIFY"],
                            "dynamodb": {
                                "NewImage": {"status": {"S": ["PAID"]}},
                                "OldImage": {"status": {"S": [{"anything-but": ["PAID"]}]}},
                            },
                        }),
                    },
                    {
                        "Pattern": json.dumps({
                            "eventName": ["INSERT"],
                            "dynamodb": {"NewImage": {"status": {"S": ["PAID"]}}},
                        }),
                    },
                ],
            },
            "DynamoDBStreamParameters": {
                "StartingPosition": "TRIM_HORIZON",
                "BatchSize": 100,
                "MaximumRetryAttempts": 3,
                "DeadLetterConfig": {"Arn": dead_letters_arn},
            },
        },
        Target=queue_arn,
    )


if __name__ == "__main__":
    main()
