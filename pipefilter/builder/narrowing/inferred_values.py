"""Which values of a sample are told apart in a pattern: those that pay, and no personal data."""

from __future__ import annotations

import base64
from collections import Counter
from dataclasses import dataclass

from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.builder.records.attribute_value import AttributeValue
from pipefilter.redaction.personal_data import has_person_form, has_personal_name, personal_kind

__all__ = ["InferredValues", "WithheldValues", "inferred_values"]

_MAX_VALUES = 200
"""Of one attribute: more do not fit into five patterns."""
_MIN_SHARE = 100
"""A value pays if the attribute stays at it in one of so many of the records that have it: so many a pattern can keep out."""
_MANY = 20
"""An attribute with more values is rarely an enumeration, such as a status."""
_MIN_REPEATS = 20
"""A value of an enumeration is in more records than this; one that names a person or a thing is in fewer."""


@dataclass(frozen=True, slots=True)
class WithheldValues:
    """Values of one attribute that are not told apart.

    Args:
        path: of the attribute.
        count: of the values.
        looks: the kinds of personal data that they look like; None if they do not pay.
    """

    path: AttributePath
    count: int
    looks: str | None

    def __str__(self) -> str:
        values = f"1 value of {self.path}" if self.count == 1 else f"{self.count:,} values of {self.path}"
        is_, looks = ("is", "looks") if self.count == 1 else ("are", "look")
        if self.looks is not None:
            return f"{values} {looks} personal ({self.looks}) and {is_} not written into the pattern"
        return (
            f"{values} {is_} not written into the pattern: each is in less than {100 // _MIN_SHARE}% of the records "
            f"that have {self.path}"
        )


@dataclass(frozen=True, slots=True)
class InferredValues:
    """What a sample says of one attribute's values.

    Args:
        values: to be told apart, the most frequent first.
        withheld: others, that were seen unchanged more than once.
    """

    values: tuple[AttributeValue, ...]
    withheld: tuple[WithheldValues, ...]


def inferred_values(
    path: AttributePath, unchanged: Counter[AttributeValue], records: int, *, personal: bool
) -> InferredValues:
    """The values that pay, and that may be written into a pattern.

    Args:
        path: of the attribute.
        unchanged: in how many records it stays at each value.
        records: in how many it is at all.
        personal: whether values that look personal may be written, too.
    """
    repeated = [value for value, times in unchanged.most_common() if times > 1]
    paying = [value for value in repeated if unchanged[value] * _MIN_SHARE >= records]
    withheld = []
    if not personal and paying:
        common = _kind_of_all(path, unchanged)
        kinds = {value: common or personal_kind(_text_of(value)) for value in paying}
        looks = ", ".join(dict.fromkeys(kind for kind in kinds.values() if kind))
        paying = [value for value, kind in kinds.items() if not kind]
        if looks:
            withheld.append(WithheldValues(path, len(kinds) - len(paying), looks))
    unpaid = sum(unchanged[value] * _MIN_SHARE < records for value in repeated)
    if unpaid:
        withheld.append(WithheldValues(path, unpaid, None))
    return InferredValues(tuple(paying[:_MAX_VALUES]), tuple(withheld))


def _kind_of_all(path: AttributePath, unchanged: Counter[AttributeValue]) -> str | None:
    """What personal data all values of an attribute are taken for, by its name or by how many there are."""
    if has_personal_name(step for step in path.steps if isinstance(step, str)):
        return "by the attribute's name"
    if len(unchanged) <= _MANY:
        return None
    if len(unchanged) * _MIN_REPEATS > unchanged.total():
        return "many values, each in few records"
    named = sum(has_person_form(value.text) for value in unchanged)
    return "names" if 2 * named > len(unchanged) else None


def _text_of(value: AttributeValue) -> str:
    if value.type != "B":
        return value.text
    try:
        return base64.b64decode(value.text).decode()
    except ValueError:
        return ""
