import aws_cdk as cdk
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs
from constructs import Construct


class FilteredStack(cdk.Stack):
    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        topic_arn = cdk.CfnParameter(
            self,
            "TopicArn",
            description="ARN of the topic, which is not a FIFO topic",
        ).value_as_string

        dead_letters = sqs.Queue(self, "DeadLetters", retention_period=cdk.Duration.days(14))

        queue = sqs.Queue(
            self,
            "Queue",
            dead_letter_queue=sqs.DeadLetterQueue(queue=dead_letters, max_receive_count=3),
        )

        topic = sns.Topic.from_topic_arn(self, "Topic", topic_arn)

        topic.add_subscription(subscriptions.SqsSubscription(
            queue,
            filter_policy={
                "store": sns.SubscriptionFilter.string_filter(allowlist=["example_corp"]),
                "price": sns.SubscriptionFilter([{"numeric": [">=", 100]}, 5]),
                "interests": sns.SubscriptionFilter([{"anything-but": ["rugby"]}, {"prefix": "x"}]),
            },
            dead_letter_queue=dead_letters,
        ))


app = cdk.App()
FilteredStack(app, "Filtered")
app.synth()
