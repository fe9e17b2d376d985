"""The options of `pipefilter example`."""

from __future__ import annotations

from pipefilter.dataclass import dataclass

__all__ = ["FORMS", "ONLY", "ExampleOptions"]

FORMS = ("bare", "lambda", "put-events")
ONLY = ("match", "near-miss")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleOptions:
    """The options of the command, by the names of its parameters.

    Args:
        kind: the kind of a record of a DynamoDB stream.
        detail: the file with the detail of an event.
        form: one of `FORMS`.
        is_list: whether to list AWS's own events instead.
        only: one of `ONLY`; None for both.
    """

    source: str | None
    service: str | None
    kind: str | None
    event_source: str | None
    detail_type: str | None
    detail: str | None
    form: str
    only: str | None
    pretty: bool
    as_json: bool
    is_list: bool
