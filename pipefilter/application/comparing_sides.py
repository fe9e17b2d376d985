"""Two sides of a comparison as a service evaluates them: for each format of data, and within the bounds of templates."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

from pipefilter.application.aws_event_shape import aws_event_shape
from pipefilter.application.comparison_witness import Witness, shortest, witnesses
from pipefilter.application.data_views import DataView, data_views, mixed_format
from pipefilter.application.example_source import common_source, example_samples, example_source, with_source
from pipefilter.application.filter_identity import identity_of
from pipefilter.application.filters import Filters
from pipefilter.application.joined_answers import (
    bounded_implication,
    joined_implication,
    joined_overlap,
    without_proofs,
)
from pipefilter.application.policy_doubt import policy_doubt, policy_service
from pipefilter.application.record_conditions import RecordConditions
from pipefilter.application.scoped_comparison import DATA, scoped_comparison, scopes_of
from pipefilter.comparing.comparison import Comparison, compare_patterns
from pipefilter.comparing.implication import Doubt, Implication
from pipefilter.comparing.overlap import Overlap
from pipefilter.errors import EventTooIntricate, InvalidEvent
from pipefilter.filtering.record_evaluator import RecordEvaluator
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.services import service_named
from pipefilter.witnesses.message_form import possible_attributes
from pipefilter.witnesses.record_form import record_of
from pipefilter.witnesses.sample import Sample, Tree

__all__ = ["Sides"]

_MIXED_FORMAT = "AWS does not document what happens if the parts of $or expect different formats of it"
_EVERYTHING = (EventPattern(()),)
_NOT_UTF_8 = "/w=="
"""The byte 0xff in base64."""

_PROVEN = Implication(holds=True)

Verdicts: TypeAlias = tuple[bool, bool]


class Sides:
    """Two sides of a comparison.

    Args:
        first: one side.
        second: the other side.
    """

    def __init__(self, first: Filters, second: Filters) -> None:
        self._first, self._second = first, second
        patterns = (*first.patterns, *second.patterns)
        self._source, self._is_certain = common_source(first, second)
        service = first.service or second.service
        if not service or (self._source is not None and service not in self._source.services):
            service = self._source.services[0] if self._source is not None else "pipe"
        placements = [with_source(each.placement, self._source) for each in (first, second)]
        policies, self._doubt = policy_service(placements)
        self._is_of_two_scopes = self._doubt is not None
        if policies is not None:
            service = policies.name
            placements = [replace(each, services=(policies,)) for each in placements]
        self._service = service
        self._scope = "" if policies is None else policies.scopes[0]
        self._samples = example_samples(
            self._source, "", "", "", patterns, service=self._service, is_certain=self._is_certain
        )
        self._evaluators = [
            RecordEvaluator(each.criteria, placement, each.bounds)
            for each, placement in zip((first, second), placements, strict=True)
        ]
        self._paths = tuple(
            dict.fromkeys(field.steps for each in patterns for field in every_field(each.members))
        )
        self._must_all_match = (_must_all_match(first), _must_all_match(second))
        self._conditions = RecordConditions(self._samples[0], patterns)
        self._witnesses: dict[str, Witness] = {}
        self._policy_doubt = self._undocumented = None
        is_known = first.bounds is None and second.bounds is None
        self.are_known_policies = policies is not None and is_known
        if policies is not None:
            of_body = service == "sns-body"
            self._undocumented = policy_doubt(patterns, of_body=of_body, is_same_unknown=True)
            self._policy_doubt = policy_doubt(patterns, of_body=of_body) if is_known else self._undocumented
        if self._policy_doubt is not None and not self._is_certain:
            self._doubt = self._policy_doubt
        if key := mixed_format(patterns, self._source, service):
            self._doubt = Doubt(_MIXED_FORMAT, key)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know besides: that both sides never receive the same records."""
        sources = [example_source(each.patterns, each.placement) for each in (self._first, self._second)]
        (first, is_certain), (second, is_also_certain) = sources
        if first is None or second is None or first is second or not (is_certain and is_also_certain):
            return ()
        return (
            f"they do not receive the same records: the first is for {first.records}, the second for {second.records}",
        )

    def witness(self, event: Json) -> Witness | None:
        """The witness for an event of a comparison."""
        return None if event is None else self._witnesses[written(event)]

    def same_text(self) -> Comparison | None:
        """The comparison of filters that are the same, whatever the unknown parts of their templates are; else None."""
        if self._is_of_two_scopes:
            return None
        unknown = {side.bounds.unknown if side.bounds else "" for side in (self._first, self._second)}
        if identity_of(self._first) != identity_of(self._second) or len(unknown) > 1:
            return None
        return Comparison(_PROVEN, _PROVEN, self.comparison().overlap)

    def comparison(self) -> Comparison:
        """The comparison; each event in it has been evaluated as a record if its source is known."""
        if self._doubt is not None:
            not_known = Implication(holds=None, doubt=self._doubt)
            return Comparison(not_known, not_known, Overlap(exists=None, doubt=self._doubt))
        comparison = self._within_bounds()
        return comparison if self._policy_doubt is None else without_proofs(comparison, self._policy_doubt)

    def _within_bounds(self) -> Comparison:
        first, second = self._first, self._second
        if first.bounds is None and second.bounds is None:
            return self._of_criteria(first.criteria, second.criteria)
        # what matches for some value of the unknown parts, against what matches for every value
        widest = self._of_criteria(_over(first), _under(second))
        narrowest = self._of_criteria(_under(first), _over(second))
        unknown = ", ".join(each.bounds.unknown for each in (first, second) if each.bounds)
        doubt = Doubt(f"the template does not specify {unknown}")
        overlap = self._of_criteria(_under(first), _under(second)).overlap
        if not overlap.exists:
            possible = self._of_criteria(_over(first), _over(second)).overlap
            overlap = possible if possible.exists is False else Overlap(exists=None, doubt=doubt)
        return Comparison(
            bounded_implication(widest.forward, narrowest.forward, doubt),
            bounded_implication(narrowest.backward, widest.backward, doubt),
            overlap,
        )

    def _of_criteria(self, first: FilterCriteria, second: FilterCriteria) -> Comparison:
        """The comparison of filters that are fully known."""
        scopes = [
            scopes_of(criteria, must_all_match=must_all_match)
            for criteria, must_all_match in zip((first, second), self._must_all_match, strict=True)
        ]
        if any(set(each) - {DATA} or len(each.get(DATA, ())) > 1 for each in scopes):
            return self._with_scopes(scoped_comparison(*scopes))
        sides = [self._conditions.rewritten(next(iter(each.get(DATA, ())), _EVERYTHING)) for each in scopes]
        views = data_views(sides[0], sides[1], self._source, self._service)
        comparisons = [self._of_view(view) for view in views]
        return Comparison(
            joined_implication([each.forward for each in comparisons]),
            joined_implication([each.backward for each in comparisons]),
            joined_overlap([each.overlap for each in comparisons]),
        )

    def _with_scopes(self, comparison: Comparison) -> Comparison:
        """The comparison; its events show what the filters of one scope see."""
        events = (
            comparison.forward.counterexample,
            comparison.backward.counterexample,
            comparison.overlap.event,
        )
        for event in events:
            if isinstance(event, tuple):
                ((scope, tree),) = event
                self._witnesses[written(event)] = Witness(tree, scope=scope)
        return comparison

    def _of_view(self, view: DataView) -> Comparison:
        # an event on a v2 bus can be any JSON object
        has_any_shape = service_named(self._service).any_shape
        shape = None if has_any_shape else aws_event_shape((*view.first, *view.second))
        sample = replace(self._samples[0], tree={}, nesting=shape)
        comparison = compare_patterns(view.first, view.second, sample)
        forward = self._with_record(comparison.forward, view, (True, False))
        backward = self._with_record(comparison.backward, view, (False, True))
        overlap = comparison.overlap
        if overlap.exists:
            event = self._keep(overlap.event, view, (True, True))
            overlap = replace(overlap, event=event) if event else Overlap(exists=None, doubt=self._not_shown())
        return Comparison(forward, backward, overlap)

    def _with_record(self, implication: Implication, view: DataView, verdicts: Verdicts) -> Implication:
        """The implication; unknown if it is refuted by an event that no record shows."""
        if implication.holds is not False:
            return implication
        event = self._keep(implication.counterexample, view, verdicts)
        if event is None:
            return Implication(holds=None, doubt=self._not_shown())
        return replace(implication, counterexample=event)

    def _keep(self, event: Json, view: DataView, verdicts: Verdicts) -> Json:
        """Keep an event with a record that shows the same; None if there is no such record."""
        data = {key: _DATA[form] for key, form in view.formats.items() if form in _DATA}
        assert isinstance(event, tuple)
        names = {name for name, _ in event}
        event = (*event, *((key, value) for key, value in data.items() if key not in names))
        if self._source is not None:
            samples = (_with_data(sample, data) for sample in self._samples)
            for short, seen in witnesses(event, samples, self._paths):
                record = self._record(seen, data)
                if self._verdicts(record) == verdicts:
                    shortened = self._conditions.without_added(short)
                    if self._service == "sns":  # a policy never matches a message without attributes
                        shortened = possible_attributes(shortened or seen)
                    self._witnesses[written(shortened)] = Witness(shortened, record, self._scope)
                    return shortened
            if self._is_certain:
                return None
        event = shortest(event, self._paths, event)
        self._witnesses[written(event)] = Witness(event)
        return event

    def _record(self, seen: Json, data: dict[str, str]) -> Json:
        """A record as the service receives it."""
        record = record_of(seen, self._source, self._service)
        if _NOT_UTF_8 not in data.values() or not isinstance(record, tuple):
            return record
        return tuple((name, _NOT_UTF_8 if data.get(name) == _NOT_UTF_8 else value) for name, value in record)

    def _verdicts(self, record: Json) -> tuple[bool | None, ...]:
        text = written(record)
        try:
            outcomes = [evaluator.evaluate(text) for evaluator in self._evaluators]
        except (InvalidEvent, EventTooIntricate):
            return ()
        return tuple(each[0].matches if len(each) == 1 else None for each in outcomes)

    def _not_shown(self) -> Doubt:
        if self._undocumented is not None:
            return self._undocumented
        records = self._source.records if self._source is not None else "events"
        return Doubt(f"it depends on {records} that probably do not exist")


_DATA = {"plain": "example", "not UTF-8": _NOT_UTF_8}


def _with_data(sample: Sample, data: dict[str, str]) -> Sample:
    tree: dict[str, Tree] = {**sample.tree, **data}
    return replace(sample, tree=tree)


def _must_all_match(filters: Filters) -> bool:
    """Whether an event must match all filters."""
    scopes = service_named("v2").scopes
    return (
        any(each.scope in scopes for each in filters.criteria.filters)
        or filters.placement.usual_service.combination == "all"
    )


def _under(filters: Filters) -> FilterCriteria:
    return filters.bounds.under_approximation if filters.bounds else filters.criteria


def _over(filters: Filters) -> FilterCriteria:
    return filters.bounds.over_approximation if filters.bounds else filters.criteria
