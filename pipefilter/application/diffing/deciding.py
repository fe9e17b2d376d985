"""Decides what a change to a list of filters starts or stops matching."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipefilter.application.comparison import compare_filters
from pipefilter.application.comparison_witness import Witness as Event
from pipefilter.application.diffing.difference import Difference, Status, Witness
from pipefilter.application.diffing.filter_list import FilterList, ScopedPattern
from pipefilter.application.diffing.switch_change import with_switch
from pipefilter.application.filters import Filters
from pipefilter.application.joined_filters import joined_patterns
from pipefilter.application.pattern_comparison import PatternComparison
from pipefilter.application.scoped_comparison import DATA
from pipefilter.filtering.lookup import Contradiction
from pipefilter.filtering.placement import Placement, resolve_placement
from pipefilter.json_text.writer import written
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import Filter, FilterCriteria
from pipefilter.language.unknown_value import MARK_START
from pipefilter.services import service_named
from pipefilter.services.sns_subscription import POLICY_SERVICES
from pipefilter.sources import source_named

__all__ = ["addition", "difference", "is_same", "removal", "unfiltered"]


def addition(new: FilterList) -> Difference:
    """Filters that are only on the new side."""
    if new.problems:
        return _not_proven(None, new, "it is not valid")
    return Difference("added", None, new, loses=False, gains=True)


def removal(old: FilterList) -> Difference:
    """Filters that are only on the old side."""
    return Difference("removed", old, None, loses=True, gains=False)


def is_same(old: FilterList, new: FilterList) -> bool:
    """Whether filters are the same on both sides, for any values of what is not known."""
    if old.identity is not None and old.identity == new.identity:
        return True
    has_unknown = any(each.unknown or each.gap or each.problems for each in (old, new))
    return not has_unknown and old.patterns == new.patterns


def difference(old: FilterList, new: FilterList) -> Difference:
    """What a change starts or stops matching."""
    return with_switch(_of_filters(old, new))


def _of_filters(old: FilterList, new: FilterList) -> Difference:
    is_valid = not (old.problems or new.problems)
    if is_valid and old.service in POLICY_SERVICES and new.service in POLICY_SERVICES:
        return _of_policies(old, new)
    return _with_source(_difference(old, new))


def _of_policies(old: FilterList, new: FilterList) -> Difference:
    """What a change to a filter policy of SNS does; without a policy, the scope has no effect."""
    if old.service != new.service:
        if old.patterns and new.patterns:
            reason = "one filter policy is on message attributes, the other on the message body"
            return _not_proven(old, new, reason)
        service = old.service if old.patterns else new.service
        old, new = (replace(each, service=service) for each in (old, new))
    # the service is the scope
    return _difference(*(replace(each, patterns=_without_scopes(each.patterns)) for each in (old, new)))


def _without_scopes(patterns: Sequence[ScopedPattern]) -> tuple[ScopedPattern, ...]:
    return tuple(replace(each, scope="") for each in patterns)


def _difference(old: FilterList, new: FilterList) -> Difference:
    if old.problems or new.problems:
        return _of_invalid(old, new)
    if is_same(old, new):
        return Difference("unchanged", old, new, loses=False, gains=False, note=_condition(new))
    if reason := _reason_of_gap(old, new) or _reason_of_unknown(old, new):
        return _not_proven(old, new, reason)
    comparisons = _comparisons(old, new)
    if comparisons is None:
        return _not_proven(old, new, "several filters that see the same fields must all match")
    return _decided(old, new, comparisons)


def _of_invalid(old: FilterList, new: FilterList) -> Difference:
    sides = [(name, each.problems) for name, each in (("old", old), ("new", new)) if each.problems]
    is_known = any(not located.problem.advice for _, problems in sides for located in problems)
    if len(sides) == 1:
        name, _ = sides[0]
        reason = (
            f"the {name} side is not valid" if is_known else f"it is not certain what the {name} side means"
        )
        return _not_proven(old, new, reason)
    if old.identity is not None and old.identity == new.identity:
        note = "it is not valid, as before" if is_known else "it is not certain what it means, as before"
        return Difference("unchanged", old, new, loses=False, gains=False, note=note)
    return _not_proven(
        old, new, "neither side is valid" if is_known else "it is not certain what the sides mean"
    )


def _reason_of_gap(old: FilterList, new: FilterList) -> str:
    """Why a side is not known in full; "" if both are."""
    if old.gap and new.gap:
        return new.gap
    return f"{new.gap} (new side)" if new.gap else f"{old.gap} (old side)" if old.gap else ""


def _not_proven(old: FilterList | None, new: FilterList, reason: str) -> Difference:
    return Difference("not proven", old, new, loses=None, gains=None, reason=reason)


def _condition(filters: FilterList) -> str:
    """For which values a statement holds; "" if all are known."""
    names = list(dict.fromkeys(filters.unknown.values()))
    return f"for the same value of {', '.join(names)}" if names else ""


def _reason_of_unknown(old: FilterList, new: FilterList) -> str:
    """Why unknown values prevent a comparison; "" if they do not.

    A field can be compared for any values if each condition on it that contains them is the same everywhere.
    """
    unknown = {**old.unknown, **new.unknown}
    if not unknown:
        return ""
    conditions: dict[str, set[frozenset[object]]] = {}
    marked: dict[str, str] = {}
    for pattern in (each.pattern for side in (old, new) for each in side.patterns):
        for field in every_field(pattern.members):
            text = field.path + written([each.element() for each in field.alternatives])
            conditions.setdefault(field.path, set()).add(frozenset(field.alternatives))
            if MARK_START in field.path:
                return f"a name depends on {_named(text, unknown)}"
            if MARK_START in text:
                marked[field.path] = text
    for path, text in marked.items():
        if len(conditions[path]) > 1:
            return f"the conditions on {path} depend on {_named(text, unknown)}"
    if old.has_open_forms or new.has_open_forms:
        return f"{_named(' '.join(marked.values()), unknown)} may be something other than a string"
    return ""


def _named(text: str, unknown: dict[str, str]) -> str:
    """The placeholders of the marks in a text."""
    names = [name for mark, name in unknown.items() if mark in text]
    return ", ".join(dict.fromkeys(names or unknown.values()))


def _comparisons(old: FilterList, new: FilterList) -> list[tuple[str, PatternComparison]] | None:
    """The comparison for each scope, of which all must match; None if several filters of one scope are not one pattern."""
    service = old.service or new.service
    each_pattern = [*old.patterns, *new.patterns]
    has_scopes = any(each.scope for each in each_pattern)
    if not has_scopes and not (service and service_named(service).combination == "all"):
        before, after = (tuple(each.pattern for each in side.patterns) for side in (old, new))
        return [("", _compared(old, before, new, after))]
    scopes = dict.fromkeys(each.scope or DATA for each in each_pattern)
    comparisons: list[tuple[str, PatternComparison]] = []
    for scope in scopes:
        before, after = (
            joined_patterns(each.pattern for each in side.patterns if (each.scope or DATA) == scope)
            for side in (old, new)
        )
        if len(before) > 1 or len(after) > 1:
            return None
        comparisons.append((scope, _compared(old, before, new, after)))
    return comparisons


def _compared(
    old: FilterList, before: Sequence[EventPattern], new: FilterList, after: Sequence[EventPattern]
) -> PatternComparison:
    """The old patterns against the new ones; without any, everything passes."""
    sides = []
    for filters, patterns in ((old, before), (new, after)):
        listed = tuple(Filter(number, each) for number, each in enumerate(patterns, 1))
        criteria = FilterCriteria(listed, is_bare_pattern=filters.is_bare_pattern and len(listed) == 1)
        sides.append(Filters(criteria, _placement(criteria, filters)))
    return compare_filters(*sides, has_same_values=True)


def _placement(criteria: FilterCriteria, filters: FilterList) -> Placement:
    try:
        return resolve_placement(criteria, service=filters.service, source=filters.source)
    except Contradiction:  # a template that AWS would not deploy
        return resolve_placement(criteria)


def _decided(
    old: FilterList, new: FilterList, comparisons: Sequence[tuple[str, PatternComparison]]
) -> Difference:
    unknown = tuple({**old.unknown, **new.unknown}.items())
    loses = _fails([each.implies for _, each in comparisons])
    gains = _fails([each.is_implied for _, each in comparisons])
    open_comparisons = (each for _, each in comparisons if None in (each.implies, each.is_implied))
    doubts = [doubt for each in open_comparisons for doubt in each.doubts] if None in (loses, gains) else []
    return Difference(
        _status(loses=loses, gains=gains),
        old,
        new,
        loses=loses,
        gains=gains,
        stops=_witness(((scope, each.only_first) for scope, each in comparisons), unknown),
        starts=_witness(((scope, each.only_second) for scope, each in comparisons), unknown),
        reason=doubts[0].reason if doubts else "",
        path=doubts[0].path if doubts else "",
        note="; ".join(filter(None, (_note(old, new), _condition(new) or _condition(old)))),
        is_disjoint=any(each.relation == "disjoint" for _, each in comparisons),
    )


def _fails(implications: Sequence[bool | None]) -> bool | None:
    """Whether something is matched on one side only; of several scopes, one that does not match is enough."""
    if all(implications):
        return False
    return True if False in implications else None


def _status(*, loses: bool | None, gains: bool | None) -> Status:
    if loses is None or gains is None:
        return "not proven"
    if loses:
        return "different" if gains else "narrower"
    return "wider" if gains else "equal"


def _witness(
    events: Iterable[tuple[str, Event | None]], unknown: tuple[tuple[str, str], ...]
) -> Witness | None:
    for scope, event in events:
        if event is not None:
            return Witness(event.tree, event.record_tree, unknown, scope or event.scope)
    return None


def _note(old: FilterList, new: FilterList) -> str:
    """That one side lets everything pass, or reads from another source."""
    kind = "event" if "bus" in (old.source, new.source) else "record"
    if old.patterns and not new.patterns:
        return f"without a filter, it matches every {kind}"
    if new.patterns and not old.patterns:
        return f"without a filter, it matched every {kind} before"
    return ""


def _with_source(pair: Difference) -> Difference:
    """A difference with a note if the filters receive other records than before."""
    if not pair.has_other_source:
        return pair
    assert pair.old is not None
    assert pair.new is not None
    old, new = (source_named(each.source).records for each in (pair.old, pair.new))
    return replace(pair, note="; ".join(filter(None, (pair.note, f"it receives {new}, not {old} as before"))))


def unfiltered(filters: FilterList) -> FilterList:
    """The same resource without its filters."""
    return replace(filters, patterns=(), identity=(), unknown={}, gap="", problems=(), is_unfiltered=True)
