"""The setup that a pipe or an event source mapping needs for each source, besides its filters."""

from __future__ import annotations

from pipefilter.dataclass import dataclass

__all__ = ["SETUPS", "SourceSetup", "source_setup"]

_NETWORK = (
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
)


@dataclass(frozen=True, slots=True)
class SourceSetup:
    """The setup for one source; property names are those of the API and of CloudFormation.

    Args:
        arn: the parameter with its ARN; "" if it has a bootstrap server instead.
        what: a description of that parameter.
        pipe_parameters: the member of a pipe's SourceParameters.
        terraform_parameters: that member in Terraform's AWS provider.
        has_dead_letters: whether a pipe can send records that it could not deliver to a dead-letter queue.
        batch_size: AWS's default.
        destination: `Queue` or `Topic`, the prefix of `QueueName` in a pipe and of `Queues` in a mapping; "" for none.
        has_secret: whether it needs a secret with a user name and password.
        actions: the actions on the source that the role of a pipe needs.
        anywhere: the actions on all resources that it needs.
        sam_event: the type of SAM's event.
        sam_arn: the property of that event with the ARN.
        serverless_event: the key of the Serverless Framework's event.
        managed_policy: AWS's managed policy for the role of a function that reads from it; "" if there is none.

    Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html
    """

    source: str
    arn: str
    what: str
    pipe_parameters: str
    terraform_parameters: str
    actions: tuple[str, ...]
    sam_event: str
    sam_arn: str
    serverless_event: str
    has_starting_position: bool = False
    has_dead_letters: bool = False
    batch_size: int = 100
    managed_policy: str = ""
    destination: str = ""
    has_secret: bool = False
    anywhere: tuple[str, ...] = ()

    @property
    def parameters(self) -> dict[str, str]:
        """The description of each parameter of a template, by name."""
        parameters = {self.arn or "BootstrapServer": self.what}
        if self.destination:
            parameters[f"{self.destination}Name"] = f"Name of the {self.destination.lower()}"
        if self.has_secret:
            parameters["SecretArn"] = "ARN of the secret with the user name and password"
        return parameters

    @property
    def function_name(self) -> str:
        """A description of the parameter with the function's name, including the permissions of its role."""
        needed = self.managed_policy or " and ".join([*self.actions, "secretsmanager:GetSecretValue"])
        return f"Name of the function; its role needs {needed}"


SETUPS: tuple[SourceSetup, ...] = (
    SourceSetup(
        source="dynamodb",
        arn="TableStreamArn",
        what="ARN of the table's stream, with old and new images",
        pipe_parameters="DynamoDBStreamParameters",
        terraform_parameters="dynamodb_stream_parameters",
        has_starting_position=True,
        has_dead_letters=True,
        actions=(
            "dynamodb:DescribeStream",
            "dynamodb:GetRecords",
            "dynamodb:GetShardIterator",
            "dynamodb:ListStreams",
        ),
        sam_event="DynamoDB",
        sam_arn="Stream",
        serverless_event="stream",
        managed_policy="AWSLambdaDynamoDBExecutionRole",
    ),
    SourceSetup(
        source="kinesis",
        arn="StreamArn",
        what="ARN of the data stream",
        pipe_parameters="KinesisStreamParameters",
        terraform_parameters="kinesis_stream_parameters",
        has_starting_position=True,
        has_dead_letters=True,
        actions=(
            "kinesis:DescribeStream",
            "kinesis:DescribeStreamSummary",
            "kinesis:GetRecords",
            "kinesis:GetShardIterator",
            "kinesis:ListShards",
            "kinesis:ListStreams",
            "kinesis:SubscribeToShard",
        ),
        sam_event="Kinesis",
        sam_arn="Stream",
        serverless_event="stream",
        managed_policy="AWSLambdaKinesisExecutionRole",
    ),
    SourceSetup(
        source="sqs",
        arn="SourceQueueArn",
        what="ARN of the source queue",
        pipe_parameters="SqsQueueParameters",
        terraform_parameters="sqs_queue_parameters",
        batch_size=10,
        actions=("sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"),
        sam_event="SQS",
        sam_arn="Queue",
        serverless_event="sqs",
        managed_policy="AWSLambdaSQSQueueExecutionRole",
    ),
    SourceSetup(
        source="msk",
        arn="ClusterArn",
        what="ARN of the cluster",
        pipe_parameters="ManagedStreamingKafkaParameters",
        terraform_parameters="managed_streaming_kafka_parameters",
        has_starting_position=True,
        actions=("kafka:DescribeCluster", "kafka:DescribeClusterV2", "kafka:GetBootstrapBrokers"),
        sam_event="MSK",
        sam_arn="Stream",
        serverless_event="msk",
        managed_policy="AWSLambdaMSKExecutionRole",
        destination="Topic",
        anywhere=_NETWORK,
    ),
    SourceSetup(
        source="kafka",
        arn="",
        what="Bootstrap server, as host:port",
        pipe_parameters="SelfManagedKafkaParameters",
        terraform_parameters="self_managed_kafka_parameters",
        has_starting_position=True,
        actions=(),
        sam_event="SelfManagedKafka",
        sam_arn="",
        serverless_event="kafka",
        destination="Topic",
        has_secret=True,
        anywhere=_NETWORK,
    ),
    SourceSetup(
        source="activemq",
        arn="BrokerArn",
        what="ARN of the broker",
        pipe_parameters="ActiveMQBrokerParameters",
        terraform_parameters="activemq_broker_parameters",
        actions=("mq:DescribeBroker",),
        sam_event="MQ",
        sam_arn="Broker",
        serverless_event="activemq",
        destination="Queue",
        has_secret=True,
        anywhere=_NETWORK,
    ),
    SourceSetup(
        source="rabbitmq",
        arn="BrokerArn",
        what="ARN of the broker",
        pipe_parameters="RabbitMQBrokerParameters",
        terraform_parameters="rabbitmq_broker_parameters",
        actions=("mq:DescribeBroker",),
        sam_event="MQ",
        sam_arn="Broker",
        serverless_event="rabbitmq",
        destination="Queue",
        has_secret=True,
        anywhere=_NETWORK,
    ),
)
"""Every source that a pipe or an event source mapping can read with filters."""


def source_setup(source: str) -> SourceSetup:
    """The setup of the source of this name.

    Raises:
        KeyError: the source has no filters, or is an event bus.
    """
    return {setup.source: setup for setup in SETUPS}[source]
