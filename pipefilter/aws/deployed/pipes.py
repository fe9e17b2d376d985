"""The pipes, with their filter criteria."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

from pipefilter.aws.connection import Connection
from pipefilter.aws.deployed.answers import ApiOperation, NotFound, strings
from pipefilter.aws.deployed.criteria import criteria_text
from pipefilter.aws.deployed.faults import DEPLOYED_FAULTS
from pipefilter.aws.deployed.filter import DeployedFilter
from pipefilter.errors import UnreadableInput

__all__ = ["deployed_pipes"]

# https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_ListPipes.html
_PIPES = ApiOperation("the pipes", "pipes:ListPipes")


def deployed_pipes(connection: Connection) -> Iterator[DeployedFilter]:
    """The pipes; one that cannot be described is told to be unreadable.

    Args:
        connection: to the account and the region.

    Raises:
        UnreadableInput: the pipes cannot be listed.
    """
    with DEPLOYED_FAULTS.translate(what=_PIPES.what, action=_PIPES.action):
        client = connection.client("pipes")
    with closing(client):
        for pipe in _PIPES.listed(client.list_pipes, "Pipes"):
            found = _described(client, pipe)
            if found is not None:
                yield found


def _described(client: Any, listed: Mapping[str, Any]) -> DeployedFilter | None:  # noqa: ANN401 - of boto3's
    """A pipe; None if it was deleted meanwhile."""
    name, arn, state, source = strings(listed, "Name", "Arn", "CurrentState", "Source")
    # https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_DescribePipe.html
    asking = ApiOperation(f"the pipe {name}", "pipes:DescribePipe")
    try:
        pipe = asking.answer(client.describe_pipe, Name=name)
    except NotFound:
        return None
    except UnreadableInput as error:
        return DeployedFilter("pipe", (name,), arn, state, source, listed, unreadable=str(error))
    parameters = pipe.get("SourceParameters")
    criteria = parameters.get("FilterCriteria") if isinstance(parameters, dict) else None
    text = criteria_text(criteria)
    no_filter = unreadable = ""
    if text is None and pipe.get(
        "KmsKeyIdentifier"
    ):  # with which EventBridge encrypts the patterns, if there are any
        unreadable = (
            f"AWS tells no filter, and the key {pipe['KmsKeyIdentifier']} encrypts what there may be: "
            "the credentials may need kms:Decrypt for it"
        )
    elif text is None:
        no_filter = "no filter: every record goes through"
    return DeployedFilter("pipe", (name,), arn, state, source, pipe, text, no_filter, unreadable)
