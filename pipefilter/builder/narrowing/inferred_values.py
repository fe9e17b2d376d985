"""Selects the values of a sample that a pattern distinguishes: frequent ones, and no personal data."""

from __future__ import annotations

import base64
from collections import Counter

from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.builder.records.attribute_value import AttributeValue
from pipefilter.dataclass import dataclass
from pipefilter.override import override
from pipefilter.redaction.personal_data import has_person_form, has_personal_name, personal_kind

__all__ = ["InferredValues", "WithheldValues", "inferred_values"]

_MAX_VALUES = 200
"""Of one attribute; more do not fit into five patterns."""
_MIN_SHARE = 100
"""A value is worth distinguishing if at least one in this many records with the attribute keeps it: a pattern excludes
those records."""
_MAX_ENUMERATION = 20
"""An attribute with more values is rarely an enumeration, such as a status."""
_MIN_REPEATS = 20
"""A value of an enumeration is in more records than this; a value that identifies a person or a thing is in fewer."""


@dataclass(frozen=True, slots=True)
class WithheldValues:
    """Values that a pattern does not distinguish: they look like personal data, or are too rare if `looks` is None."""

    path: AttributePath
    count: int
    looks: str | None

    @override
    def __str__(self) -> str:
        values = f"1 value of {self.path}" if self.count == 1 else f"{self.count:,} values of {self.path}"
        is_, looks = ("is", "looks") if self.count == 1 else ("are", "look")
        if self.looks is not None:
            return f"{values} {looks} personal ({self.looks}) and {is_} not in the pattern"
        return (
            f"{values} {is_} not in the pattern: each occurs in less than {100 // _MIN_SHARE}% of the records "
            f"that have {self.path}"
        )


@dataclass(frozen=True, slots=True)
class InferredValues:
    """The values of an attribute in a sample to be distinguished, the most frequent first, and the others."""

    values: tuple[AttributeValue, ...]
    withheld: tuple[WithheldValues, ...]


def inferred_values(
    path: AttributePath, unchanged: Counter[AttributeValue], records: int, *, personal: bool
) -> InferredValues:
    """The values that are frequent enough, and that may be written into a pattern.

    Args:
        unchanged: the number of records in which it keeps each value.
    """
    repeated = [value for value, times in unchanged.most_common() if times > 1]
    frequent = [value for value in repeated if unchanged[value] * _MIN_SHARE >= records]
    withheld = []
    if not personal and frequent:
        common = _kind_of_all(path, unchanged)
        kinds = {value: common or personal_kind(_plain_text(value)) for value in frequent}
        looks = ", ".join(dict.fromkeys(kind for kind in kinds.values() if kind))
        frequent = [value for value, kind in kinds.items() if not kind]
        if looks:
            withheld.append(WithheldValues(path, len(kinds) - len(frequent), looks))
    rare = sum(unchanged[value] * _MIN_SHARE < records for value in repeated)
    if rare:
        withheld.append(WithheldValues(path, rare, None))
    return InferredValues(tuple(frequent[:_MAX_VALUES]), tuple(withheld))


def _kind_of_all(path: AttributePath, unchanged: Counter[AttributeValue]) -> str | None:
    """The kind of personal data for all values of an attribute, by its name or by how many values there are; None if none."""
    if has_personal_name(step for step in path.steps if isinstance(step, str)):
        return "by the attribute's name"
    if len(unchanged) <= _MAX_ENUMERATION:
        return None
    if len(unchanged) * _MIN_REPEATS > unchanged.total():
        return "many values, each in few records"
    named = sum(has_person_form(value.text) for value in unchanged)
    return "names" if 2 * named > len(unchanged) else None


def _plain_text(value: AttributeValue) -> str:
    if value.type != "B":
        return value.text
    try:
        return base64.b64decode(value.text).decode()
    except ValueError:
        return ""
