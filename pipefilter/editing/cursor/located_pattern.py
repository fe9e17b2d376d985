"""The patterns in a text, as `check` finds them in a file, valid or not, with the place of each character."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from pipefilter.analysis.reading.stream_of_table import StreamOfTable
from pipefilter.application.check_settings import CheckSettings
from pipefilter.application.filter_places import FilterPlaces, filter_places, pattern_offset
from pipefilter.application.pattern_recognition import is_meant_as_pattern
from pipefilter.application.policy_service import is_of_policy, is_placed_policy, service_of_scope
from pipefilter.application.template_input import has_patterns, read_template
from pipefilter.dataclass import dataclass
from pipefilter.errors import InvalidEventPattern, UnreadableInput
from pipefilter.json_text.place import offset_of
from pipefilter.language.filter_criteria import InvalidFilter, parse_valid_filters
from pipefilter.language.guessed_value import GuessedValue
from pipefilter.services import Service, service_named
from pipefilter.services.sns_subscription import POLICY_SERVICES, SNS_ATTRIBUTES, is_filter_policy
from pipefilter.sources import source_named
from pipefilter.sources.sns import SNS
from pipefilter.sources.source import Source
from pipefilter.templates.located_filters import LocatedFilter, LocatedFilters

__all__ = ["LocatedPattern", "located_patterns"]

Form = Literal["json", "object"]


@dataclass(frozen=True, slots=True)
class LocatedPattern:
    """A pattern in a text.

    Args:
        text: as JSON, with marks for unknown values; it may not be valid.
        places: the offset of each of its characters in the text, and the offset after the last.
        form: `json` if it is written as JSON, also in a string; `object` if it is in the language of a template.
        service: that runs it; None if that is not known.
        source: of its records; None if that is not known.
        scope: of an EventBridge v2 subscriber or an SNS subscription; "" elsewhere.
        unknown: the placeholders for the marks.
        guesses: the unknown values for which others stand, because no string makes the pattern valid.
        word_ends: for numbers, booleans and unknown values in a template, their offsets and the offsets after them.
    """

    text: str
    places: Sequence[int]
    form: Form = "json"
    service: Service | None = None
    source: Source | None = None
    scope: str = ""
    table: StreamOfTable | None = None
    unknown: tuple[str, ...] = ()
    guesses: tuple[GuessedValue, ...] = ()
    word_ends: tuple[tuple[int, int], ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the file of a part of the pattern, which is not empty."""
        first, last = self.places[start], self.places[end - 1]
        following = self.places[end]
        ends = [at for begin, at in self.word_ends if begin == last]
        return first, max([last + 1, *ends, *([following] if last + 1 < following <= last + 2 else [])])

    @property
    def is_policy(self) -> bool:
        """Whether it is a filter policy of SNS."""
        return is_filter_policy(self.service) or (self.source is not None and self.source.name == SNS.name)


def located_patterns(name: str, text: str, settings: CheckSettings) -> Iterator[LocatedPattern]:
    """The patterns in the text of a file of this name, which has no byte order mark; none if it cannot be read."""
    data = text.encode("utf-8", "surrogatepass")
    try:
        template = read_template(name, data, is_named=False)
    except UnreadableInput:
        return
    if template is not None and has_patterns(template, name):
        for resource in template.resources:
            for each in resource.filters:
                yield from _in_template(resource, each, settings)
    elif template is None and is_meant_as_pattern(name, data):
        yield from _in_json(text, settings)


def _in_template(
    resource: LocatedFilters, located: LocatedFilter, settings: CheckSettings
) -> Iterator[LocatedPattern]:
    source = located.source
    if source is None:
        return
    service_name = resource.service or settings.service
    if settings.service in POLICY_SERVICES and not resource.has_scope and resource.source == SNS.name:
        service_name = settings.service
    source_name = resource.source or settings.source
    filled, _ = source.filled()
    yield LocatedPattern(
        filled.text,
        filled.places,
        "json" if source.form == "text" else "object",
        service_named(service_name) if service_name else None,
        source_named(source_name) if source_name else None,
        located.scope,
        resource.table,
        source.unknown,
        filled.guesses,
        source.value_spans,
    )


def _in_json(text: str, settings: CheckSettings) -> Iterator[LocatedPattern]:
    service = service_named(settings.service) if settings.service else None
    source = source_named(settings.source) if settings.source else None
    is_policy = is_placed_policy(settings.service, settings.source)
    try:
        criteria, faults = parse_valid_filters(text, is_policy=is_policy)
    except InvalidFilter as error:
        if error.is_policy and error.start is not None:
            yield _at(FilterPlaces(text, offset_of(text, error.start)), service or SNS_ATTRIBUTES, source)
        return
    except InvalidEventPattern as error:
        if is_of_policy(error) or is_policy:
            service = service or SNS_ATTRIBUTES
        yield LocatedPattern(text, range(len(text) + 1), "json", service, source)
        return
    service = service or service_of_scope(criteria) or (SNS_ATTRIBUTES if is_policy else None)
    for each in criteria.filters:
        places = filter_places(criteria, each)
        if places is None:
            yield LocatedPattern(text, range(len(text) + 1), "json", service, source)
        else:
            yield _at(places, service, source, each.scope)
    for fault in faults:
        if fault.start is not None:
            at = pattern_offset(text, offset_of(text, fault.start))
            yield _at(FilterPlaces(text, at), service, source)


def _at(
    places: FilterPlaces, service: Service | None, source: Source | None, scope: str = ""
) -> LocatedPattern:
    return LocatedPattern(places.pattern, places.places, "json", service, source, scope)
