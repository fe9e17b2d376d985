"""What a user names: a name, or an ARN, which tells the region, too."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipefilter.aws.connection import Connection

__all__ = ["ResourceArn", "resource_arn"]

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
_ARN = re.compile(r"arn:([^:]+):([^:]+):([^:]*):([^:]*):(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ResourceArn:
    """The parts of an ARN.

    Args:
        service: such as `kinesis`.
        region: "" if it has none.
        account: likewise.
        resource: the rest.
    """

    service: str
    region: str
    account: str
    resource: str

    def reached_by(self, connection: Connection) -> Connection:
        """A connection to where the resource is, unless the user has named a region.

        Args:
            connection: that the user named.
        """
        return connection if connection.region else replace(connection, region=self.region or None)


def resource_arn(text: str) -> ResourceArn | None:
    """The parts of an ARN; None if it is none.

    Args:
        text: that the user gave.
    """
    found = _ARN.fullmatch(text)
    return ResourceArn(*found.groups()[1:]) if found else None
