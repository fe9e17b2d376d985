"""Plausible values by the name and the kind of a field: an ARN for `roleArn`, a time for `createdAt`."""

from __future__ import annotations

import re

from pipefilter.events.shape import Shape
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Scalar

__all__ = ["ACCOUNT", "REGION", "TIME", "usual_values"]

ACCOUNT = "123456789012"
REGION = "us-east-1"
TIME = "2026-01-01T00:00:00Z"
_ADDRESS = "192.0.2.1"
"""For examples: https://www.rfc-editor.org/rfc/rfc5737"""

_BY_NAME = (
    (re.compile(r"arn\Z", re.IGNORECASE), f"arn:aws:iam::{ACCOUNT}:role/example"),
    (re.compile(r"account(?:[-_]?id)?\Z", re.IGNORECASE), ACCOUNT),
    (re.compile(r"region\Z", re.IGNORECASE), REGION),
    (re.compile(r"(?i:(?:time|timestamp|date)\Z)|(?<=[a-z])(?:At|_at|Seen)\Z"), TIME),
    (re.compile(r"(?i:ip[-_]?address\Z)|(?:^|[a-z])(?:Ip|_ip|IP)\Z"), _ADDRESS),
    (re.compile(r"\Ainstance[-_]?id\Z", re.IGNORECASE), "i-1234567890abcdef0"),
    (re.compile(r"\Aversion\Z"), "1"),
    (re.compile(r"(?:event|schema)Version\Z"), "1.0"),
    (re.compile(r"\Apartition\Z"), "aws"),
    (re.compile(r"\A(?:bucket|bucketName)\Z"), "example-bucket"),
)
"""The value of fields whose names contain this; the first counts."""
_BY_TYPE_KEY: dict[str, Scalar] = {
    "S": "example",
    "N": "1",
    "B": "ZXhhbXBsZQ==",
    "BOOL": True,
    "NULL": True,
    "SS": "example",
    "NS": "1",
    "BS": "ZXhhbXBsZQ==",
}
"""https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html"""


def usual_values(
    steps: tuple[str, ...], shape: Shape | None = None, *, is_attribute: bool = False
) -> list[Scalar]:
    """Plausible values of a field, the most plausible first.

    Args:
        steps: the names that lead to it.
        shape: what it can hold, if that is known.
        is_attribute: whether it belongs to the value of a DynamoDB attribute, with the type as its name.
    """
    name = steps[-1].rpartition(".")[2]
    if is_attribute and name in _BY_TYPE_KEY:
        value = _BY_TYPE_KEY[name]
        return [value, "2"] if name in ("N", "NS") else [value]
    kinds = shape.kinds if shape is not None and not shape.is_open else frozenset(("string",))
    values: list[Scalar] = list(shape.values) if shape is not None else []
    if "string" in kinds:
        values.append(next((value for pattern, value in _BY_NAME if pattern.search(name)), "example"))
    if "number" in kinds:
        values.append(Number("1"))
    if "boolean" in kinds:
        values += [True, False]
    if "null" in kinds and not values:
        values.append(None)
    return values
