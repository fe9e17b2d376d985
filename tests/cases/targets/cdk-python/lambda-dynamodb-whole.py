import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_
from constructs import Construct


class FilteredStack(cdk.Stack):
    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        table_stream_arn = cdk.CfnParameter(
            self,
            "TableStreamArn",
            description="ARN of the table's stream, with old and new images",
        ).value_as_string

        target = lambda_.Function.from_function_name(self, "Function", "Notify")

        lambda_.EventSourceMapping(
            self,
            "Mapping",
            target=target,
            event_source_arn=table_stream_arn,
            starting_position=lambda_.StartingPosition.TRIM_HORIZON,
            batch_size=100,
            filters=[
                lambda_.FilterCriteria.filter({
                    "eventName": ["MODIFY"],
                    "dynamodb": {
                        "NewImage": {"state": {"S": ["done"]}},
                        "OldImage": {"state": {"S": [{"anything-but": ["done"]}]}},
                    },
                }),
            ],
        )


app = cdk.App()
FilteredStack(app, "Filtered")
app.synth()
