import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_sqs as sqs

from pipefilter.cdk_validation import PatternValidation

app = cdk.App()
stack = cdk.Stack(app, "Orders")
pattern = events.EventPattern(source=["shop"], detail={"total": events.Match.interval(5, 5)})
queue = sqs.Queue(stack, "Queue")
events.Rule(stack, "Paid", event_pattern=pattern, targets=[targets.SqsQueue(queue)])
cdk.Validations.of(app).add_plugins(PatternValidation())
app.synth()
