"""Many patterns by name, evaluated at once: `pipefilter.RuleSet`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pipefilter.application.pattern_input import PatternInput, PlacedFilters, inline_text, listed_patterns
from pipefilter.application.pattern_text import json_pattern_text
from pipefilter.errors import PipefilterError, Undecided
from pipefilter.filtering.envelopes import LISTS, LOG_LISTS
from pipefilter.filtering.placement import Placement
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import Filter, FilterCriteria
from pipefilter.matching import rule_set
from pipefilter.matching.event_text import Event, event_tree
from pipefilter.override import override
from pipefilter.sources import source_named

if TYPE_CHECKING:
    from pipefilter.application.covered_rules import RedundantRules
    from pipefilter.application.filters import Filters
    from pipefilter.application.rule_evaluator import RuleEvaluator
    from pipefilter.events.shape import Shape

__all__ = ["RuleSet"]

_RECORD_MEMBERS = frozenset(
    (
        *LISTS,
        *LOG_LISTS,
        "MessageId",
        "Sns",
        "TargetArn",
        "TopicArn",
        "PartitionKey",
        "basicProperties",
        "bootstrapServers",
        "dynamodb",
        "event",
        "eventSource",
        "kinesis",
        "messageID",
        "messageId",
        "offset",
        "partitionKey",
    )
)
"""Each record and each wrapper of records has one of these members; an event without them is evaluated as it is."""
_ANYWHERE = Placement()
_BUS = source_named("bus")


class RuleSet(rule_set.RuleSet):
    """Event patterns by name: an event or a record is evaluated with all of them at once.

    For an event from a bus, an index finds the few patterns that may match. A record from a queue, stream or broker,
    bare or in a wrapper, is unwrapped and decoded, and each pattern is evaluated as by `Filters.evaluate`: with the
    service and the source that it was loaded with, or else in a pipe.

    Args:
        patterns: the patterns by name, each the result of `load` or its argument, such as a dict, JSON text or the name of a file; in
            a list, their names are their numbers: `"1"`, `"2"`.

    Raises:
        InvalidEventPattern: AWS rejects one of them. A note on this and the other errors names the pattern.
        UnreadableInput: a file cannot be read.
        ValueError: there are several filters instead of one pattern.
        TypeError: something is not a pattern.
    """

    def __init__(self, patterns: Mapping[str, PatternInput] | Iterable[PatternInput] | None = None) -> None:
        if patterns is None or isinstance(patterns, Mapping):
            by_name = patterns or {}
        elif isinstance(patterns, str | bytes | EventPattern | PlacedFilters):
            raise TypeError("pass a dict from names to patterns, or a list of patterns")
        else:
            by_name = {str(number): pattern for number, pattern in enumerate(listed_patterns(patterns), 1)}
        super().__init__()
        self._loaded: dict[str, Filters] = {}
        self._are_all_of_bus: bool | None = None
        self._evaluator: RuleEvaluator | None = None
        for name, pattern in by_name.items():
            self.add(name, pattern)

    @override
    def __reduce__(self) -> tuple[object, ...]:
        filters = {name: self._loaded.get(name, self[name]) for name in self}
        return type(self), (filters,)

    @override
    def add(self, name: str, pattern: PatternInput) -> None:
        """Add a pattern after the others, or replace the pattern of this name.

        Args:
            name: the name of the pattern; any string.
            pattern: the result of `load` or its argument, with one pattern.

        Raises:
            InvalidEventPattern: AWS rejects the pattern.
            UnreadableInput: the file cannot be read.
            ValueError: there are several filters.
            TypeError: it is not a pattern.
        """
        try:
            filters = _read(pattern)
            rule = _single_pattern(filters.criteria) if isinstance(filters, PlacedFilters) else filters
        except Exception as error:
            error.add_note(f"in the pattern {name!r}")
            raise
        super().add(name, rule)
        self._loaded.pop(name, None)
        if isinstance(filters, PlacedFilters):
            self._loaded[name] = filters
        self._changed()

    @override
    def remove(self, name: str) -> None:
        """Remove a pattern.

        Raises:
            KeyError: there is no pattern of this name.
        """
        super().remove(name)
        self._loaded.pop(name, None)
        self._changed()

    def _changed(self) -> None:
        self._are_all_of_bus = None
        self._evaluator = None

    @override
    def matching(self, event: Event) -> list[str]:
        """The names of the patterns that match, in their order.

        Args:
            event: an event or a record, as JSON text, UTF-8 bytes, or a dict; the only one in its wrapper. Of a dict that is no
                record, only fields of the patterns are looked at, as many as decide.

        Raises:
            InvalidEvent: the event is not JSON, not a JSON object, or not a record.
            Undecided: one of the patterns has no verdict, such as a pattern that was loaded for SQS, on a Kinesis
                record; a note on the error names it. For separate verdicts, use `Filters.evaluate` with each pattern.
            ValueError: a wrapper has no record, or several.
            EventTooIntricate: no verdict within the budget.
        """
        if self._are_all_of_bus is None:
            self._are_all_of_bus = all(_sees_bus_events(each.placement) for each in self._loaded.values())
        if self._are_all_of_bus:
            names = self.matching_shortly(event, _RECORD_MEMBERS)
            if names is not None:
                return names
            if isinstance(event, dict) and _RECORD_MEMBERS.isdisjoint(event):
                return self.matching_tree(self.tree_for(event))
        tree = event_tree(event)
        assert isinstance(tree, tuple)
        if self._are_all_of_bus and _RECORD_MEMBERS.isdisjoint([name for name, _ in tree]):
            return self.matching_tree(tree)
        return self._matching_record(event) if self else []

    def _matching_record(self, event: Event) -> list[str]:
        from pipefilter.application.event_input import events_in
        from pipefilter.application.filters import record_text
        from pipefilter.application.rule_evaluator import single_record

        text = bytes(event) if isinstance(event, bytes | bytearray) else record_text(event)
        evaluator = self._evaluator = self._evaluator or self._new_evaluator()
        texts = [each.text for each in events_in(text)]
        try:
            record = single_record([record for each in texts for record in evaluator.records(each)])
        except Undecided:  # the event itself for some rules, a wrapper of records for others
            return self._matching_separately(evaluator, texts)
        seen = evaluator.seen_by_all(record)
        if seen is not None:
            return self.matching_tree(seen)
        outcome = evaluator.outcome(record)
        names = list(self)
        if outcome.reasons:
            number = min(outcome.reasons)
            error = Undecided(outcome.reasons[number])
            error.add_note(f"in the pattern {names[number]!r}")
            raise error
        return [names[number] for number in outcome.matching]

    def _matching_separately(self, evaluator: RuleEvaluator, texts: Sequence[str | bytes]) -> list[str]:
        """The names of the patterns that match, each of which may read another record."""
        names = []
        for name, rule in zip(self, evaluator.rules, strict=True):
            try:
                matches = rule.matches_single(texts)
            except (PipefilterError, ValueError) as error:
                error.add_note(f"in the pattern {name!r}")
                raise
            if matches:
                names.append(name)
        return names

    def redundant(self) -> RedundantRules:
        """The patterns that match no event, or only events that another pattern of the set matches; each is proven.

        Patterns are compared with those for the same service and source.
        """
        from pipefilter.application.covered_rules import redundant_rules

        patterns = {name: self[name] for name in self}
        return redundant_rules(
            patterns,
            {name: _place(self._loaded.get(name)) for name in patterns},
            {name: _record(self._loaded.get(name)) for name in patterns},
        )

    def _new_evaluator(self) -> RuleEvaluator:
        from pipefilter.application.record_scanner import RecordScanning
        from pipefilter.application.rule_evaluator import RuleEvaluator

        return RuleEvaluator(
            self._loaded[name].scanning()
            if name in self._loaded
            else RecordScanning(FilterCriteria((Filter(1, self[name]),), is_bare_pattern=True), _ANYWHERE)
            for name in self
        )


def _place(filters: Filters | None) -> tuple[str, ...]:
    """Where a pattern runs, and on which part of the events."""
    placement = _ANYWHERE if filters is None else filters.placement
    source = "" if placement.source is None else placement.source.name
    scopes = () if filters is None else tuple(each.scope for each in filters.criteria.filters)
    if source == "sns":  # the service is the scope, whether it is written or not
        scopes = ()
    return (source, *filter(None, scopes), *(service.name for service in placement.services))


def _record(filters: Filters | None) -> Shape | None:
    """The shape of the events that a pattern sees; None if it is not known."""
    from pipefilter.analysis.reading.record_shape import record_shape

    if filters is None or any(service.any_shape for service in filters.placement.services):
        return None
    return record_shape(None, filters.placement.source)


def _sees_bus_events(placement: Placement) -> bool:
    """Whether a pattern sees an event from a bus unchanged: others are for records, or have scopes."""
    return placement.source in (None, _BUS) and any(each.name == "rule" for each in placement.services)


def _read(pattern: PatternInput) -> EventPattern | str | bytes | Filters:
    """A pattern, or filters with their placement."""
    if isinstance(pattern, EventPattern):
        return pattern
    if not isinstance(pattern, PlacedFilters):
        text = inline_text(pattern)
        if text is not None and json_pattern_text(text).template is None:
            return text
    from pipefilter.application.loading import load
    from pipefilter.errors import TemplateGap

    filters = load(pattern)
    if filters.bounds is not None:
        raise TemplateGap(f"{filters.name}: the template does not specify {filters.bounds.unknown}")
    return filters


def _single_pattern(criteria: FilterCriteria) -> EventPattern:
    if len(criteria.filters) != 1:
        raise ValueError(f"a rule has exactly one pattern, but there are {len(criteria.filters)} filters")
    return criteria.filters[0].pattern
