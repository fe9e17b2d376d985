"""Chooses the schemas of users' own events that apply to a pattern, and the place in its events that they describe.

A schema that says which events it is for applies only to the branches of a pattern that select those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from pipefilter.analysis.reading.subject import Subject
from pipefilter.dataclass import dataclass
from pipefilter.enumeration import enumeration
from pipefilter.events.near_name import near_name
from pipefilter.events.schema.event_schema import EventSchema
from pipefilter.events.shape import OPEN, Shape, object_of
from pipefilter.events.shape_union import shape_union
from pipefilter.language.branches import Branch, branch_count, branches_of, every_field
from pipefilter.language.comparable import as_comparable
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.literal_strings import literal_strings
from pipefilter.language.operators.exact import Exact
from pipefilter.sources import source_named
from pipefilter.sources.pattern_parts import root_names

__all__ = ["ChosenSchemas", "PlacedSchema", "chosen_schemas", "misspelled_event", "schema_names"]

_MAX_BRANCHES = 50
_MAX_NAMED = 3
_DIGITS = "[0-9]+"
_MAX_EVENTS = 1_000
"""A branch that names more pairs of a source and a detail-type is not checked."""
_DATA_NAMES = ("detail", "body", "data", "value", "dynamodb")
"""The members of records with their data."""


@dataclass(frozen=True, slots=True)
class PlacedSchema:
    """A schema, and where in the records its events are.

    Args:
        roots: the members of the record with the data; "" for the whole event.
    """

    schema: EventSchema
    roots: tuple[str, ...]

    @property
    def above(self) -> str:
        """The names before those of the envelope of a bus event: `body.` if it is in a queue."""
        return f"{self.roots[0]}." if self.roots[0] not in ("", "detail") else ""

    def shape(self, *, is_closed: bool) -> Shape:
        """The shape of the records, open where the schema says nothing."""
        shape = self.schema.closed if is_closed else self.schema.shape
        if "" in self.roots:
            return shape
        source = self.schema.record_source
        is_data = source == "" or (source == "bus" and self.above)
        return object_of({root: shape if is_data else shape.below(root) or OPEN for root in self.roots}, OPEN)


@dataclass(frozen=True, slots=True)
class ChosenSchemas:
    """The schemas for one branch of a pattern.

    Args:
        pattern: the branch.
        placed: those that are for the events that it selects; none if it may select only others.
        is_certain: whether the branch selects no other events than theirs.
        is_meant: whether the branch names events of theirs, or they are for any event.
    """

    pattern: EventPattern
    placed: tuple[PlacedSchema, ...]
    is_certain: bool
    is_meant: bool

    @property
    def schemas(self) -> list[EventSchema]:
        """The schemas."""
        return [placed.schema for placed in self.placed]

    def is_below(self, field: Field) -> bool:
        """Whether a field is below the members of which the schemas describe the contents."""
        return len(field.steps) > 1 and any(field.steps[0] in placed.roots for placed in self.placed)

    def shape(self, *, is_closed: bool) -> Shape:
        """The shape of the events, which is open where the schemas say nothing."""
        return (
            shape_union([placed.shape(is_closed=is_closed) for placed in self.placed]) if self.placed else OPEN
        )


def chosen_schemas(subject: Subject) -> Iterator[ChosenSchemas]:
    """For each branch of a pattern, the schemas that are for its events."""
    if branch_count(subject.pattern.members) > _MAX_BRANCHES:
        return
    by_above: dict[str, list[PlacedSchema]] = {}
    for schema in subject.schemas:
        roots = tuple(_roots(schema, subject))
        if roots:
            placed = PlacedSchema(schema, roots)
            by_above.setdefault(placed.above, []).append(placed)
    for branch in branches_of(subject.pattern):
        pattern = EventPattern(tuple(branch.fields.values()), subject.pattern.text)
        parts = [_for_branch(placed, branch, pattern) for placed in by_above.values()]
        yield ChosenSchemas(
            pattern,
            tuple(placed for part in parts for placed in part.placed),
            is_certain=all(part.is_certain for part in parts),
            is_meant=any(part.is_meant for part in parts),
        )


def _roots(schema: EventSchema, subject: Subject) -> Sequence[str]:
    """The members of the records that a schema describes, or whose contents it describes; "" for the whole event."""
    if (
        subject.source is not None and subject.source.name == "sns"
    ):  # it is that of the attributes, or of the body
        service = subject.service.name if subject.service is not None else "sns"
        return [""] if schema.record_source in ("", service) else []
    roots, is_certain = _possible_roots(subject)
    fields = schema.shape.fields
    if schema.record_source == "bus":
        # in a queue; but events that were seen as records of their own are not in one
        paths = [] if schema.sample else [field.path for field in every_field(subject.pattern.members)]
        return [
            root
            for root in roots
            if root == "detail" or any(path.startswith(f"{root}.detail") for path in paths)
        ][:1]
    if schema.record_source:
        return [root for root in roots if root in fields]
    # if the source is not known: what the schema has at its own root is not around its data
    roots = [root for root in roots if root != "dynamodb" and (is_certain or root not in fields)]
    is_whole = subject.service is None or subject.service.name == "v2"
    if roots or is_certain or not is_whole or (subject.scope and subject.scope != "DATA"):
        return roots
    names = root_names([subject.pattern])
    return [""] if any(name in fields or near_name(name, fields) for name in names) else []


def _possible_roots(subject: Subject) -> tuple[Sequence[str], bool]:
    """The members of the records that may have the data, and whether that is certain."""
    source = subject.source.name if subject.source is not None else ""
    if subject.service is not None and subject.service.name == "rule":
        source = "bus"
    if source:
        # a pipe can also filter by the keys of Kafka, which no schema describes
        return ("detail",) if source == "bus" else source_named(source).data_keys["lambda"], True
    if subject.scope and subject.scope != "DATA":
        return (), False
    names = root_names([subject.pattern])
    return [name for name in _DATA_NAMES if name in names], False


def _for_branch(placed: Sequence[PlacedSchema], branch: Branch, pattern: EventPattern) -> ChosenSchemas:
    """The schemas at one place for the events that a branch selects; none if it names others, too."""
    above = placed[0].above
    source, detail_type = branch.fields.get(f"{above}source"), branch.fields.get(f"{above}detail-type")
    sources, detail_types = _exact_values(source), _exact_values(detail_type)
    nothing = ChosenSchemas(pattern, (), is_certain=False, is_meant=False)
    chosen = tuple(
        each
        for each in placed
        if _selects(source, each.schema.sources) and _selects(detail_type, each.schema.detail_types)
    )
    if len(sources or "1") * len(detail_types or "1") > _MAX_EVENTS:
        return nothing
    pairs = product(sources or (None,), detail_types or (None,))
    if not all(any(_is_for(each.schema, *pair) for each in chosen) for pair in pairs):
        return nothing
    schemas = [each.schema for each in chosen]
    if _selects_others(source, [each.sources for each in schemas]) or _selects_others(
        detail_type, [each.detail_types for each in schemas]
    ):
        return nothing
    is_any = all(not each.schema.sources and not each.schema.detail_types for each in chosen)
    if is_any and sources and all(map(_is_of_aws, sources)):
        return nothing
    is_certain = (bool(sources) or all(not each.schema.sources for each in chosen)) and (
        bool(detail_types) or all(not each.schema.detail_types for each in chosen)
    )
    is_meant = is_any or source is not None or detail_type is not None
    return ChosenSchemas(pattern, chosen, is_certain, is_meant)


def _is_of_aws(source: str) -> bool:
    """Whether events of a source are not the user's own, but those of a service of AWS."""
    return source.startswith("aws.") and not source.startswith("aws.partner/")


