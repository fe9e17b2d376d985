"""Five stacks with a mistake each, and one without: `cdk synth` stops for each of the five."""

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_lambda as functions
from aws_cdk.aws_lambda_event_sources import DynamoEventSource

from pipefilter.cdk_validation import PatternValidation

app = cdk.App()


def rule(stack, **detail):
    events.Rule(stack, "Rule", event_pattern=events.EventPattern(source=["shop"], detail=detail))


def function(stack, fields):
    key = dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING)
    table = dynamodb.Table(stack, "Table", partition_key=key, stream=dynamodb.StreamViewType.NEW_IMAGE)
    code = functions.Code.from_inline("exports.handler = async () => {}")
    handler = functions.Function(
        stack, "Function", runtime=functions.Runtime.NODEJS_22_X, handler="index.handler", code=code
    )
    criteria = functions.FilterCriteria.filter(fields)
    start = functions.StartingPosition.LATEST
    handler.add_event_source(DynamoEventSource(table, starting_position=start, filters=[criteria]))


rule(cdk.Stack(app, "Interval"), total=events.Match.interval(5, 5))
rule(cdk.Stack(cdk.Stage(app, "Prod"), "Cidr"), address=events.Match.cidr("10.0.0.0"))
number = {"dynamodb": {"NewImage": {"total": {"N": functions.FilterRule.is_equal(5)}}}}
function(cdk.Stack(app, "Number"), number)
function(cdk.NestedStack(cdk.Stack(app, "Name"), "Nested"), {"event_name": functions.FilterRule.is_equal("INSERT")})
legacy = cdk.Stack(app, "Legacy", synthesizer=cdk.LegacyStackSynthesizer())
rule(cdk.NestedStack(legacy, "Nested"), total=events.Match.interval(7, 7))
function(cdk.Stack(app, "Good"), {"eventName": functions.FilterRule.is_equal("INSERT")})
cdk.Validations.of(app).add_plugins(PatternValidation())
app.synth()
