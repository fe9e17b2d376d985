import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_
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
        function_arn = cdk.CfnParameter(
            self,
            "FunctionArn",
            description="ARN of the function Notify, which receives the matching messages",
        ).value_as_string

        dead_letters = sqs.Queue(self, "DeadLetters", retention_period=cdk.Duration.days(14))

        target = lambda_.Function.from_function_attributes(
            self,
            "Function",
            function_arn=function_arn,
            same_environment=True,
        )

        topic = sns.Topic.from_topic_arn(self, "Topic", topic_arn)

        topic.add_subscription(subscriptions.LambdaSubscription(
            target,
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
