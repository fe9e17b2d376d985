"""Reads the targets of a rule on an event bus."""

from __future__ import annotations

import json
from contextlib import closing

from pipefilter.aws.connection import Connection
from pipefilter.aws.deployed.answers import ApiOperation, NotFound, strings
from pipefilter.aws.deployed.filter import DeployedFilter

__all__ = ["rule_targets"]


_NOT_RECEIVED = ("Id", "DeadLetterConfig", "RetryPolicy")
"""Members of a target that do not change what it receives."""


def rule_targets(connection: Connection, rule: DeployedFilter) -> dict[str, str]:
    """The ARNs of the targets of a rule, by a text that is equal for targets that receive the same of an event.

    Raises:
        UnreadableInput: they cannot be listed.
    """
    bus, name = rule.names
    # https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTargetsByRule.html
    operation = ApiOperation(f"the targets of the {rule.name}", "events:ListTargetsByRule")
    with closing(operation.client(connection, "events")) as client:
        try:
            targets = list(
                operation.listed(client.list_targets_by_rule, "Targets", Rule=name, EventBusName=bus)
            )
        except NotFound:  # the rule was deleted meanwhile
            return {}
    return {
        json.dumps(
            {name: value for name, value in target.items() if name not in _NOT_RECEIVED},
            sort_keys=True,
            default=str,
        ): arn
        for target in targets
        for arn in strings(target, "Arn")
        if arn
    }
