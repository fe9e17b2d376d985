import json
import os
import time

import boto3


def main() -> None:
    event_bus_arn = os.environ["EVENT_BUS_ARN"]  # ARN of the event bus
    sqs = boto3.client("sqs")
    iam = boto3.client("iam")
    eventbridgev2 = boto3.client("eventbridgev2")

    dead_letters_url = sqs.create_queue(
        QueueName="filtered-dead-letters",
        Attributes={"MessageRetentionPeriod": "1209600"},
    )["QueueUrl"]

    dead_letters_arn = sqs.get_queue_attributes(
        QueueUrl=dead_letters_url,
        AttributeNames=["QueueArn"],
    )["Attributes"]["QueueArn"]

    queue_url = sqs.create_queue(
        QueueName="filtered-queue",
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

    role_arn = iam.create_role(
        RoleName="filtered-role",
        AssumeRolePolicyDocument=json.dumps({
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "events.amazonaws.com"},
                    "Action": "sts:AssumeRole",
                },
            ],
        }),
    )["Role"]["Arn"]

    iam.put_role_policy(
        RoleName="filtered-role",
        PolicyName="least",
        PolicyDocument=json.dumps({
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["sqs:SendMessage"],
                    "Resource": [queue_arn, dead_letters_arn],
                },
            ],
        }),
    )
    time.sleep(10)  # services can use a new role only after a few seconds

    eventbridgev2.create_subscriber(
        Name="Filtered",
        EventBusArn=event_bus_arn,
        FilterConfiguration={
            "Filters": [
                {
                    "Scope": "DATA",
                    "Pattern": json.dumps({
                        "source": ["shop.orders"],
                        "detail-type": ["Order Placed"],
                        "detail": {"total": [{"numeric": [">=", 100, "<", 1000.5]}]},
                    }),
                },
            ],
        },
        InvokeConfiguration={"TargetArn": queue_arn, "RoleArn": role_arn},
        OnFailureConfiguration={"Arn": dead_letters_arn},
    )


if __name__ == "__main__":
    main()
