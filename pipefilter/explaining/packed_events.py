"""A hint at events packed in base64, which no filter looks into.

| event | from |
|---|---|
| `{"awslogs": {"data": "..."}}` | CloudWatch Logs, to a Lambda function |
| `{"invocationId": "...", "records": [{"data": "..."}]}` | Firehose, to a function that transforms records |
"""

from __future__ import annotations

from pipefilter.json_text.tree import Json

__all__ = ["packed_events"]


def packed_events(steps: tuple[str, ...], tree: Json) -> str:
    """A hint if the event is an input of a Lambda function that has its events in base64; "" otherwise.

    Args:
        steps: the names that lead to the field that the event does not have.
        tree: of the event.
    """
    event = dict(tree) if isinstance(tree, tuple) else {}
    if steps[0] in event:
        return ""
    logs = event.get("awslogs")
    if isinstance(logs, tuple) and isinstance(dict(logs).get("data"), str):
        return (
            "the log events are packed in awslogs.data, in base64 and gzip, and no filter looks into it: unpack it, as with "
            "jq -r .awslogs.data event.json | base64 -d | gunzip, and give what comes out"
        )
    records = event.get("records")
    if "invocationId" in event and isinstance(records, list) and records:
        first = records[0]
        if isinstance(first, tuple) and isinstance(dict(first).get("data"), str):
            return (
                "the records that Firehose hands to a function are packed in base64, and no filter looks into them: unpack "
                "them, as with jq -r '.records[].data | @base64d' event.json, and give what comes out"
            )
    return ""
