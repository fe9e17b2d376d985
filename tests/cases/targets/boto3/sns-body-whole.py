import json
import os

import boto3


def main() -> None:
    topic_arn = os.environ["TOPIC_ARN"]  # ARN of the topic, which is not a FIFO topic
    sqs = boto3.client("sqs")
    sns = boto3.client("sns")

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

    sqs.set_queue_attributes(
        QueueUrl=queue_url,
        Attributes={
            "Policy": json.dumps({
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "sns.amazonaws.com"},
                        "Action": "sqs:SendMessage",
                        "Resource": queue_arn,
                        "Condition": {"ArnEquals": {"aws:SourceArn": topic_arn}},
                    },
                ],
            }),
        },
    )

    sqs.set_queue_attributes(
        QueueUrl=dead_letters_url,
        Attributes={
            "Policy": json.dumps({
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "sns.amazonaws.com"},
                        "Action": "sqs:SendMessage",
                        "Resource": dead_letters_arn,
                        "Condition": {"ArnEquals": {"aws:SourceArn": topic_arn}},
                    },
                ],
            }),
        },
    )

    sns.subscribe(
        TopicArn=topic_arn,
        Protocol="sqs",
        Endpoint=queue_arn,
        Attributes={
            "FilterPolicyScope": "MessageBody",
            "FilterPolicy": json.dumps({
                "source": ["shop.orders"],
                "detail-type": ["Order Placed"],
                "detail": {"total": [{"numeric": [">=", 100, "<", 1000.5]}]},
            }),
            "RedrivePolicy": json.dumps({"deadLetterTargetArn": dead_letters_arn}),
        },
    )


if __name__ == "__main__":
    main()
