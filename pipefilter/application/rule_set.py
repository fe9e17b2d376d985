"""Many patterns by name, read from whatever stands for one: `pipefilter.RuleSet`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pipefilter.application.pattern_input import PatternInput, PlacedFilters, inline_text, listed_patterns
from pipefilter.errors import InvalidEvent, Undecided
from pipefilter.filtering.envelopes import LISTS, LOG_LISTS
from pipefilter.filtering.placement import Placement
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import Filter, FilterCriteria
from pipefilter.matching import rule_set
from pipefilter.matching.event_text import Event, event_tree
from pipefilter.sources import source_named

if TYPE_CHECKING:
    from pipefilter.application.filters import Filters
    from pipefilter.application.rule_evaluator import RuleEvaluator

__all__ = ["RuleSet"]

_OF_RECORDS = frozenset(
    (
        *LISTS,
        *LOG_LISTS,
        "MessageId",
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
"""Members of which each record has one, and each wrapper of records: an event that has none is evaluated as it is."""
_ANYWHERE = Placement()
_BUS = source_named("bus")


class RuleSet(rule_set.RuleSet):
    """Event patterns by name: an event or a record is evaluated with all of them at once.

    An event of a bus leads to the few patterns that it may match. A record of a queue, a stream or a broker, bare or in an
    envelope, is taken out and decoded, and each pattern is evaluated as `Filters.evaluate` does: in the service and for
    the source that it was loaded with, else in a pipe.

    Args:
        patterns: by name, each what `load` returns or takes, such as a dict, JSON text or the name of a file; in a list,
            their names are their numbers: `"1"`, `"2"`.

    Raises:
        InvalidEventPattern: AWS refuses one of them; a note on the error says which.
        UnreadableInput: a file cannot be read, likewise.
        ValueError: there are several filters where one pattern is wanted, likewise.
        TypeError: something is not a pattern, likewise.
    """

    def __init__(self, patterns: Mapping[str, PatternInput] | Iterable[PatternInput] | None = None) -> None:
        if patterns is None or isinstance(patterns, Mapping):
            by_name = patterns or {}
        elif isinstance(patterns, str | bytes | EventPattern | PlacedFilters):
            raise TypeError("rules have names: give {name: pattern}, or a list of patterns")
        else:
            by_name = {str(number): pattern for number, pattern in enumerate(listed_patterns(patterns), 1)}
        super().__init__()
        self._loaded: dict[str, Filters] = {}
        self._are_all_of_bus: bool | None = None
        self._evaluator: RuleEvaluator | None = None
        for name, pattern in by_name.items():
            self.add(name, pattern)

    def __reduce__(self) -> tuple[object, ...]:
        filters = {name: self._loaded.get(name, self[name]) for name in self}
        return type(self), (filters,)

    def add(self, name: str, pattern: PatternInput) -> None:
        """Add a pattern after the others, or put it in the place of the one of this name.

        Args:
            name: any.
            pattern: what `load` returns or takes, with one pattern.

        Raises:
            InvalidEventPattern: AWS refuses the pattern.
            UnreadableInput: the file cannot be read.
            ValueError: there are several filters.
            TypeError: it is not a pattern.
        """
        try:
            read = _read(pattern)
            lone = _lone(read.criteria) if isinstance(read, PlacedFilters) else read
        except Exception as error:
            error.add_note(f"in the pattern {name!r}")
            raise
        super().add(name, lone)
        self._loaded.pop(name, None)
        if isinstance(read, PlacedFilters):
            self._loaded[name] = read
        self._changed()

    def remove(self, name: str) -> None:
        """Take a pattern out.

        Raises:
            KeyError: there is none of this name.
        """
        super().remove(name)
        self._loaded.pop(name, None)
        self._changed()

    def _changed(self) -> None:
        self._are_all_of_bus = None
        self._evaluator = None

    def matching(self, event: Event) -> list[str]:
        """The names of the patterns that match, in the order given.

        Args:
            event: an event or a record, as JSON text, UTF-8 bytes, or a dict; with nothing but this record in its envelope.

        Raises:
            InvalidEvent: the event is no JSON object, or no JSON, or not a record.
            Undecided: there is no verdict of one of the patterns, such as of one that is loaded for SQS on a record of
                Kinesis; a note on the error says which. `Filters.evaluate` gives the verdict of each by itself.
            ValueError: an envelope holds no record, or several.
            EventTooIntricate: no verdict within the budget.
        """
        tree = event_tree(event)
        assert isinstance(tree, tuple)  # noqa: S101 - nothing else is an event
        if self._are_all_of_bus is None:
            self._are_all_of_bus = all(_sees_bus_events(each.placement) for each in self._loaded.values())
        if self._are_all_of_bus and _OF_RECORDS.isdisjoint([name for name, _ in tree]):
            return self.matching_tree(tree)
        return self._matching_record(event) if self else []

    def _matching_record(self, event: Event) -> list[str]:
        from pipefilter.application.event_input import events_in  # noqa: PLC0415 - not for events of a bus
        from pipefilter.application.filters import record_text  # noqa: PLC0415 - likewise

        text = bytes(event) if isinstance(event, bytes | bytearray) else record_text(event)
        evaluator = self._evaluator = self._evaluator or self._made_evaluator()
        records = [record for each in events_in(text) for record in evaluator.records(each.text)]
        problems = [record.fault for record in records if record.fault]
        if problems:
            raise InvalidEvent(*problems)
        if len(records) != 1:
            raise ValueError(f"there are {len(records)} records in it, not one: give them one by one")
        seen = evaluator.seen_by_all(records[0])
        if seen is not None:
            return self.matching_tree(seen)
        outcome = evaluator.outcome(records[0])
        names = list(self)
        if outcome.reasons:
            number = min(outcome.reasons)
            error = Undecided(outcome.reasons[number])
            error.add_note(f"in the pattern {names[number]!r}")
            raise error
        return [names[number] for number in outcome.matching]

    def _made_evaluator(self) -> RuleEvaluator:
        from pipefilter.application.record_scanner import RecordScanning  # noqa: PLC0415 - not for events of a bus
        from pipefilter.application.rule_evaluator import RuleEvaluator  # noqa: PLC0415 - likewise

        return RuleEvaluator(
            self._loaded[name].scanning()
            if name in self._loaded
            else RecordScanning(FilterCriteria((Filter(1, self[name]),), is_bare_pattern=True), _ANYWHERE)
            for name in self
        )


def _sees_bus_events(placement: Placement) -> bool:
    """Whether a pattern sees an event of a bus as it is: the others are for records, or have scopes."""
    return placement.source in (None, _BUS) and any(each.name == "rule" for each in placement.services)


def _read(pattern: PatternInput) -> EventPattern | str | bytes | Filters:
    """A pattern, or filters that say where they run."""
    if isinstance(pattern, EventPattern):
        return pattern
    if not isinstance(pattern, PlacedFilters):
        text = inline_text(pattern)
        if text is not None:
            return text
    from pipefilter.application.loading import load  # noqa: PLC0415 - not for patterns that are there already
    from pipefilter.errors import TemplateGap  # noqa: PLC0415 - likewise

    filters = load(pattern)
    if filters.bounds is not None:
        raise TemplateGap(f"{filters.name}: the template does not tell what {filters.bounds.unknown} is")
    return filters


def _lone(criteria: FilterCriteria) -> EventPattern:
    if len(criteria.filters) != 1:
        raise ValueError(f"a rule has one pattern, and there are {len(criteria.filters)} filters")
    return criteria.filters[0].pattern
