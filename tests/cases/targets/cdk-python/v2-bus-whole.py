import json

import aws_cdk as cdk
from aws_cdk import aws_eventsv2 as eventsv2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sqs as sqs
from constructs import Construct


class FilteredStack(cdk.Stack):
    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        event_bus_arn = cdk.CfnParameter(
            self,
            "EventBusArn",
            description="ARN of the event bus",
        ).value_as_string

        dead_letters = sqs.Queue(self, "DeadLetters", retention_period=cdk.Duration.days(14))

        queue = sqs.Queue(
            self,
            "Queue",
            dead_letter_queue=sqs.DeadLetterQueue(queue=dead_letters, max_receive_count=3),
        )

        role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("events.amazonaws.com"),
            inline_policies={
                "least": iam.PolicyDocument(
                    statements=[
                        iam.PolicyStatement(
                            actions=["sqs:SendMessage"],
                            resources=[queue.queue_arn, dead_letters.queue_arn],
                        ),
                    ],
                ),
            },
        )

        eventsv2.CfnSubscriber(
            self,
            "Subscriber",
            name="Filtered",
            event_bus_arn=event_bus_arn,
            filter_configuration=eventsv2.CfnSubscriber.FilterConfigurationProperty(
                filters=[
                    eventsv2.CfnSubscriber.FilterProperty(
                        scope="DATA",
                        pattern=json.dumps({
                            "source": ["shop.orders"],
                            "detail-type": ["Order Placed"],
                            "detail": {"total": [{"numeric": [">=", 100, "<", 1000.5]}]},
                        }),
                    ),
                ],
            ),
            invoke_configuration=eventsv2.CfnSubscriber.InvokeConfigurationProperty(
                target_arn=queue.queue_arn,
                role_arn=role.role_arn,
            ),
            on_failure_configuration=eventsv2.CfnSubscriber.OnFailureConfigurationProperty(
                arn=dead_letters.queue_arn,
            ),
        )


app = cdk.App()
FilteredStack(app, "Filtered")
app.synth()
