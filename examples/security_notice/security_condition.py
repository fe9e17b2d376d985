"""Which changes of an account are reported to its owner, and which of them a pipe can filter."""

from __future__ import annotations

from pipefilter import dynamodb_stream as ddb

__all__ = ["SECURITY", "TYPES", "WANTED", "narrowed"]

SECURITY = ("email", "phone", "passwordHash", "mfa")

TYPES = {
    "email": ("S", "NULL"),
    "phone": ("S", "NULL"),
    "passwordHash": ("S", "B"),
    "mfa": ("BOOL", "NULL"),
}
"""What the service writes; DynamoDB itself would take anything, and a change from N to N would be lost then."""

WANTED = ddb.event("MODIFY") & ddb.any_changed(*SECURITY)


def narrowed() -> ddb.Narrowed:
    """The narrowest pattern that loses none of these changes, and what remains to check."""
    return ddb.narrow(WANTED, types=TYPES, service="pipe")
