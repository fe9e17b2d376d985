"""Which changes of an account its owner is to be told of, and what a pipe can filter of them."""

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
    """The narrowest pattern that loses none of these changes, and what is left to check."""
    return ddb.narrow(WANTED, types=TYPES, service="pipe")
