"""Synthetic traffic for measurements, always the same: city lots as GeoJSON, stream records, EventBridge events, SQS messages, Kinesis records."""

from __future__ import annotations

import json
import random
from base64 import b64encode
from collections.abc import Callable

__all__ = ["KINDS", "synthetic_events", "to_blocks"]

_STATES = ("NEW", "PAID", "SHIPPED", "DELIVERED", "CANCELLED", "RETURNED", "HELD", "PACKED")
_LETTERS = "ABCDEFGHIJKLMNOPRSTUVWY"
_SOURCES = ("orders", "billing", "aws.s3", "aws.ec2", "aws.health", "stock", "mail", "search")
_REGIONS = ("eu-west-1", "eu-central-1", "us-east-1", "us-west-2")
Event = dict[str, object]


def _streets() -> list[str]:
    chance = random.Random(1)
    return ["".join(chance.choice(_LETTERS) for _ in range(chance.randint(4, 10))) for _ in range(2000)]


STREETS = _streets()


def lot(chance: random.Random, number: int) -> Event:
    """A city lot with the fields of event-ruler's own benchmark, about 570 bytes."""
    x, y = -122.5 + chance.random() * 0.15, 37.7 + chance.random() * 0.1
    corners = [
        [x + chance.random() * 0.001, y + chance.random() * 0.001, 0.0] for _ in range(chance.randint(4, 9))
    ]
    block, of_block = f"{number % 9999:04d}", f"{number % 997:03d}"
    return {
        "type": "Feature",
        "properties": {
            "MAPBLKLOT": block + of_block,
            "BLKLOT": block + f"{number % 991:03d}",
            "BLOCK_NUM": block,
            "LOT_NUM": of_block,
            "FROM_ST": str(number % 3000),
            "TO_ST": str(number % 3000),
            "STREET": chance.choice(STREETS),
            "ST_TYPE": chance.choice(("ST", "AV", "BL", None)),
            "ODD_EVEN": chance.choice("OE"),
        },
        "geometry": {"type": "Polygon", "coordinates": [corners]},
    }


def _image(chance: random.Random, number: int) -> Event:
    return {
        "pk": {"S": f"ORDER#{number}"},
        "sk": {"S": "META"},
        "state": {"S": chance.choice(_STATES)},
        "total": {"N": str(chance.randint(1, 9999) / 100)},
        "customer": {"S": f"c-{chance.randint(1, 10**6)}"},
        "updatedAt": {"S": "2026-11-23T10:00:00Z"},
        "items": {"L": [{"M": {"sku": {"S": f"sku-{chance.randint(1, 999)}"}, "qty": {"N": "2"}}}]},
        "paid": {"BOOL": True},
        "version": {"N": str(chance.randint(1, 20))},
    }


