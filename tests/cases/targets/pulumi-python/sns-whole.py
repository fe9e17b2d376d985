import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
topic_arn = config.require("topicArn")  # ARN of the topic, which is not a FIFO topic

dead_letters = aws.sqs.Queue("filtered-dead-letters", message_retention_seconds=1209600)

queue = aws.sqs.Queue(
    "filtered-queue",
    redrive_policy=pulumi.Output.json_dumps({
        "deadLetterTargetArn": dead_letters.arn,
        "maxReceiveCount": 3,
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
                "Principal": {"Service": "sns.amazonaws.com"},
                "Action": "sqs:SendMessage",
                "Condition": {"ArnEquals": {"aws:SourceArn": topic_arn}},
                "Resource": queue.arn,
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
                "Principal": {"Service": "sns.amazonaws.com"},
                "Action": "sqs:SendMessage",
                "Condition": {"ArnEquals": {"aws:SourceArn": topic_arn}},
                "Resource": dead_letters.arn,
            },
        ],
    }),
)

subscription = aws.sns.TopicSubscription(
    "filtered-subscription",
    topic=topic_arn,
    protocol="sqs",
    endpoint=queue.arn,
    filter_policy_scope="MessageAttributes",
    filter_policy=json.dumps({
        "store": ["example_corp"],
        "price": [{"numeric": [">=", 100]}, 5],
        "interests": [{"anything-but": ["rugby"]}, {"prefix": "x"}],
    }),
    redrive_policy=pulumi.Output.json_dumps({"deadLetterTargetArn": dead_letters.arn}),
    opts=pulumi.ResourceOptions(depends_on=[queue_policy, dead_letters_policy]),
)
