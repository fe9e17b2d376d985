"""The client for captures: it keeps within the time that is left, and turns each fault into one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from pipefilter.aws.call_faults import OTHER_FORM, CallFaults, reject_other_form
from pipefilter.aws.capture.page import Until
from pipefilter.aws.connection import Connection
from pipefilter.aws.resource_arn import resource_arn
from pipefilter.errors import UnreadableInput

__all__ = ["capture_client"]


@contextmanager
def capture_client(
    connection: Connection, service: str, name: str, faults: CallFaults, until: Until
) -> Iterator[Any]:
    """A client of a service, in the region of the resource; in the `with` block, an error of boto3 becomes one sentence.

    Args:
        connection: its region has priority over that of the resource.
        name: of the resource, or its ARN, which has its region.
        until: when the capture ends; no call is retried after that.

    Raises:
        UnreadableInput: boto3 raised an error, or an answer is not in the form of AWS's API.
    """
    arn = resource_arn(name)
    if arn is not None:
        connection = arn.connection(connection)
    with (
        faults.translate(name=name),
        reject_other_form(UnreadableInput(OTHER_FORM.format(what=name))),
        closing(connection.client(service, seconds_left=lambda: until.seconds_left)) as client,
    ):
        yield client
