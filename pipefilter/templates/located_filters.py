"""The filters of a resource, located in a template."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal, TypeAlias

from pipefilter.analysis.reading.stream_of_table import StreamOfTable
from pipefilter.dataclass import dataclass
from pipefilter.templates.batch_settings import UNKNOWN_BATCHES, BatchSettings, batch_settings
from pipefilter.templates.delivery import Delivery
from pipefilter.templates.endpoint import Endpoint
from pipefilter.templates.nodes.node import Node
from pipefilter.templates.pattern_source import PatternSource
from pipefilter.templates.shape_problem import ShapeProblem
from pipefilter.templates.variants import Variant

__all__ = ["LocatedFilter", "LocatedFilters", "Tool", "with_batches", "with_shape"]

Tool: TypeAlias = Literal["CloudFormation", "Serverless Framework", "Terraform", "AWS API", "plain", "other"]
"""The tool to which a template belongs; `plain` for filter criteria or a pattern, `other` for anything else."""


@dataclass(frozen=True, slots=True)
class LocatedFilter:
    """One filter, located in a template.

    Args:
        number: from 1.
        source: its pattern; None if it is completely unknown.
        start: offset in the file.
        placeholder: for a pattern that is unknown.
        scope: of an EventBridge v2 subscriber or an SNS subscription; "" elsewhere.
        variants: its pattern for each combination of the conditions inside it; empty if there are no conditions.
        has_too_many_variants: whether there are more combinations than are read.
        shapes: problems with the properties around it.
    """

    number: int
    source: PatternSource | None
    start: int
    placeholder: str = ""
    scope: str = ""
    variants: tuple[Variant[PatternSource], ...] = ()
    has_too_many_variants: bool = False
    shapes: tuple[ShapeProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class LocatedFilters:
    """The filters of one resource.

    Args:
        name: of the resource, such as its logical ID; "" if the file has no resources.
        kind: its type, as the template calls it.
        service: the name of the service that runs them; "" if not known.
        source: the name of the source of the records; "" if not known.
        is_bare_pattern: whether it is one pattern, not a list.
        start: offset in the file.
        is_choice: whether they depend on conditions, so that they may not all be deployed together.
        table: the DynamoDB table whose stream they filter, if the template defines it.
        delivery: the bus and the targets of a rule, as far as they are certain.
        endpoint: of a subscription to a topic, as far as it is known.
        has_scope: whether the template has the scope of a filter policy of SNS, and not only the default applies.
    """

    name: str
    kind: str
    service: str
    source: str
    filters: tuple[LocatedFilter, ...]
    is_bare_pattern: bool
    start: int
    is_choice: bool = False
    batches: BatchSettings = UNKNOWN_BATCHES
    table: StreamOfTable | None = None
    delivery: Delivery | None = None
    endpoint: Endpoint | None = None
    has_scope: bool = False

    @property
    def is_of_any_scope(self) -> bool:
        """Whether they are a filter policy of SNS whose scope, and so its service, is not known."""
        return self.source == "sns" and not self.service


def with_batches(
    filters: Iterable[LocatedFilters], body: Node, table: StreamOfTable | None = None
) -> Iterator[LocatedFilters]:
    """The filters of a resource, with the batch settings among its properties, and the table that it reads from."""
    settings = batch_settings(body)
    for each in filters:
        yield replace(each, batches=settings, table=table)


def with_shape(located: LocatedFilters, shape: ShapeProblem | None) -> LocatedFilters:
    """The filters, with another problem around the first of them."""
    if shape is None:
        return located
    first, *others = located.filters
    return replace(located, filters=(replace(first, shapes=(*first.shapes, shape)), *others))
