"""The parts of an ARN, which users may give instead of a name: it contains the Region, too."""

from __future__ import annotations

import re
from dataclasses import replace

from pipefilter.aws.connection import Connection
from pipefilter.dataclass import dataclass

__all__ = ["ResourceArn", "resource_arn"]

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
_ARN = re.compile(r"arn:([^:]+):([^:]+):([^:]*):([^:]*):(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ResourceArn:
    """The parts of an ARN.

    Args:
        service: such as `kinesis`.
        region: "" if it has none.
        account: "" if it has none.
    """

    service: str
    region: str
    account: str
    resource: str

    def connection(self, connection: Connection) -> Connection:
        """A connection to the region of the resource, unless the user has named another."""
        return connection if connection.region else replace(connection, region=self.region or None)


def resource_arn(text: str) -> ResourceArn | None:
    """The parts of an ARN; None if the text is not an ARN."""
    match = _ARN.fullmatch(text)
    return ResourceArn(*match.groups()[1:]) if match else None
