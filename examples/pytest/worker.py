"""The function behind the filter: it processes orders, and returns the messages that it could not process."""

from __future__ import annotations

import json
from typing import Any


def handler(event: dict[str, Any], context: object = None) -> dict[str, list[dict[str, str]]]:
    """Process a batch of messages; Lambda retries the failed ones."""
    del context
    failures = []
    for message in event["Records"]:
        try:
            process(json.loads(message["body"]))
        except (KeyError, TypeError, ValueError) as error:
            print(f"{message['messageId']}: {error!r}")
            failures.append({"itemIdentifier": message["messageId"]})
    return {"batchItemFailures": failures}


def process(order: dict[str, Any]) -> None:
    """Process one order."""
    match order["type"]:
        case "order.created":
            print("a new order")
        case "order.paid":
            print(f"an order was paid: {order['total']}")
        case other:
            raise ValueError(f"unexpected type {other!r}")
