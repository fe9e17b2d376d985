"""Reads the pipes, with their filter criteria."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipefilter.aws.connection import Connection
from pipefilter.aws.deployed.answers import (
    ApiOperation,
    NotFound,
    encrypted_filter,
    filter_criteria_json,
    strings,
)
from pipefilter.aws.deployed.filter import DeployedFilter
from pipefilter.errors import UnreadableInput

__all__ = ["deployed_pipes"]

# https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_ListPipes.html
_PIPES = ApiOperation("the pipes", "pipes:ListPipes")


def deployed_pipes(connection: Connection) -> Iterator[DeployedFilter]:
    """The pipes; one that cannot be described comes as unreadable.

    Raises:
        UnreadableInput: the pipes cannot be listed.
    """
    return _PIPES.described(connection, ("pipes", "list_pipes", "Pipes"), _described)


def _described(client: Any, listed: Mapping[str, Any]) -> DeployedFilter | None:  # noqa: ANN401 - of boto3's
    """A pipe; None if it was deleted meanwhile."""
    name, arn, state, source = strings(listed, "Name", "Arn", "CurrentState", "Source")
    # https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_DescribePipe.html
    operation = ApiOperation(f"the pipe {name}", "pipes:DescribePipe")
    try:
        pipe = operation.answer(client.describe_pipe, Name=name)
    except NotFound:
        return None
    except UnreadableInput as error:
        return DeployedFilter("pipe", (name,), arn, state, source, listed, unreadable=str(error))
    parameters = pipe.get("SourceParameters")
    criteria = parameters.get("FilterCriteria") if isinstance(parameters, dict) else None
    text = filter_criteria_json(criteria)
    no_filter = unreadable = ""
    if text is None and (key := pipe.get("KmsKeyIdentifier")):  # it encrypts the patterns, if there are any
        unreadable = encrypted_filter(f"the key {key}")
    elif text is None:
        no_filter = "no filter: every record matches"
    return DeployedFilter("pipe", (name,), arn, state, source, pipe, text, no_filter, unreadable)