def record(chance: random.Random, number: int) -> Event:
    """A DynamoDB stream record with new and old image, about 1,000 bytes."""
    name = chance.choice(["MODIFY"] * 6 + ["INSERT", "REMOVE"])
    change: Event = {
        "ApproximateCreationDateTime": 1_700_000_000 + number,
        "Keys": {"pk": {"S": f"ORDER#{number}"}, "sk": {"S": "META"}},
    }
    if name != "REMOVE":
        change["NewImage"] = _image(chance, number)
    if name != "INSERT":
        change["OldImage"] = _image(chance, number)
    change |= {"SequenceNumber": str(10**20 + number), "SizeBytes": 500, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    return {
        "eventID": f"{chance.getrandbits(128):032x}",
        "eventName": name,
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "eu-west-1",
        "dynamodb": change,
        "eventSourceARN": "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000",
    }


def event(chance: random.Random, number: int) -> Event:
    """An EventBridge event with an array of objects, about 700 bytes."""
    source = chance.choice(_SOURCES)
    lines = [
        {
            "sku": f"sku-{chance.randint(1, 999)}",
            "quantity": chance.randint(1, 9),
            "price": chance.randint(1, 999),
        }
        for _ in range(chance.randint(1, 5))
    ]
    return {
        "version": "0",
        "id": f"{chance.getrandbits(128):032x}",
        "detail-type": chance.choice(("Created", "Changed", "Deleted", "Expired")),
        "source": source,
        "account": "123456789012",
        "time": "2026-11-23T10:00:00Z",
        "region": chance.choice(_REGIONS),
        "resources": [f"arn:aws:{source}:::thing/{number}"],
        "detail": {
            "id": number,
            "state": chance.choice(_STATES),
            "customer": f"c-{chance.randint(1, 10_000)}",
            "street": chance.choice(STREETS),
            "amount": chance.randint(1, 100_000) / 100,
            "source-ip": f"10.{chance.randint(0, 255)}.{chance.randint(0, 255)}.{chance.randint(0, 255)}",
            "lines": lines,
        },
    }


def envelope(chance: random.Random, number: int) -> Event:
    """An EventBridge event with little detail, about 400 bytes."""
    return {
        "version": "0",
        "id": f"{chance.getrandbits(128):032x}",
        "detail-type": chance.choice(("Created", "Changed", "Deleted", "Expired")),
        "source": chance.choice(_SOURCES),
        "account": "123456789012",
        "time": "2026-11-23T10:00:00Z",
        "region": chance.choice(_REGIONS),
        "resources": [f"arn:aws:ec2:eu-west-1:123456789012:instance/i-{number:017x}"],
        "detail": {"instance-id": f"i-{number:017x}", "state": chance.choice(_STATES)},
    }


def _order(chance: random.Random, number: int) -> str:
    lines = [{"sku": f"sku-{chance.randint(1, 999)}", "quantity": chance.randint(1, 9)} for _ in range(2)]
    return json.dumps({"id": number, "state": chance.choice(_STATES), "lines": lines})


def message(chance: random.Random, number: int) -> Event:
    """An SQS message, about 700 bytes."""
    return {
        "messageId": f"{chance.getrandbits(128):032x}",
        "receiptHandle": f"AQEB{chance.getrandbits(512):0128x}",
        "body": _order(chance, number),
        "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1700000000000"},
        "messageAttributes": {},
        "md5OfBody": f"{chance.getrandbits(128):032x}",
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-west-1:123456789012:orders",
        "awsRegion": "eu-west-1",
    }


def kinesis_record(chance: random.Random, number: int) -> Event:
    """A Kinesis record, about 700 bytes."""
    data = b64encode(_order(chance, number).encode()).decode()
    return {
        "kinesis": {
            "kinesisSchemaVersion": "1.0",
            "partitionKey": str(number % 97),
            "sequenceNumber": str(10**55 + number),
            "data": data,
            "approximateArrivalTimestamp": 1_700_000_000.5,
        },
        "eventSource": "aws:kinesis",
        "eventVersion": "1.0",
        "eventID": f"shardId-000000000006:{10**55 + number}",
        "eventName": "aws:kinesis:record",
        "invokeIdentityArn": "arn:aws:iam::123456789012:role/orders",
        "awsRegion": "eu-west-1",
        "eventSourceARN": "arn:aws:kinesis:eu-west-1:123456789012:stream/orders",
    }


KINDS: dict[str, Callable[[random.Random, int], Event]] = {
    "lots": lot,
    "records": record,
    "events": event,
    "envelopes": envelope,
    "messages": message,
    "kinesis records": kinesis_record,
}


def synthetic_events(kind: str, count: int) -> list[bytes]:
    """Events of a kind (a key of `KINDS`), as JSON text."""
    chance = random.Random(f"{kind} 20261123")
    make = KINDS[kind]
    return [json.dumps(make(chance, number)).encode() for number in range(count)]


def to_blocks(lines: list[bytes], size: int = 1 << 18) -> list[bytes]:
    """The lines, joined by line feeds, in blocks of about `size` bytes."""
    blocks: list[bytes] = []
    block: list[bytes] = []
    length = 0
    for line in lines:
        block.append(line)
        length += len(line) + 1
        if length >= size:
            blocks.append(b"\n".join([*block, b""]))
            block, length = [], 0
    if block:
        blocks.append(b"\n".join([*block, b""]))
    return blocks
