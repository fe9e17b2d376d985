"""Reads the rules of all event buses, with their patterns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

from pipefilter.aws.connection import Connection
from pipefilter.aws.deployed.answers import ApiOperation, NotFound, strings
from pipefilter.aws.deployed.filter import DeployedFilter, NotRead
from pipefilter.errors import UnreadableInput

__all__ = ["deployed_rules"]

# https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListEventBuses.html
_BUSES = ApiOperation("the event buses", "events:ListEventBuses")


def deployed_rules(connection: Connection) -> Iterator[DeployedFilter | NotRead]:
    """The rules, bus by bus; a bus whose rules cannot be listed does not stop the others.

    Raises:
        UnreadableInput: the buses cannot be listed.
    """
    with closing(_BUSES.client(connection, "events")) as client:
        for bus in list(_BUSES.listed(client.list_event_buses, "EventBuses")):
            (name,) = strings(bus, "Name")
            try:
                yield from _rules(client, name)
            except UnreadableInput as error:
                yield NotRead("rule", str(error))


def _rules(client: Any, bus: str) -> Iterator[DeployedFilter]:  # noqa: ANN401 - a client of boto3's
    # https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html
    operation = ApiOperation(f"the rules of the event bus {bus}", "events:ListRules")
    try:
        for rule in operation.listed(client.list_rules, "Rules", EventBusName=bus):
            yield _rule(rule, bus)
    except NotFound:  # the bus was deleted meanwhile
        return


def _rule(rule: Mapping[str, Any], bus: str) -> DeployedFilter:
    name, arn, state, pattern, schedule, manager = strings(
        rule, "Name", "Arn", "State", "EventPattern", "ScheduleExpression", "ManagedBy"
    )
    no_filter = unreadable = ""
    if not pattern and schedule:
        no_filter = f"no pattern: it runs on the schedule {schedule}"
    elif not pattern:  # each rule has a pattern, a schedule or both; the KMS key of a bus encrypts patterns
        unreadable = "AWS returns neither a pattern nor a schedule: the credentials may need kms:Decrypt for the key of its bus"
    remarks = [f"managed by {manager}"] if manager else []
    if pattern and schedule:
        remarks.append(f"also runs on the schedule {schedule}")
    return DeployedFilter(
        "rule", (bus, name), arn, state, "", rule, pattern or None, no_filter, unreadable, tuple(remarks)
    )
