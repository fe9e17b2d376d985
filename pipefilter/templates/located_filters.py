"""The filters of one resource in a template."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from pipefilter.templates.batch_settings import NOT_TOLD, BatchSettings, batch_settings
from pipefilter.templates.nodes.node import Node
from pipefilter.templates.pattern_source import PatternSource

__all__ = ["LocatedFilter", "LocatedFilters", "Tool", "with_batches"]

Tool: TypeAlias = Literal["CloudFormation", "Serverless Framework", "Terraform", "AWS API", "plain", "other"]
"""Whose template a file is; `plain` for filter criteria or a pattern, `other` for none of these."""


@dataclass(frozen=True, slots=True)
class LocatedFilter:
    """One filter.

    Args:
        number: from 1.
        source: its pattern; None if nothing of it is known.
        start: offset in the file.
        shown: what stands for a pattern that is not known.
        scope: of an EventBridge v2 subscriber; "" elsewhere.
    """

    number: int
    source: PatternSource | None
    start: int
    shown: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class LocatedFilters:
    """The filters of one resource.

    Args:
        name: of the resource, such as its logical ID; "" if the file holds nothing else.
        kind: its type, as the template calls it.
        service: the name of the service in which they run; "" if that is not known.
        source: the name of the source that they see records of; "" if that is not known.
        filters: at least one.
        is_bare_pattern: whether it is one pattern, and no list.
        start: offset in the file.
        is_choice: whether there are conditions among them, so that they may not all be deployed, or not together.
        batches: what is said of batches.
    """

    name: str
    kind: str
    service: str
    source: str
    filters: tuple[LocatedFilter, ...]
    is_bare_pattern: bool
    start: int
    is_choice: bool = False
    batches: BatchSettings = NOT_TOLD


def with_batches(filters: Iterable[LocatedFilters], body: Node) -> Iterator[LocatedFilters]:
    """Filters with what their resource says of its batches.

    Args:
        filters: of one resource.
        body: its properties.
    """
    settings = batch_settings(body)
    for each in filters:
        yield replace(each, batches=settings)
