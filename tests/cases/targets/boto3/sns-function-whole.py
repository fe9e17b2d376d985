import json
import os

import boto3


def main() -> None:
    topic_arn = os.environ["TOPIC_ARN"]  # ARN of the topic, which is not a FIFO topic
    function_arn = os.environ["FUNCTION_ARN"]  # ARN of the function Notify, which receives the matching messages
    sqs = boto3.client("sqs")
    lambda_ = boto3.client("lambda")
    sns = boto3.client("sns")

    dead_letters_url = sqs.create_queue(
        QueueName="filtered-dead-letters",
        Attributes={"MessageRetentionPeriod": "1209600"},
    )["QueueUrl"]

    dead_letters_arn = sqs.get_queue_attributes(
        QueueUrl=dead_letters_url,
        AttributeNames=["QueueArn"],
    )["Attributes"]["QueueArn"]

    lambda_.add_permission(
        FunctionName=function_arn,
        StatementId="filtered-topic",
        Action="lambda:InvokeFunction",
        Principal="sns.amazonaws.com",
        SourceArn=topic_arn,
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
        Protocol="lambda",
        Endpoint=function_arn,
        Attributes={
            "FilterPolicyScope": "MessageAttributes",
            "FilterPolicy": json.dumps({
                "store": ["example_corp"],
                "price": [{"numeric": [">=", 100]}, 5],
                "interests": [{"anything-but": ["rugby"]}, {"prefix": "x"}],
            }),
            "RedrivePolicy": json.dumps({"deadLetterTargetArn": dead_letters_arn}),
        },
    )


if __name__ == "__main__":
    main()
