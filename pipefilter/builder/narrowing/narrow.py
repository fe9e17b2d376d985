"""A condition on stream records as the narrowest pattern that loses none of the records that the condition wants."""

from __future__ import annotations

import reprlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipefilter.builder.budget import Budget, OutOfSteps
from pipefilter.builder.conditions.attribute_condition import AttributeCondition
from pipefilter.builder.conditions.condition import AllOf, AnyOf, Condition, Not, condition_of, joined
from pipefilter.builder.conditions.value_predicate import OneOf
from pipefilter.builder.faults import InvalidCondition, NoSuchRecord
from pipefilter.builder.narrowing.attribute_facts import Knowledge, knowledge
from pipefilter.builder.narrowing.fitting import written_parts, written_parts_or_wider
from pipefilter.builder.narrowing.lowering import Literals
from pipefilter.builder.narrowing.normal_form import parts_of
from pipefilter.builder.narrowing.pattern_choice import EVERYTHING
from pipefilter.builder.narrowing.writable import Writable
from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.builder.records.attribute_value import AttributeValue, Numbers, check_numbers
from pipefilter.builder.records.stream_record import View, lone_record
from pipefilter.filtering.placement import Placement, resolve_placement
from pipefilter.filtering.service_filters import ServiceFilters
from pipefilter.json_text.written import shortened
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import Filter, FilterCriteria
from pipefilter.language.parse import parse
from pipefilter.matching.event_text import Event
from pipefilter.services import service_named
from pipefilter.services.service import Service
from pipefilter.sources import source_named

__all__ = ["Narrowed", "narrow", "narrowed_with"]

MAX_STEPS = 700_000
"""Of work for one condition; what people write takes a small part of them. docs/narrowing.md says what comes then."""
_SHARES = {False: 4, True: 2}
"""By whether conditions may be dropped: each try takes one of so many shares of the steps that are left."""
_TOO_MUCH_WORK = "the condition is too large to be narrowed in full: the pattern may be wider than it could be"
_MOST_SHOWN = 10
_MAX_SHOWN_LENGTH = 1_000


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a service can filter of a condition, and what is left to check.

    Args:
        condition: what is wanted.
        filters: the patterns, of which any has to match: every record for which the condition holds passes.
        residual: what is still to be checked of the records that pass; None if nothing is.
        service: where the patterns run.
        notes: what had to be widened, and what was taken for granted, in sentences.
        numbers: when two numbers are equal.
    """

    condition: Condition
    filters: tuple[EventPattern, ...]
    residual: Condition | None
    service: Service
    notes: tuple[str, ...]
    numbers: Numbers = "text"
    _judge: list[ServiceFilters] = field(default_factory=list, repr=False, compare=False)

    def __repr__(self) -> str:
        patterns = ", ".join(str(pattern) for pattern in self.filters)
        return f"<Narrowed: {'exact' if self.exact else 'not exact'}, {shortened(patterns)}>"

    def __str__(self) -> str:
        left = (
            f"left to check: {self.residual}"
            if self.residual is not None
            else "exact: nothing is left to check"
        )
        return "\n".join([*map(str, self.filters), left, *self.notes])

    @property
    def exact(self) -> bool:
        """Whether no other records pass."""
        return self.residual is None

    @property
    def pattern(self) -> EventPattern:
        """The only pattern.

        Raises:
            ValueError: there are several: see `filters`.
        """
        if len(self.filters) != 1:
            raise ValueError(f"there are {len(self.filters)} patterns, of which any has to match: see filters")
        return self.filters[0]

    @property
    def criteria(self) -> FilterCriteria:
        """The patterns as filter criteria."""
        return FilterCriteria(tuple(Filter(number, one) for number, one in enumerate(self.filters, 1)))

    @property
    def placement(self) -> Placement:
        """Where the patterns run, and that their records are of a table's stream."""
        return resolve_placement(self.criteria, service=self.service.name, source="dynamodb")

    def passes(self, record: Event | Sequence[object]) -> bool:
        """Whether the service lets a record through.

        Args:
            record: of the stream, bare or in any envelope, as for `Condition.holds`.

        Raises:
            InvalidRecord: it is not a record, or there are several in it.
        """
        if not self._judge:
            self._judge.append(ServiceFilters(self.criteria, self.service))
        return self._judge[0].evaluate(lone_record(record), source_named("dynamodb")).matches


def narrow(  # noqa: PLR0913 - what may be known of attributes, and where the pattern runs
    condition: Condition,
    *,
    types: Mapping[str, str | Iterable[str]] | None = None,
    values: Mapping[str, Iterable[object]] | None = None,
    only: Mapping[str, Iterable[object]] | None = None,
    service: str = "pipe",
    view: View = "NEW_AND_OLD_IMAGES",
    numbers: Numbers = "text",
) -> Narrowed:
    """The narrowest pattern that loses no record for which a condition holds.

    Args:
        condition: what is wanted.
        types: by path, the only types that an attribute has wherever it is there: taken for granted.
        values: by path, values that an attribute may have, besides others: these pass when it is not certain.
        only: by path, the only values that an attribute has wherever it is there: taken for granted.
        service: `pipe` or `lambda`.
        view: of the stream.
        numbers: when two numbers are equal: `text`, if they are written alike, as DynamoDB itself writes equal
            numbers, or `value`.

    Raises:
        InvalidCondition: types or values are none, or no record can be as wanted.
        CannotJudge: a stream with this view does not have what the condition asks for.
    """
    known = knowledge(types, values, only)
    return narrowed_with(condition, known, service=service, view=view, numbers=numbers)


