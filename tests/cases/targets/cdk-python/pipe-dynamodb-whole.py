import json

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_pipes as pipes
from aws_cdk import aws_sqs as sqs
from constructs import Construct


class FilteredStack(cdk.Stack):
    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        table_stream_arn = cdk.CfnParameter(
            self,
            "TableStreamArn",
            description="ARN of the table's stream, with old and new images",
        ).value_as_string
        enrichment_arn = cdk.CfnParameter(
            self,
            "EnrichmentArn",
            description="ARN of the function Notify, which receives the matching records",
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
            assumed_by=iam.ServicePrincipal(
                "pipes.amazonaws.com",
                conditions={"StringEquals": {"aws:SourceAccount": self.account}},
            ),
            inline_policies={
                "least": iam.PolicyDocument(
                    statements=[
                        iam.PolicyStatement(
                            actions=[
                                "dynamodb:DescribeStream",
                                "dynamodb:GetRecords",
                                "dynamodb:GetShardIterator",
                                "dynamodb:ListStreams",
                            ],
                            resources=[table_stream_arn],
                        ),
                        iam.PolicyStatement(
                            actions=["lambda:InvokeFunction"],
                            resources=[enrichment_arn],
                        ),
                        iam.PolicyStatement(
                            actions=["sqs:SendMessage"],
                            resources=[queue.queue_arn, dead_letters.queue_arn],
                        ),
                    ],
                ),
            },
        )

        pipes.CfnPipe(
            self,
            "Pipe",
            role_arn=role.role_arn,
            source=table_stream_arn,
            source_parameters=pipes.CfnPipe.PipeSourceParametersProperty(
                filter_criteria=pipes.CfnPipe.FilterCriteriaProperty(
                    filters=[
                        pipes.CfnPipe.FilterProperty(
                            pattern=json.dumps({
                                "eventName": ["MODIFY"],
                                "dynamodb": {
                                    "NewImage": {"state": {"S": ["done"]}},
                                    "OldImage": {"state": {"S": [{"anything-but": ["done"]}]}},
                                },
                            }),
                        ),
                    ],
                ),
                dynamo_db_stream_parameters=pipes.CfnPipe.PipeSourceDynamoDBStreamParametersProperty(
                    starting_position="TRIM_HORIZON",
                    batch_size=100,
                    maximum_retry_attempts=3,
                    dead_letter_config=pipes.CfnPipe.DeadLetterConfigProperty(
                        arn=dead_letters.queue_arn,
                    ),
                ),
            ),
            enrichment=enrichment_arn,
            target=queue.queue_arn,
        )


app = cdk.App()
FilteredStack(app, "Filtered")
app.synth()
