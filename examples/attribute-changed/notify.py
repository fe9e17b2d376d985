"""Notifies the customers whose email address changed; email_changed.py is what `--residual python` prints."""

from __future__ import annotations

from typing import Any

from email_changed import handler as records_to_process


def handler(event: dict[str, Any], context: object = None) -> None:
    """Process the records in which the email address changed, of all that the filter lets through."""
    del context
    for record in records_to_process(event):
        print(record["dynamodb"]["Keys"], record["modifiedAttributes"])
