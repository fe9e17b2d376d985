import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_sqs as sqs
from constructs import Construct


class FilteredStack(cdk.Stack):
    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        event_bus_name = cdk.CfnParameter(
            self,
            "EventBusName",
            description="Name of the event bus",
        ).value_as_string

        dead_letters = sqs.Queue(self, "DeadLetters", retention_period=cdk.Duration.days(14))

        queue = sqs.Queue(
            self,
            "Queue",
            dead_letter_queue=sqs.DeadLetterQueue(queue=dead_letters, max_receive_count=3),
        )

        event_bus = events.EventBus.from_event_bus_name(self, "Bus", event_bus_name)

        events.Rule(
            self,
            "Rule",
            event_bus=event_bus,
            event_pattern=events.EventPattern(
                source=["shop.orders"],
                detail_type=["Order Placed"],
                detail={"total": [{"numeric": [">=", 100, "<", 1000.5]}]},
            ),
            targets=[targets.SqsQueue(queue, dead_letter_queue=dead_letters)],
        )


app = cdk.App()
FilteredStack(app, "Filtered")
app.synth()
