"""Notify customers whose email address changed, using the code that `--residual python` printed."""

from __future__ import annotations

from typing import Any

from email_changed import handler as records_to_process


def handler(event: dict[str, Any], context: object = None) -> None:
    """Process the records in which the email address changed; the filter lets more through."""
    del context
    for record in records_to_process(event):
        print(record["dynamodb"]["Keys"], record["modifiedAttributes"])
