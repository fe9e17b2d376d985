import json
import os

import boto3


def main() -> None:
    event_bus_name = os.environ["EVENT_BUS_NAME"]  # Name of the event bus
    sqs = boto3.client("sqs")
    events = boto3.client("events")

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

    rule_arn = events.put_rule(
        Name="filtered-rule",
        EventBusName=event_bus_name,
        EventPattern=json.dumps({
            "source": ["shop.orders"],
            "detail-type": ["Order Placed"],
            "detail": {"total": [{"numeric": [">=", 100, "<", 1000.5]}]},
        }),
    )["RuleArn"]

    sqs.set_queue_attributes(
        QueueUrl=queue_url,
        Attributes={
            "Policy": json.dumps({
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "events.amazonaws.com"},
                        "Action": "sqs:SendMessage",
                        "Resource": queue_arn,
                        "Condition": {"ArnEquals": {"aws:SourceArn": rule_arn}},
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
                        "Principal": {"Service": "events.amazonaws.com"},
                        "Action": "sqs:SendMessage",
                        "Resource": dead_letters_arn,
                        "Condition": {"ArnEquals": {"aws:SourceArn": rule_arn}},
                    },
                ],
            }),
        },
    )

    events.put_targets(
        Rule="filtered-rule",
        EventBusName=event_bus_name,
        Targets=[{"Id": "queue", "Arn": queue_arn, "DeadLetterConfig": {"Arn": dead_letters_arn}}],
    )


if __name__ == "__main__":
    main()
