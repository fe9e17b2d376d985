"""Check: the patterns together are longer than the service accepts."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.errors import AdviceKind, Problem
from pipefilter.events.shape import Shape
from pipefilter.json_text.place import problem_at, utf16_length
from pipefilter.json_text.tree import strict_tree
from pipefilter.json_text.writer import written
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.services.service import Service

__all__ = ["filters_together"]

TOO_LONG_TOGETHER = AdviceKind(
    "PF442",
    "Patterns too long together: AWS's user guide limits their total length",
    "All patterns together have {count} {unit}, {excess} more than AWS's user guide allows for {service}",
    "The user guide limits all patterns together; the API model limits only each pattern.",
    "{hint}",
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-custom-bus-filtering.html",
)


def filters_together(criteria: FilterCriteria, service: Service, record: Shape | None) -> Iterator[Problem]:
    """A list of filters whose patterns together are too long."""
    del record
    limit = service.together
    if limit is None:
        return
    texts = [each.pattern.text for each in criteria.filters]
    count = sum(_length(text, limit.unit) for text in texts)
    if count <= limit.maximum:
        return
    short = sum(_length(written(strict_tree(text), compact=True), limit.unit) for text in texts)
    hint = (
        f"remove the white space, which leaves {short:,} {limit.unit}"
        if short < count
        else "shorten the patterns"
    )
    names = {
        "count": f"{count:,}",
        "unit": limit.unit,
        "excess": f"{count - limit.maximum:,}",
        "service": service.place,
        "hint": hint,
    }
    yield problem_at(TOO_LONG_TOGETHER, criteria.text, criteria.span, names=names)


def _length(text: str, unit: str) -> int:
    return len(text.encode("utf-8", "surrogatepass")) if unit == "bytes" else utf16_length(text)
