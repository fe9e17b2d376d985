"""Finds rules that match only events that another rule matches, and rules that never match: each is proven."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

from pipefilter.analysis.reading.covering import Covering
from pipefilter.dataclass import dataclass
from pipefilter.events.shape import Shape
from pipefilter.language.event_pattern import EventPattern
from pipefilter.matching.rule_set import RuleSet
from pipefilter.witnesses.sample import Sample

__all__ = ["CoveredRules", "RedundantRules", "covered_rules", "redundant_rules"]

_MAX_STEPS = 1_000_000
"""Of all proofs together: a second or two."""
_MAX_PROOFS = 3_000


@dataclass(frozen=True, slots=True)
class CoveredRules:
    """Pairs of rules of which the second matches everything that the first matches.

    Args:
        pairs: of names, in the order of the rules; two that match the same events are there twice.
        never: the names of the rules that match no event.
        is_complete: whether all rules were compared.
    """

    pairs: tuple[tuple[str, str], ...]
    never: tuple[str, ...]
    is_complete: bool


@dataclass(frozen=True, slots=True)
class RedundantRules:
    """Rules that match no event of their own; each statement is proven.

    Args:
        never: the rules that match no event.
        equal: groups of rules that match the same events.
        covered: rules that match less than another rule, each with the first of those; of `equal` ones, only the first.
        is_complete: whether all rules were compared; if not, there may be others.
    """

    never: tuple[str, ...]
    equal: tuple[tuple[str, ...], ...]
    covered: tuple[tuple[str, str], ...]
    is_complete: bool


def covered_rules(patterns: Mapping[str, EventPattern], record: Shape | None = None) -> CoveredRules:
    """Compare rules that see the same events, within a budget.

    A rule is compared only with the rules that match an event that it matches, which the index of a rule set knows.

    Args:
        record: the shape of the events; None if it is not known.
    """
    covering = Covering(Sample(record=record), max_steps=_MAX_STEPS)
    index = RuleSet(patterns)
    pairs: list[tuple[str, str]] = []
    never: list[str] = []
    is_complete, proofs = True, 0
    for name, pattern in patterns.items():
        event = covering.event(pattern)
        if event is None:
            if covering.covers([], pattern):
                never.append(name)
            else:
                is_complete = False
            continue
        for other in index.matching_tree(event):
            if other == name:
                continue
            proofs += 1
            if proofs > _MAX_PROOFS:
                return CoveredRules(tuple(pairs), tuple(never), is_complete=False)
            if covering.covers([patterns[other]], pattern):
                pairs.append((name, other))
    return CoveredRules(tuple(pairs), tuple(never), is_complete=is_complete and not covering.is_exhausted)


def redundant_rules(
    patterns: Mapping[str, EventPattern], groups: Mapping[str, Hashable], records: Mapping[str, Shape | None]
) -> RedundantRules:
    """Compare rules.

    Args:
        groups: a key for each rule: rules with the same key see the same events.
        records: the shape of the events of each rule; None if it is not known.
    """
    keys = {groups[name]: records[name] for name in patterns}
    results = [
        covered_rules({name: patterns[name] for name in patterns if groups[name] == key}, record)
        for key, record in keys.items()
    ]
    pairs = dict.fromkeys(pair for each in results for pair in each.pairs)
    equal = _equal(pairs)
    later = {name for group in equal for name in group[1:]}
    covered: dict[str, str] = {}
    for narrow, wide in pairs:
        if (wide, narrow) not in pairs and not {narrow, wide} & later:
            covered.setdefault(narrow, wide)
    order = {name: number for number, name in enumerate(patterns)}
    return RedundantRules(
        tuple(sorted((name for each in results for name in each.never), key=order.__getitem__)),
        tuple(sorted(equal, key=lambda group: order[group[0]])),
        tuple(sorted(covered.items(), key=lambda pair: order[pair[0]])),
        all(each.is_complete for each in results),
    )


def _equal(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """The groups of rules that cover each other."""
    known = dict.fromkeys(pairs)
    groups: dict[str, list[str]] = {}
    first_of: dict[str, str] = {}
    for narrow, wide in known:
        if (wide, narrow) in known:
            first = first_of.setdefault(narrow, narrow)
            if wide not in first_of:
                first_of[wide] = first
                groups.setdefault(first, [first]).append(wide)
    return [tuple(group) for group in groups.values()]
