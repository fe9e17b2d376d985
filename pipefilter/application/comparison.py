"""Compares what two patterns match."""

from __future__ import annotations

from pipefilter.application.comparing_sides import Sides
from pipefilter.application.filters import Filters
from pipefilter.application.loading import load
from pipefilter.application.pattern_comparison import PatternComparison
from pipefilter.application.pattern_input import ARGUMENT, PatternInput
from pipefilter.comparing.implication import NOT_SHOWN
from pipefilter.templates.values import NO_VALUES, Values

__all__ = ["compare", "compare_filters"]


def compare(
    first: PatternInput,
    second: PatternInput,
    *,
    service: str = "",
    source: str = "",
    parameters: Values[str, str] = NO_VALUES,
) -> PatternComparison:
    """Compare what two patterns match: whether they match the same events, or how they differ.

    Each statement is proven, or shown by an event that has been evaluated; otherwise it is not known, and `reasons` says
    why. Filter criteria match an event if one of their filters does. Records are compared as filters see them, with
    their data decoded.

    Args:
        first: as for `load`.
        second: as for `load`.
        service: the name of the service that runs both; "" for that of the template, or if it is not known.
        source: the name of the source of their records; "" for that of the template, or for the one that the patterns
            imply.
        parameters: the values of the parameters of templates, as for `load`.

    Raises:
        InvalidEventPattern: as `load` does.
        UnreadableInput: as `load` does.
        TemplateGap: as `load` does.
        Contradiction: the service does not read from the source.
        TypeError: an argument is not a pattern.
    """
    loaded = [load(each, service=service, source=source, parameters=parameters) for each in (first, second)]
    return compare_filters(*loaded)


def compare_filters(
    first: Filters, second: Filters, *, has_same_values: bool | None = None
) -> PatternComparison:
    """Compare filters that are loaded.

    Args:
        first: on one side.
        second: on the other side.
        has_same_values: whether unknown parts of templates with the same name, such as `${Stage}`, have the same value;
            by default if both are in the same file.
    """
    names = _names(first.name, second.name)
    if has_same_values is None:
        has_same_values = first.name.partition("#")[0] == second.name.partition("#")[0]
    sides = Sides(first, second)
    comparison = sides.same_text() if has_same_values or sides.are_known_policies else None
    comparison = comparison or sides.comparison()
    forward, backward, overlap = comparison.forward, comparison.backward, comparison.overlap
    doubts = [each.doubt for each in (forward, backward) if each.doubt is not None]
    if not doubts and overlap.exists is None:
        doubts.append(overlap.doubt or NOT_SHOWN)
    return PatternComparison(
        *names,
        relation=comparison.relation,
        implies=forward.holds,
        is_implied=backward.holds,
        only_first=sides.witness(forward.counterexample),
        only_second=sides.witness(backward.counterexample),
        both=sides.witness(overlap.event),
        arrays=overlap.several,
        doubts=tuple(dict.fromkeys(doubts)),
        notes=sides.notes,
        overlaps=overlap.exists,
    )


def _names(first: str, second: str) -> tuple[str, str]:
    """What the sides are called; two patterns of the same name are the first and the second."""
    if first == second:
        first = second = ""
    return (
        "the first pattern" if first in ("", ARGUMENT) else first,
        "the second pattern" if second in ("", ARGUMENT) else second,
    )
