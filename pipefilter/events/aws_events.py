"""AWS's own events: which sources send which detail-types, and what their details contain.

The table comes from the schemas of the EventBridge schema registry, as the AWS CDK team publishes them; the supplement
was written by hand from AWS's pages. Neither is complete: what they do not have may nevertheless exist.
https://docs.aws.amazon.com/eventbridge/latest/ref/events.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field, replace
from functools import cache
from typing import Any

from pipefilter.dataclass import dataclass
from pipefilter.events.encoded_shape import EncodedShape, decode, with_addition
from pipefilter.events.shape import OPEN, Shape

__all__ = ["PAGES_DATE", "TABLE_DATE", "AwsEvents", "ValueList", "aws_events"]

TABLE_DATE = "2026-09-29"
"""When the version of the table was published."""
PAGES_DATE = "2026-11-29"
"""When the supplement was last compared with AWS's pages."""

_PREFIX = "aws."


@dataclass(frozen=True, slots=True)
class ValueList:
    """All values of a field, as far as AWS lists them.

    Args:
        source: "" for any source.
        path: of the field below `detail`.
        page: AWS's page that lists them.
    """

    source: str
    detail_types: tuple[str, ...]
    path: str
    values: tuple[str, ...]
    page: str


@dataclass(frozen=True, slots=True, eq=False)
class AwsEvents:
    """The table with its supplement.

    Args:
        version: of the npm package that the table is from.
        sources: each source, with the detail-types that it is known to send beside those of CloudTrail.
        services: the names of AWS services of which it is not known whether they send events.
        other_names: names that are no sources, although they look like it, with those that are.
        cloudtrail_types: the detail-types of CloudTrail's events, which may come from any source.
        pages: AWS's pages on the events of a source, as far as they were read.
        value_lists: the fields whose values are known.
    """

    version: str
    sources: Mapping[str, tuple[str, ...]]
    services: frozenset[str]
    other_names: Mapping[str, str]
    cloudtrail_types: tuple[str, ...]
    pages: Mapping[str, str]
    value_lists: tuple[ValueList, ...]
    _encoded: Mapping[tuple[str, str], EncodedShape]
    _cloudtrail: EncodedShape
    _additions: Mapping[tuple[str, str], EncodedShape]
    _details: dict[tuple[str, str], Shape] = field(default_factory=dict)

    def names(self) -> tuple[tuple[str, str], ...]:
        """The source and the detail-type of each event with a known detail."""
        return tuple(self._encoded)

    def has_source(self, source: str) -> bool:
        """Whether a source is known, or may exist: a service of AWS, or a partner."""
        name = source.removeprefix(_PREFIX)
        return source in self.sources or name in self.services or name.startswith("partner/")

    def detail_types(self, source: str) -> tuple[str, ...]:
        """The detail-types that a source is known to send; those of CloudTrail last."""
        return (*self.sources.get(source, ()), *self.cloudtrail_types)

    def detail(self, source: str, detail_type: str) -> Shape:
        """The shape of an event's detail; open if it is not known."""
        key = ("", detail_type) if detail_type in self.cloudtrail_types else (source, detail_type)
        if key in self._encoded or not key[0]:
            if key not in self._details:
                self._details[key] = self._decoded(*key)
            return self._details[key]
        return OPEN

    def _decoded(self, source: str, detail_type: str) -> Shape:
        if detail_type in self.cloudtrail_types:
            return self._with_values("", detail_type, decode(self._cloudtrail))
        shape = decode(self._encoded[source, detail_type])
        added = self._additions.get((source, detail_type))
        if added is not None:
            shape = with_addition(shape, decode(added))
        return self._with_values(source, detail_type, shape)

    def _with_values(self, source: str, detail_type: str, shape: Shape) -> Shape:
        for each in self.value_lists:
            if each.source == source and detail_type in each.detail_types:
                shape = _with_values_of_field(shape, tuple(each.path.split(".")), each.values)
        return shape


def _with_values_of_field(shape: Shape, path: tuple[str, ...], values: tuple[str, ...]) -> Shape:
    if not path:
        return replace(shape, values=values)
    name, *rest = path
    below = _with_values_of_field(shape.fields[name], tuple(rest), values)
    return replace(shape, fields={**shape.fields, name: below})


@cache
def aws_events() -> AwsEvents:
    """The table, which is read when it is first needed."""
    from importlib.resources import files

    folder = files("pipefilter.events")
    table: dict[str, Any] = json.loads((folder / "aws_schemas.json").read_text("utf-8"))
    supplement: dict[str, Any] = json.loads((folder / "aws_supplement.json").read_text("utf-8"))
    cloudtrail = supplement["cloudtrail"]
    cloudtrail_types = tuple(cloudtrail["detail_types"])
    encoded: dict[tuple[str, str], EncodedShape] = {
        (source, detail_type): detail for source, detail_type, detail in table["events"]
    }
    return AwsEvents(
        version=table["version"],
        sources=_sources(encoded, supplement, cloudtrail_types),
        services=frozenset(supplement["services"]["names"]),
        other_names=supplement["other_names"],
        cloudtrail_types=cloudtrail_types,
        pages={source: each["page"] for source, each in supplement["detail_types"].items()},
        value_lists=tuple(
            ValueList(source, tuple(detail_types), path, tuple(values), page)
            for source, detail_types, path, values, page in supplement["values"]
        ),
        _encoded=encoded,
        _cloudtrail=cloudtrail["detail"],
        _additions={(source, kind): detail for source, kind, detail, _page in supplement["additions"]},
    )


def _sources(
    encoded: Mapping[tuple[str, str], EncodedShape], supplement: dict[str, Any], cloudtrail: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    """The detail-types of each source, in order, without those of CloudTrail."""
    kinds: dict[str, set[str]] = {source: set() for source in supplement["sources"]["names"]}
    for source, each in supplement["detail_types"].items():
        kinds.setdefault(source, set()).update(each["names"])
    for source, detail_type in encoded:
        kinds.setdefault(source, set()).add(detail_type)
    return {source: tuple(sorted(names.difference(cloudtrail))) for source, names in sorted(kinds.items())}