def _is_for(schema: EventSchema, source: str | None, detail_type: str | None) -> bool:
    return all(
        value is None or not values or value in values
        for value, values in ((source, schema.sources), (detail_type, schema.detail_types))
    )


def _selects(field: Field | None, values: Sequence[str]) -> bool:
    """Whether a condition on a field of the envelope may match one of the values that a schema is for."""
    if field is None or not values:
        return True
    return any(
        operator.holds(as_comparable(value, numeric=True))
        for operator in field.alternatives
        for value in values
    )


def _selects_others(field: Field | None, values: Sequence[Sequence[str]]) -> bool:
    """Whether one of the alternatives, such as a prefix, matches only events that no schema is for."""
    if field is None or not all(values):
        return False
    known = [as_comparable(value, numeric=True) for each in values for value in each]
    return not all(any(map(operator.holds, known)) for operator in field.alternatives)


def _exact_values(field: Field | None) -> list[str]:
    """The strings that a field is compared with; none if it may match others."""
    values = [value for _, value in literal_strings(field)] if field is not None else []
    return values if field is not None and len(values) == len(field.alternatives) else []


def misspelled_event(subject: Subject) -> Iterator[tuple[Field, int, str, str]]:
    """Values of `source` and `detail-type` that no schema is for, and that nearly are those of a schema.

    Yields the field, the number of its alternative, the value, and the one that was probably meant.
    """
    sources = {value for schema in subject.schemas for value in schema.sources}
    detail_types = {value for schema in subject.schemas for value in schema.detail_types}
    if branch_count(subject.pattern.members) > _MAX_BRANCHES:
        return
    for branch in branches_of(subject.pattern):
        for path, known in (("source", sources), ("detail-type", detail_types)):
            field = branch.fields.get(path)
            for number, operator in enumerate(field.alternatives if field is not None else ()):
                value = operator.value if isinstance(operator, Exact) else None
                if field is not None and isinstance(value, str) and value not in known:
                    near = near_name(value, sorted(known))
                    if near and re.sub(_DIGITS, "", near) != re.sub(_DIGITS, "", value):  # not another version
                        yield field, number, value, near


def schema_names(schemas: Sequence[EventSchema]) -> str:
    """The names of the files with some schemas, in words."""
    names = list(dict.fromkeys(schema.name for schema in schemas))
    listed = names[:_MAX_NAMED] + ([f"{len(names) - _MAX_NAMED} others"] if len(names) > _MAX_NAMED else [])
    return enumeration(listed, "and")
