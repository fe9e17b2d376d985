"""A filter that is deployed in an account: of a rule, a pipe, an event source mapping, a subscriber or a subscription."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from pipefilter.dataclass import dataclass

__all__ = ["PENDING", "SERVICES_OF", "DeployedFilter", "Kind", "NotRead"]

Kind = Literal["rule", "pipe", "mapping", "subscriber", "subscription"]

SERVICES_OF: Mapping[Kind, tuple[str, ...]] = {
    "rule": ("rule",),
    "pipe": ("pipe",),
    "mapping": ("lambda",),
    "subscriber": ("v2",),
    "subscription": ("sns", "sns-body"),
}
"""The names of the services in which the filters of each kind run; for a subscription, its scope decides."""
PENDING = "PendingConfirmation"
"""The state of a subscription that its endpoint has not confirmed; AWS lists this instead of its ARN."""


@dataclass(frozen=True, slots=True)
class DeployedFilter:
    """The filter of one resource.

    Args:
        names: of the resource, from the bus down; together they are unique among those of its kind.
        arn: of the resource; "" if AWS does not say.
        state: as AWS calls it, such as ENABLED or RUNNING; "" if AWS does not say.
        reads: the ARN of the queue, stream, broker or topic that it reads; "" for a bus, or if there is none.
        text: a rule's pattern, filter criteria, or a filter policy with its scope, as JSON; None if there is no filter,
            or it cannot be read.
        no_filter: why there is no filter, in words; "" if there is one, or it cannot be read.
        unreadable: why it cannot be read, in a sentence; "" if it can.
        remarks: further facts for the user, in words.
    """

    kind: Kind
    names: tuple[str, ...]
    arn: str
    state: str
    reads: str
    answer: Mapping[str, object] = field(repr=False)
    text: str | None = None
    no_filter: str = ""
    unreadable: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its full name, such as `rule orders-bus/paid` or `mapping notify <- orders (0f3b-...)`."""
        if self.kind == "mapping":
            function, source, uuid = self.names
            return f"mapping {function} <- {source} ({uuid})"
        if self.kind == "subscription":
            topic, protocol, endpoint, uuid = self.names
            return f"subscription {topic} -> {protocol} {endpoint}" + (f" ({uuid})" if uuid else "")
        return f"{self.kind} {'/'.join(self.names)}"

    @property
    def service(self) -> str:
        """The name of the service in which its filters run."""
        attributes, *of_body = SERVICES_OF[self.kind]
        is_of_body = of_body and self.answer.get("FilterPolicyScope") == "MessageBody"
        return of_body[0] if is_of_body else attributes

    @property
    def receives_nothing(self) -> bool:
        """Whether no record reaches it."""
        is_scheduled = self.kind == "rule" and bool(self.no_filter)
        return is_scheduled or (self.kind == "subscription" and self.state == PENDING)


@dataclass(frozen=True, slots=True)
class NotRead:
    """Filters that could not be listed; with `is_note` none is missing, as where a service is not in the region."""

    kind: Kind
    reason: str
    is_note: bool = False
