"""Parts of a condition as patterns that a service takes: as long as may be, as many as may be, no more `$or` than may be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipefilter.builder.alternatives import ABSENT, PRESENT, Alternatives, joined_to
from pipefilter.builder.condition import Condition
from pipefilter.builder.disjunct import Disjunct, product, simplified
from pipefilter.builder.pattern_text import pattern_texts
from pipefilter.builder.ways import MOST_WAYS, Part
from pipefilter.errors import InvalidEventPattern
from pipefilter.json_text.place import utf16_length
from pipefilter.language.parse import parse
from pipefilter.services.service import Service

__all__ = ["EVERYTHING", "written_parts"]

EVERYTHING = '{"eventName":["INSERT","MODIFY","REMOVE"]}'
"""A pattern that takes each record of a stream."""
_MOST_FIELDS = 200  # AWS's engine builds 256 at once
_SEVERAL = 5
"""Filters that each service takes which takes several: Lambda takes more only if AWS has raised the quota."""


def written_parts(
    parts: Sequence[Part], service: Service, *, may_drop: bool
) -> tuple[list[str], list[Condition]] | None:
    """The texts of the patterns and what is left to check; None if nothing fits that the service takes.

    Args:
        parts: of the condition.
        service: where the patterns run.
        may_drop: whether a part may be left out, and so left to check.
    """
    left = [condition for part in parts for condition in part.left]
    now = list(parts)
    while True:
        texts = _fitting([part.ways for part in now], service)
        if texts is not None:
            order = {id(one): number for number, one in enumerate(_conditions(parts))}
            return texts, sorted(left, key=lambda one: order.get(id(one), 0))
        longest = max(now, key=lambda part: _weight(part.ways), default=None)
        if longest is None or not may_drop:
            return None
        now.remove(longest)
        left += [condition for condition in longest.conditions if condition not in left]
        wider = _wider(longest.ways)
        if wider:
            now.append(replace(longest, ways=wider))
        elif not now:
            return None


def _weight(ways: Sequence[Disjunct]) -> int:
    """About how long they are as text."""
    return sum(len(path) + _length(given) for way in ways for path, (_, given) in way.fields.items())


def _length(alternatives: Alternatives) -> int:
    return sum(len(str(one.operand())) for one in alternatives)


def _wider(ways: Sequence[Disjunct]) -> tuple[Disjunct, ...]:
    """The same with the field that takes most text asked for its presence alone; none if nothing is left to ask."""
    lengths: Counter[str] = Counter()
    for way in ways:
        for path, (_, given) in way.fields.items():
            if given not in ((PRESENT,), (ABSENT,)):
                lengths[path] += _length(given)
    if not lengths:
        return ()
    path = lengths.most_common(1)[0][0]
    found = []
    for way in ways:
        fields = dict(way.fields)
        if path in fields:
            field, given = fields[path]
            fields[path] = field, joined_to(given, () if given == (ABSENT,) else (PRESENT,))
        found.append(Disjunct.of(*fields.values(), exact=False))
    wider = simplified(found)
    return tuple(wider) if all(way.fields for way in wider) else ()


def _conditions(parts: Sequence[Part]) -> Iterator[Condition]:
    for part in parts:
        yield from part.conditions


def _fitting(parts: list[tuple[Disjunct, ...]], service: Service) -> list[str] | None:
    """One pattern if it fits, else several; names joined by dots only where it does not fit otherwise."""
    parts = _in_two_places(parts)
    for dotted in (False, True):
        text = _text_of(parts, dotted=dotted)
        if text is not None and _fits(text, parts, service):
            return [text]
    if service.combination != "any":
        return None
    most, longest = max(parts, key=len, default=()), max(parts, key=_weight, default=())
    for count in range(2, _SEVERAL + 1):
        for whole, ways in ((most, most), (longest, _in_shares(longest, count))):
            rest = [part for part in parts if part is not whole]
            groups = [ways[start::count] for start in range(count)]
            if not all(groups):
                continue
            for dotted in (False, True):
                texts = [_text_of([*rest, group], dotted=dotted) for group in groups]
                if all(
                    text is not None and _fits(text, [*rest, group], service)
                    for text, group in zip(texts, groups, strict=True)
                ):
                    return [text for text in texts if text is not None]
    return None


def _in_shares(ways: Sequence[Disjunct], count: int) -> tuple[Disjunct, ...]:
    """Each way as so many, among which the longest list of alternatives is shared out: one of them is enough."""
    found = []
    for way in ways:
        path = max(way.fields, key=lambda one: len(way.fields[one][1]), default=None)
        if path is None or len(way.fields[path][1]) < count:
            return ()
        field, given = way.fields[path]
        found += [
            Disjunct({**way.fields, path: (field, given[start::count])}, way.exact) for start in range(count)
        ]
    return tuple(found)


def _in_two_places(parts: list[tuple[Disjunct, ...]]) -> list[tuple[Disjunct, ...]]:
    """As many parts with several ways as there are places for `$or`: others are joined, the smallest first."""
    while (
        len(several := sorted((part for part in parts if len(part) > 1), key=len)) > 1
        and _text_of(parts) is None
    ):
        joined_ways = product(several[0], several[1], MOST_WAYS)
        if joined_ways is None:
            return parts
        parts = [
            *(part for part in parts if not any(part is one for one in several[:2])),
            tuple(joined_ways[0]),
        ]
    return parts


def _text_of(parts: Sequence[Sequence[Disjunct]], *, dotted: bool = False) -> str | None:
    """The pattern; if it would exclude nothing, one that takes each event of a stream."""
    if not any(way.fields for ways in parts for way in ways):
        return EVERYTHING
    return pattern_texts(parts, dotted=dotted)


def _fits(text: str, parts: Sequence[Sequence[Disjunct]], service: Service) -> bool:
    combinations = 1
    for ways in parts:
        combinations *= len(ways)
    fields = sum(max((len(way.fields) for way in ways), default=0) for ways in parts)
    if combinations > MOST_WAYS or fields > _MOST_FIELDS or utf16_length(text) > service.pattern_length.most:
        return False
    try:
        parse(text)
    except InvalidEventPattern:  # wildcards may be too complex together
        return False
    return True
