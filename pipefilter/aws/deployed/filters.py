"""Reads all filters that are deployed in an account and a region."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from pipefilter.aws.connection import Connection
from pipefilter.aws.deployed.filter import DeployedFilter, Kind, NotRead
from pipefilter.aws.deployed.mappings import deployed_mappings
from pipefilter.aws.deployed.pipes import deployed_pipes
from pipefilter.aws.deployed.rules import deployed_rules
from pipefilter.aws.deployed.subscribers import deployed_subscribers
from pipefilter.aws.deployed.subscriptions import deployed_subscriptions
from pipefilter.errors import UnreadableInput

__all__ = ["KINDS", "deployed_filters"]

KINDS: Mapping[Kind, Callable[[Connection], Iterator[DeployedFilter | NotRead]]] = {
    "rule": deployed_rules,
    "pipe": deployed_pipes,
    "mapping": deployed_mappings,
    "subscriber": deployed_subscribers,
    "subscription": deployed_subscriptions,
}
"""The function that reads the filters of each kind."""


def deployed_filters(
    connection: Connection, kinds: Iterable[Kind] = tuple(KINDS)
) -> Iterator[DeployedFilter | NotRead]:
    """The filters of rules, pipes, event source mappings, subscribers and subscriptions, kind by kind.

    What cannot be read does not stop the rest: it comes as `NotRead`, or as a filter that is unreadable.
    """
    for kind in kinds:
        try:
            yield from KINDS[kind](connection)
        except UnreadableInput as error:
            yield NotRead(kind, str(error))
