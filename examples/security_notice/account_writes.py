"""What happens to the accounts in the example; most of it does not concern their owners."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

__all__ = ["Write", "writes"]

_GUESTS = 40
_MEMBERS = 5


@dataclass(frozen=True, slots=True)
class Write:
    """One write to the table.

    Args:
        what: it is, in words.
        account: the key.
        put: attributes and their values.
        taken_away: attributes.
        item: what becomes of it as a whole, beside being changed.
    """

    what: str
    account: str
    put: Mapping[str, AttributeValueTypeDef] = field(default_factory=dict)
    taken_away: tuple[str, ...] = ()
    item: Literal["made", "changed", "deleted"] = "changed"

    def to(self, client: DynamoDBClient, table: str) -> None:
        """Apply it.

        Args:
            client: for DynamoDB.
            table: the name of it.
        """
        key: dict[str, AttributeValueTypeDef] = {"id": {"S": self.account}}
        if self.item == "made":
            client.put_item(TableName=table, Item={**key, **self.put})
        elif self.item == "deleted":
            client.delete_item(TableName=table, Key=key)
        else:
            self._change(client, table, key)

    def _change(self, client: DynamoDBClient, table: str, key: Mapping[str, AttributeValueTypeDef]) -> None:
        parts = [f"#{name} = :{name}" for name in self.put]
        expression = f"SET {', '.join(parts)}" if parts else ""
        if self.taken_away:
            expression += f" REMOVE {', '.join(f'#{name}' for name in self.taken_away)}"
        names = {f"#{name}": name for name in (*self.put, *self.taken_away)}
        values = {f":{name}": value for name, value in self.put.items()}
        if values:
            client.update_item(
                TableName=table,
                Key=key,
                UpdateExpression=expression,
                ExpressionAttributeNames=names,
                ExpressionAttributeValues=values,
            )
        else:
            client.update_item(
                TableName=table, Key=key, UpdateExpression=expression, ExpressionAttributeNames=names
            )


def writes() -> Iterator[Write]:
    """Sign-ups, visits, changes that matter, one that does not, and a deletion."""
    guests = [f"guest-{number}" for number in range(_GUESTS)]
    members = [f"member-{number}" for number in range(_MEMBERS)]
    for guest in guests:
        yield Write("a guest arrives", guest, _seen(0), item="made")
    for number, member in enumerate(members):
        mail: AttributeValueTypeDef = {"S": f"{member}@example.com"}
        secret: AttributeValueTypeDef = {"S": f"$argon2id$of-{number}"}
        put = {"email": mail, "passwordHash": secret, **_seen(0)}
        yield Write("a member signs up", member, put, item="made")
    for visit in range(1, 4):
        for guest in guests:
            yield Write("a guest returns", guest, _seen(visit))
        for member in members:
            yield Write("a member returns", member, _seen(visit))
    yield Write("a guest adds an email address", guests[0], {"email": {"S": "guest-0@example.com"}})
    yield Write("the email address changes", members[0], {"email": {"S": "other@example.com"}})
    yield Write("a phone number is added", members[1], {"phone": {"S": "+41 44 000 00 00"}})
    yield Write("the phone number is removed", members[1], taken_away=("phone",))
    yield Write("the password changes", members[2], {"passwordHash": {"S": "$argon2id$new"}, **_seen(4)})
    yield Write("the password is stored as bytes", members[3], {"passwordHash": {"B": b"\x00\x01new"}})
    yield Write("mfa is set up", members[4], {"mfa": {"BOOL": True}})
    yield Write("mfa is turned off", members[4], {"mfa": {"BOOL": False}})
    yield Write("the language changes", members[0], {"language": {"S": "de"}})
    for guest in guests[20:]:
        yield Write("a guest is deleted", guest, item="deleted")


def _seen(day: int) -> dict[str, AttributeValueTypeDef]:
    return {"lastSeen": {"S": f"2026-11-{day + 1:02}T08:00:00Z"}}
