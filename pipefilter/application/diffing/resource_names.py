"""What identifies a resource in an account: a physical ID in a stack, or properties that a template has."""

from __future__ import annotations

from collections.abc import Mapping

from pipefilter.aws.deployed.filter import DeployedFilter

__all__ = ["IDENTIFYING_PROPERTIES", "has_physical_id", "has_same_ends"]

IDENTIFYING_PROPERTIES: Mapping[str, tuple[str, ...]] = {
    "name": ("Name", "RuleName", "name", "ArchiveName"),
    "bus": ("EventBusName", "event_bus_name"),
    "function": ("FunctionName", "function_name"),
    "source": ("EventSourceArn", "event_source_arn"),
    "topic": ("TopicArn", "topic_arn"),
    "endpoint": ("Endpoint", "endpoint"),
}
"""The properties that identify a resource in an account, as CloudFormation, SAM and Terraform call them."""


def has_same_ends(deployed: DeployedFilter, properties: Mapping[str, str]) -> bool:
    """Whether an event source mapping has the same source and function, or a subscription the same topic and endpoint."""
    if deployed.kind == "subscription":
        topic, endpoint = properties["topic"], properties["endpoint"]
        ends = (deployed.reads, deployed.answer.get("Endpoint"))
        return bool(topic and endpoint) and ends == (topic, endpoint)
    function, source = properties["function"].rpartition(":function:")[2], properties["source"]
    return bool(function and source) and (deployed.names[0], deployed.reads) == (function, source)


def has_physical_id(deployed: DeployedFilter, physical_id: str) -> bool:
    """Whether a resource has a physical ID: its name, its ARN, its UUID, or `bus|rule`."""
    if deployed.kind == "rule":
        bus, _, name = physical_id.rpartition("|")
        ids = {deployed.names, (deployed.names[0].rpartition("/")[2], deployed.names[1])}
        return ((bus or "default").rpartition("/")[2], name) in ids or deployed.arn == physical_id
    return physical_id in (deployed.names[-1], deployed.arn)