def narrowed_with(  # noqa: PLR0913 - as for `narrow`
    condition: Condition,
    known: Knowledge,
    *,
    service: str = "pipe",
    view: View = "NEW_AND_OLD_IMAGES",
    numbers: Numbers = "text",
    max_steps: int = MAX_STEPS,
) -> Narrowed:
    """The same, with what is known of attributes, the most frequent values first; as for `narrow`.

    Args:
        condition: as for `narrow`.
        known: of the attributes.
        service: as for `narrow`.
        view: as for `narrow`.
        numbers: as for `narrow`.
        max_steps: how much work it may take; with fewer, the pattern may be wider.

    Raises:
        InvalidCondition: as for `narrow`.
        CannotJudge: as for `narrow`.
    """
    condition = condition_of(condition)
    if service not in source_named("dynamodb").services:
        raise InvalidCondition(
            f"records of a table's stream are filtered by pipe or lambda, not by {reprlib.repr(service)}"
        )
    where = service_named(service)
    condition.check_view(view)
    check_numbers(numbers)
    notes = [f"{path} is {what} wherever it is there" for path, what in _granted(condition, known)]
    attempt = _Attempt(condition, known, where, numbers, Budget(max_steps))
    most = max(map(len, known.values.values()), default=0)
    for may_drop in (False, True):
        done = attempt.with_values(most, may_drop=may_drop)
        if done is None and most:
            done = attempt.with_most_values(most, may_drop=may_drop)
        if done is not None:
            break
    else:
        done = Narrowed(
            condition, (parse(EVERYTHING),), condition, where, ("the condition is too long for any pattern",)
        )
    if attempt.budget.exceeded:
        notes.append(_TOO_MUCH_WORK)
    return replace(done, notes=(*notes, *done.notes), numbers=numbers)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """Tries to write a condition as patterns, with more or fewer values told apart."""

    condition: Condition
    known: Knowledge
    service: Service
    numbers: Numbers
    budget: Budget

    def with_values(self, most: int, *, may_drop: bool) -> Narrowed | None:
        """With so many values of each attribute; None if that is too long, or too much work."""
        try:
            with self.budget.share(_SHARES[may_drop]) as steps:
                return self._with_values(most, steps, may_drop=may_drop)
        except OutOfSteps:
            return None

    def _with_values(self, most: int, budget: Budget, *, may_drop: bool) -> Narrowed | None:
        known = self.known.first_values(most)
        writable = Writable(self.service)
        literals = Literals(_with_own_values(self.condition, known, budget), self.numbers, writable)
        parts = parts_of(self.condition, literals, budget, may_drop=may_drop)
        if any(not part.ways for part in parts):
            raise NoSuchRecord(f"no record can be so: {_shortened(self.condition)}")
        if may_drop:
            fitting = written_parts_or_wider(parts, self.service, budget)
            if fitting is None:
                return None
            texts, left = fitting
        else:
            found = written_parts(parts, self.service, budget)
            if found is None:
                return None
            texts, left = found, [condition for part in parts for condition in part.left]
        notes = list(writable.notes) if left else []
        left_out = self.known.value_count - known.value_count
        if left_out:
            notes.append(f"{left_out} of the values are not told apart: the pattern would be too long")
        residual = joined(AllOf, *left) if left else None
        return Narrowed(self.condition, tuple(map(parse, texts)), residual, self.service, tuple(notes))

    def with_most_values(self, most: int, *, may_drop: bool) -> Narrowed | None:
        """With as many values as fit, fewer than `most`; None if not even without any."""
        best = self.with_values(0, may_drop=may_drop)
        fits, too_many = 0, most
        while best is not None and too_many - fits > 1:
            middle = (fits + too_many) // 2
            done = self.with_values(middle, may_drop=may_drop)
            if done is None:
                too_many = middle
            else:
                best, fits = done, middle
        return best


def _granted(condition: Condition, known: Knowledge) -> Iterator[tuple[AttributePath, str]]:
    """What is taken for granted of the attributes."""
    for path in dict.fromkeys(condition.paths()):
        if path in known.complete:
            values = known.values[path]
            more = f" or one of {len(values) - _MOST_SHOWN} others" if len(values) > _MOST_SHOWN else ""
            yield path, " or ".join(map(_shortened, values[:_MOST_SHOWN])) + more
        elif path in known.types:
            yield path, " or ".join(known.types[path])


def _shortened(value: AttributeValue | Condition) -> str:
    text = str(value)
    return text if len(text) <= _MAX_SHOWN_LENGTH else f"{text[:_MAX_SHOWN_LENGTH]}..."


def _with_own_values(condition: Condition, known: Knowledge, budget: Budget) -> Knowledge:
    """With the values that the condition itself names."""
    budget.spend(known.value_count)
    values = {path: dict.fromkeys(some) for path, some in known.values.items()}
    for path, value in _own_values(condition):
        values.setdefault(path, {})[value] = None
    return replace(known, values={path: tuple(some) for path, some in values.items()})


def _own_values(condition: Condition) -> Iterator[tuple[AttributePath, AttributeValue]]:
    meaning = condition.meaning
    if isinstance(meaning, Not):
        yield from _own_values(meaning.inner)
    elif isinstance(meaning, AllOf | AnyOf):
        for one in meaning.conditions:
            yield from _own_values(one)
    elif isinstance(meaning, AttributeCondition) and isinstance(meaning.test, OneOf):
        yield from ((meaning.path, value) for value in meaning.test.values)
