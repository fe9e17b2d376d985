"""Problems with the blocks of filter criteria in HCL, which the AWS provider rejects."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.template.terraform_blocks import (
    ATTRIBUTE_FOR_BLOCK,
    MISPLACED_ARGUMENT,
    REPEATED_RESOURCE,
)
from pipefilter.templates.nodes.node import Call, Mapping, Node, Sequence, Text
from pipefilter.templates.shape_problem import ShapeProblem, misspelled, named_property

__all__ = ["criteria_shapes", "repeated_resource"]

_NAMES = ("filters", "Filters", "Filter")
"""Names that are written for `filter`."""


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
    return isinstance(node, Mapping) or (isinstance(node, Sequence) and source.startswith("[", node.start))


def _argument(node: Node | None, name: str) -> ShapeProblem:
    assert node is not None
    return ShapeProblem(ATTRIBUTE_FOR_BLOCK, node.start, node.start + 1, (("name", name),))


def _blocks(node: Node | None) -> list[Mapping]:
    items = node.items if isinstance(node, Sequence) else () if node is None else (node,)
    bodies = (item.argument.get("content") if _is_dynamic(item) else item for item in items)  # type: ignore[union-attr]
    flat = [inner for body in bodies for inner in (body.items if isinstance(body, Sequence) else (body,))]
    return [body for body in flat if isinstance(body, Mapping)]


def _is_dynamic(node: Node) -> bool:
    return isinstance(node, Call) and node.name == "dynamic" and isinstance(node.argument, Mapping)
