"""Problems with the blocks of filter criteria in HCL, which the AWS provider rejects."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.template.terraform_blocks import (
    ATTRIBUTE_FOR_BLOCK,
    MISPLACED_ARGUMENT,
    REPEATED_RESOURCE,
)
from pipefilter.templates.foreign_property import property_by_other_name
from pipefilter.templates.nodes.node import Call, Mapping, Node, Sequence, Text, Unknown
from pipefilter.templates.shape_problem import NamedProperty, ShapeProblem, misspelled, named_property

__all__ = [
    "criteria_property",
    "criteria_shapes",
    "is_empty",
    "misplaced_criteria",
    "repeated_resource",
    "rule_pattern",
]

_NAMES = ("filters", "Filters", "Filter")
"""Names that are written for `filter`."""


def rule_pattern(body: Mapping, kind: str) -> NamedProperty:
    """The pattern of a rule, maybe under a misspelled name, or under the name that it has in a filter."""
    named = named_property(body, kind, "event_pattern")
    if named.value is None:
        return property_by_other_name(body, kind, "event_pattern", "pattern")
    return named


def criteria_property(body: Mapping, block: str) -> NamedProperty:
    """The filter criteria in a block, maybe under a misspelled name, or only the filters, without the block around them."""
    named = named_property(body, block, "filter_criteria")
    if named.value is not None or block == "source_parameters":
        return named
    for written, value in body.members:
        if written.value in ("filter", "filters"):
            inner = Mapping(((Text("filter", written.start, written.end), value),), value.start, value.end)
            criteria = Sequence((inner,), value.start, value.end)
            return NamedProperty(criteria, (misspelled(written, block, "filter_criteria { filter { ... } }"),))
    return named


def misplaced_criteria(body: Mapping, kind: str, parameters: list[Mapping]) -> Iterator[NamedProperty]:
    """The filter criteria of a pipe that are not in `source_parameters`, but above or below."""
    places = [(kind, body)]
    places += [
        (name.value, block) for each in parameters for name, value in each.members for block in _blocks(value)
    ]
    for place, mapping in places:
        if place != "filter_criteria":
            for written, value in mapping.members:
                if written.value == "filter_criteria":
                    problem = misspelled(written, place, "it in source_parameters")
                    yield NamedProperty(value, (problem,))


def is_empty(value: Node) -> bool:
    """Whether a value is `null` or an empty list, as a plan has them for missing blocks."""
    return (isinstance(value, Sequence) and not value.items) or (
        not isinstance(value, Sequence | Mapping | Call | Unknown)
    )


def criteria_shapes(criteria: Node | None, source: str) -> Iterator[ShapeProblem]:
    """The problems with filter criteria, which are a block with a block for each filter.

    Args:
        source: the file.
    """
    if _is_argument(criteria, source):
        yield _argument(criteria, "filter_criteria")
    for block in _blocks(criteria):
        filters = block.get("filter")
        if _is_argument(filters, source):
            yield _argument(filters, "filter")
        elif filters is not None:
            yield from (problem for each in _blocks(filters) for problem in _filter_shapes(each))
        else:
            yield from _without_filter(block)


def repeated_resource(address: str, start: int) -> ShapeProblem:
    """The problem of a second resource with the address of another one.

    Args:
        start: the offset of its block.
    """
    return ShapeProblem(REPEATED_RESOURCE, start, start + len("resource"), (("name", address),))


def _without_filter(block: Mapping) -> Iterator[ShapeProblem]:
    for name, _ in block.members:
        if name.value == "pattern":
            yield _misplaced(name, "filter_criteria", "filter { pattern = jsonencode(...) }")
        elif name.value in _NAMES:
            yield misspelled(name, "filter_criteria", "filter")


def _filter_shapes(block: Mapping) -> Iterator[ShapeProblem]:
    named = named_property(block, "filter", "pattern")
    yield from named.problems
    if named.value is None and block.members:
        yield _misplaced(block.members[0][0], "filter", "pattern = jsonencode(...)")


def _misplaced(written: Text, block: str, hint: str) -> ShapeProblem:
    names = (("block", block), ("written", written.value), ("hint", hint))
    return ShapeProblem(MISPLACED_ARGUMENT, written.start, written.end, names)


def _is_argument(node: Node | None, source: str) -> bool:
    """Whether a value is written with an equals sign; blocks are a list that starts at the name of the first."""
    is_encoded = isinstance(node, Text) or (isinstance(node, Call) and node.name == "jsonencode")
    return (
        is_encoded
        or isinstance(node, Mapping)
        or (isinstance(node, Sequence) and source.startswith("[", node.start))
    )


def _argument(node: Node | None, name: str) -> ShapeProblem:
    assert node is not None
    return ShapeProblem(ATTRIBUTE_FOR_BLOCK, node.start, node.start + 1, (("name", name),))


def _blocks(node: Node | None) -> list[Mapping]:
    items = node.items if isinstance(node, Sequence) else () if node is None else (node,)
    bodies = (item.argument.get("content") if _is_dynamic(item) else item for item in items)  # type: ignore[union-attr]  # a dynamic block has an object
    flat = [inner for body in bodies for inner in (body.items if isinstance(body, Sequence) else (body,))]
    return [body for body in flat if isinstance(body, Mapping)]


def _is_dynamic(node: Node) -> bool:
    return isinstance(node, Call) and node.name == "dynamic" and isinstance(node.argument, Mapping)
