"""Finds the endpoint of a subscription to a topic of SNS in the properties of the subscription."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from pipefilter.templates.endpoint import Endpoint, endpoint_of_protocol
from pipefilter.templates.located_filters import LocatedFilters
from pipefilter.templates.nodes.node import Mapping, Node, Scalar, Text

__all__ = ["with_endpoint", "with_endpoint_of_event"]


def with_endpoint(
    filters: Iterable[LocatedFilters],
    properties: Mapping,
    resolved: Callable[[Node], Node | None],
    queue: Mapping | None = None,
) -> Iterator[LocatedFilters]:
    """The filters of a subscription, with its endpoint.

    Args:
        resolved: evaluates a function of the template's language; None for no value.
        queue: the properties of the queue to which the endpoint refers, if the template defines it.
    """
    protocol, address = (
        _text(properties.get(name, name.lower()), resolved) for name in ("Protocol", "Endpoint")
    )
    endpoint = endpoint_of_protocol(protocol, address, is_fifo=None if queue is None else _is_fifo(queue))
    for each in filters:
        yield replace(each, endpoint=endpoint)


def with_endpoint_of_event(filters: Iterable[LocatedFilters], event: Mapping) -> Iterator[LocatedFilters]:
    """The filters of a function's event; in AWS SAM, it may subscribe a queue for the function.

    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-sns.html
    """
    queue = event.get("SqsSubscription")
    endpoint: Endpoint | None = None
    if queue is None or (isinstance(queue, Scalar) and queue.value is False):
        endpoint = Endpoint("lambda")
    elif isinstance(queue, Scalar) and queue.value is True:
        endpoint = Endpoint("sqs")  # which SAM generates
    elif isinstance(queue, Mapping):
        endpoint = endpoint_of_protocol("sqs", queue.text("QueueArn"))
    for each in filters:
        yield replace(each, endpoint=endpoint)


def _text(node: Node | None, resolved: Callable[[Node], Node | None]) -> str:
    value = None if node is None else resolved(node)
    return value.value if isinstance(value, Text) else ""


def _is_fifo(queue: Mapping) -> bool | None:
    """Whether a queue is a FIFO queue; None if it is not known."""
    fifo = queue.get("FifoQueue")
    if fifo is None:
        return False
    known = {"true": True, "false": False}
    if isinstance(fifo, Text):
        return known.get(fifo.value.lower())
    return fifo.value if isinstance(fifo, Scalar) and isinstance(fifo.value, bool) else None
