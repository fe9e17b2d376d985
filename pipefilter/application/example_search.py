"""Finds examples for filters: each is evaluated before it counts, by the fast and by the reference matcher."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from itertools import islice

from pipefilter.application.example import Example
from pipefilter.dataclass import dataclass
from pipefilter.errors import EventTooIntricate, InvalidEvent
from pipefilter.filtering.record_evaluator import RecordEvaluator, RecordOutcome
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.language.branches import Branch, branches_of
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.language.operator import Operator
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.matching.reference_matcher import ReferenceMatcher
from pipefilter.sources import Source
from pipefilter.witnesses.branch_witness import (
    Conditions,
    Witness,
    conditions_of,
    joined_conditions,
    witness,
)
from pipefilter.witnesses.field_witness import Absence, FieldCondition
from pipefilter.witnesses.record_form import has_field, key_images, record_of
from pipefilter.witnesses.sample import Sample

__all__ = ["ExampleSearch"]

_MAX_BRANCHES = 50
"""Branches with an example."""
_MAX_EXAMPLES = 50
"""Examples of each verdict."""
_MAX_ATTEMPTS = 1000
"""Events that are evaluated, including those that turn out to have another verdict."""
_MAX_ALTERNATIVES = 10
"""Alternatives of one field with an example."""


@dataclass(frozen=True, slots=True)
class _Event:
    """A record with the verdict that was looked for, and what a filter sees of it."""

    record: Json
    witness: Witness


@dataclass(slots=True)
class ExampleSearch:
    """The search for examples.

    Args:
        criteria: the filters that are certain.
        evaluator: of the filters, which has the last word.
        samples: records of the source, which are changed as far as the filters require.
        source: of the records; None if that is not known.
        service: the name of the service that evaluates them.
    """

    criteria: FilterCriteria
    evaluator: RecordEvaluator
    samples: tuple[Sample, ...]
    source: Source | None
    service: str
    matching: list[Example] = field(default_factory=list)
    near_misses: list[Example] = field(default_factory=list)
    left_out: int = 0
    not_found: int = 0
    impossible: int = 0
    _attempts: int = 0
    _texts: set[str] = field(default_factory=set)
    _missed: set[tuple[int, str, tuple[Operator, ...]]] = field(default_factory=set)
    _references: dict[int, tuple[EventPattern, ReferenceMatcher]] = field(default_factory=dict)

    def run(self) -> None:
        """Find the examples."""
        branches = self._branches()
        for number, choices, conditions in islice(branches, _MAX_BRANCHES):
            self._of_branch(number, choices, conditions)
        self.left_out += sum(1 for _ in islice(branches, _MAX_ATTEMPTS))

    def _branches(self) -> Iterator[tuple[int, tuple[str, ...], Conditions]]:
        """The branches of each filter; where all filters must match, combinations of their branches."""
        filters = self.criteria.filters
        if self.service != "v2":
            for each in filters:
                for branch in branches_of(each.pattern):
                    yield each.number, branch.choices, conditions_of(branch)
            return
        combinations: list[tuple[tuple[str, ...], Conditions]] = [((), Conditions({}, {}))]
        for each in filters:
            if each.scope in ("", "DATA"):
                combinations = list(islice(_joined(combinations, branches_of(each.pattern)), _MAX_BRANCHES))
        for choices, conditions in combinations:
            yield 1, choices, conditions

    def _of_branch(self, number: int, choices: tuple[str, ...], conditions: Conditions) -> None:
        if len(self.matching) >= _MAX_EXAMPLES:
            self.left_out += 1
            return
        first = self._event(conditions, number)
        if first is None:
            if all(map(conditions.is_impossible, self.samples)):
                self.impossible += 1
            else:
                self.not_found += 1
            return
        covered = self._keep(first, number, choices, conditions)
        for path in conditions.fields:
            covered |= self._of_alternatives(number, choices, conditions, path, covered)
        for path, condition in conditions.fields.items():
            key = (number, path, condition.matched[0].alternatives)  # branches share fields
            if key not in self._missed:
                self._missed.add(key)
                self._near_misses(number, choices, conditions, path)

    def _of_alternatives(
        self,
        number: int,
        choices: tuple[str, ...],
        conditions: Conditions,
        path: str,
        covered: set[tuple[str, int]],
    ) -> set[tuple[str, int]]:
        """Find an event for each alternative of a field without one; return the alternatives that have one now."""
        condition = conditions.fields[path]
        alternatives = condition.matched[0].alternatives
        covered = set(covered)
        for index, operator in enumerate(alternatives[:_MAX_ALTERNATIVES]):
            if (path, index) in covered:
                continue
            if len(self.matching) >= _MAX_EXAMPLES:
                self.left_out += 1
                continue
            narrow = FieldCondition((*condition.matched, FieldPredicate((operator,))), condition.unmatched)
            event = self._event(conditions.with_field(path, narrow), number)
            if event is not None:
                covered |= self._keep(event, number, choices, conditions)
        self.left_out += max(0, len(alternatives) - _MAX_ALTERNATIVES)
        return covered

    def _near_misses(self, number: int, choices: tuple[str, ...], conditions: Conditions, path: str) -> None:
        """Find events in which one field has another value, or none."""
        if len(self.near_misses) >= _MAX_EXAMPLES:
            self.left_out += 1
            return
        missed = conditions.with_field(path, FieldCondition((), conditions.fields[path].matched))
        steps = conditions.steps[path]
        samples = tuple(sample.changed(path) for sample in self.samples if not conditions.is_impossible(sample))
        if "eventName" in self.samples[0].fixed:  # another kind of record may have all other values
            samples = (*samples, *self.samples)
        for change in ("value", "missing"):
            if change == "missing" and (not samples or samples[0].value(steps) is not None):
                continue
            which = {"present": path} if change == "value" else {"absent": path}
            event = self._event(missed, number, samples, matches=False, **which)
            if event is None or (change == "missing" and has_field(event.record, steps)):
                continue
            value = event.witness.values[path]
            text = "" if isinstance(value, Absence) else written(value)
            if self._is_new(event.record):
                self.near_misses.append(
                    Example(
                        event.record,
                        matches=False,
                        filter=number,
                        branch=choices,
                        differs_in=path,
                        change="value" if text else "missing",
                        value=text,
                    )
                )

    def _keep(
        self, event: _Event, number: int, choices: tuple[str, ...], conditions: Conditions
    ) -> set[tuple[str, int]]:
        """Keep an event that matches, and return the alternatives that it is an example of."""
        if self._is_new(event.record):
            self.matching.append(Example(event.record, matches=True, filter=number, branch=choices))
        return set(_covered(event.witness, conditions))

    def _is_new(self, record: Json) -> bool:
        text = written(record)
        is_new = text not in self._texts
        self._texts.add(text)
        return is_new

    def _event(
        self,
        conditions: Conditions,
        number: int,
        samples: tuple[Sample, ...] = (),
        *,
        matches: bool = True,
        **which: str,
    ) -> _Event | None:
        """A record that meets the conditions and has the verdict; None if there is none among those tried."""
        for sample in samples or self.samples:
            if self._attempts >= _MAX_ATTEMPTS:
                return None
            event = witness(conditions, sample, **which)
            if event is None:
                continue
            self._attempts += 1
            for key_image in key_images(next(iter(which.values()), "")):
                record = record_of(event.event, self.source, self.service, key_image=key_image)
                if self._verdict(written(record), number) is matches:
                    return _Event(record, event)
        return None

    def _verdict(self, text: str, number: int) -> bool | None:
        """Whether a record matches, by both matchers; None if there is no verdict, or another filter matches."""
        try:
            outcomes = self.evaluator.evaluate(text)
            if len(outcomes) != 1 or outcomes[0].problem is not None:
                return None
            return self._agreed(outcomes[0], number)
        except (InvalidEvent, EventTooIntricate):
            return None

    def _agreed(self, outcome: RecordOutcome, number: int) -> bool | None:
        if outcome.matches is None or outcome.verdict is None:
            return None
        for each in outcome.verdict.filters:
            if not each.is_dropped and not each.undecided:
                reference = self._reference(each.pattern)
                if reference.matches(each.seen) is not each.matches:
                    return None
        if outcome.matches and self.service != "v2":
            numbers = [each.number for each in outcome.verdict.filters if each.matches]
            return True if number in numbers else None
        return outcome.matches

    def _reference(self, pattern: EventPattern) -> ReferenceMatcher:
        key = id(pattern)
        if key not in self._references:
            self._references[key] = (pattern, ReferenceMatcher(pattern))
        return self._references[key][1]


def _joined(
    combinations: list[tuple[tuple[str, ...], Conditions]], branches: tuple[Branch, ...]
) -> Iterator[tuple[tuple[str, ...], Conditions]]:
    for choices, conditions in combinations:
        for branch in branches:
            yield (*choices, *branch.choices), joined_conditions(conditions, conditions_of(branch))


def _covered(event: Witness, conditions: Conditions) -> Iterator[tuple[str, int]]:
    """The alternatives that match the values of an example, by the path of the field and their index."""
    for path, condition in conditions.fields.items():
        predicate = condition.matched[0]
        value = event.values[path]
        if isinstance(value, Absence):
            for index, operator in enumerate(predicate.alternatives):
                if FieldPredicate((operator,)).matches_absence:
                    yield path, index
        else:
            for index in predicate.holding(value):
                yield path, index
