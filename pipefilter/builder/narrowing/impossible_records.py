"""Terms that no record matches: by the form of DynamoDB's records, and by what is known of the attributes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from pipefilter.builder.narrowing.alternatives import ABSENT, PRESENT, complement
from pipefilter.builder.narrowing.attribute_facts import AttributeFacts
from pipefilter.builder.narrowing.term import Term
from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.builder.records.attribute_value import LEAF_TYPES, AttributeValue, Numbers, to_decimal
from pipefilter.builder.records.record_field import EVENT_NAME, RecordField, record_field
from pipefilter.builder.records.stream_record import IMAGE_MEMBERS, Image, StreamRecord
from pipefilter.events.shape import Kind
from pipefilter.language.dynamodb_record import EVENT_NAMES, TYPE_KEYS, TypeKey
from pipefilter.language.operators.exact import Exact

__all__ = ["attribute_places", "impossible_terms", "is_ambiguous", "is_possible", "kinds_of_values"]

_TRUTH: frozenset[Kind] = frozenset(("boolean",))
_STRING: frozenset[Kind] = frozenset(("string",))


def attribute_places(paths: Iterable[AttributePath]) -> dict[str, tuple[Image, AttributePath]]:
    """The attributes with at most one value in each image, by the path of the object with their type keys.

    Args:
        paths: of attributes; one into a list may have several values, each with a type of its own.
    """
    single = (path for path in dict.fromkeys(paths) if not path.is_into_list)
    return {record_field(image, path).path: (image, path) for path in single for image in IMAGE_MEMBERS}


def impossible_terms(
    places: Mapping[str, tuple[Image, AttributePath]],
    fields: Iterable[str],
    facts: AttributeFacts,
    numbers: Numbers,
) -> Iterator[Term]:
    """Terms that no record matches if the facts are true.

    https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_AttributeValue.html

    Args:
        places: of attributes.
        fields: the paths of the fields that matter.
        facts: types of the attributes, and their only values.
        numbers: when two numbers are equal.
    """
    by_place: dict[str, dict[TypeKey, RecordField]] = {}
    for field in fields:
        if field == EVENT_NAME.path:
            yield Term.of((EVENT_NAME, (complement(EVENT_NAMES), ABSENT)))
            continue
        place, _, type_ = field.rpartition(".")
        if place in places and type_ in LEAF_TYPES:
            image, path = places[place]
            by_place.setdefault(place, {})[type_] = record_field(image, path, type_)
    for place, of_place in by_place.items():
        yield from _of_attribute(places[place][1], of_place, facts, numbers)


def _of_attribute(
    path: AttributePath, fields: dict[TypeKey, RecordField], facts: AttributeFacts, numbers: Numbers
) -> Iterator[Term]:
    for first, second in combinations(fields.values(), 2):
        yield Term.of((first, (PRESENT,)), (second, (PRESENT,)))  # a value has one type
    types = facts.types.get(path)
    for type_, field in fields.items():
        if types is not None and type_ not in types:
            yield Term.of((field, (PRESENT,)))
        elif type_ == "NULL":
            yield Term.of((field, (Exact(value=False),)))
        elif path in facts.complete and not (type_ == "N" and numbers == "value"):
            values = [value for value in facts.values[path] if value.type == type_]
            if type_ == "BOOL":
                others = {True, False} - {value.value for value in values}
                yield from (Term.of((field, (Exact(other),))) for other in sorted(others))
            elif type_ in ("S", "N", "B"):
                yield Term.of((field, (complement(value.text for value in values),)))


def kinds_of_values(fields: Iterable[str]) -> dict[str, frozenset[Kind]]:
    """The kinds of values that fields of a record have, by the type keys at the ends of their paths."""
    return {field: _TRUTH if field.rpartition(".")[2] in ("BOOL", "NULL") else _STRING for field in fields}


def is_possible(record: StreamRecord, facts: AttributeFacts, numbers: Numbers) -> bool:
    """Whether there may be such a record if the facts are true."""
    if not all(_is_real(value) for item in record.images.values() for value in item.values()):
        return False
    for path in facts.types:
        values = [value for image in record.images for value in record.values(image, path)]
        if any(value.type not in facts.types[path] for value in values):
            return False
        if path in facts.complete:
            known = {value.identity(numbers) for value in facts.values[path]}
            if any(value.identity(numbers) not in known for value in values):
                return False
    return True


def _is_real(value: AttributeValue) -> bool:
    """Whether DynamoDB has such a value: a number is one, and no set is empty."""
    if value.type == "N":
        return to_decimal(value.text) is not None
    if isinstance(value.value, frozenset):
        return bool(value.value) and (
            value.type != "NS" or all(to_decimal(each) is not None for each in value.value)
        )
    return all(map(_is_real, (*value.elements, *(member for _, member in value.members))))


def is_ambiguous(path: AttributePath) -> bool:
    """Whether a pattern cannot tell an attribute from one in a map or a list: a name such as `a.M.b` looks like a path."""
    return any(
        isinstance(step, str) and "." in step and not set(step.split(".")).isdisjoint(TYPE_KEYS)
        for step in path.steps
    )
