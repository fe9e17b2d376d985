import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
event_bus_name = config.require("eventBusName")  # Name of the event bus

dead_letters = aws.sqs.Queue("filtered-dead-letters", message_retention_seconds=1209600)

queue = aws.sqs.Queue(
    "filtered-queue",
    redrive_policy=pulumi.Output.json_dumps({
        "deadLetterTargetArn": dead_letters.arn,
        "maxReceiveCount": 3,
    }),
)

rule = aws.cloudwatch.EventRule(
    "filtered-rule",
    event_bus_name=event_bus_name,
    event_pattern=json.dumps({
        "source": ["shop.orders"],
        "detail-type": ["Order Placed"],
        "detail": {"total": [{"numeric": [">=", 100, "<", 1000.5]}]},
    }),
)

queue_policy = aws.sqs.QueuePolicy(
    "filtered-queue-policy",
    queue_url=queue.url,
    policy=pulumi.Output.json_dumps({
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "events.amazonaws.com"},
                "Action": "sqs:SendMessage",
                "Resource": queue.arn,
                "Condition": {"ArnEquals": {"aws:SourceArn": rule.arn}},
            },
        ],
    }),
)

dead_letters_policy = aws.sqs.QueuePolicy(
    "filtered-dead-letters-policy",
    queue_url=dead_letters.url,
    policy=pulumi.Output.json_dumps({
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "events.amazonaws.com"},
                "Action": "sqs:SendMessage",
                "Resource": dead_letters.arn,
                "Condition": {"ArnEquals": {"aws:SourceArn": rule.arn}},
            },
        ],
    }),
)

queue_target = aws.cloudwatch.EventTarget(
    "filtered-queue-target",
    event_bus_name=event_bus_name,
    rule=rule.name,
    arn=queue.arn,
    dead_letter_config=aws.cloudwatch.EventTargetDeadLetterConfigArgs(arn=dead_letters.arn),
)
