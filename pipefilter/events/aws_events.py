"""AWS's own events: which sources send which detail-types, and what their details contain.

The table comes from the schemas of the EventBridge schema registry, as the AWS CDK team publishes them; the supplement
was written by hand from AWS's pages. Neither is complete: what they do not have may nevertheless exist.
https://docs.aws.amazon.com/eventbridge/latest/ref/events.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from pipefilter.events.encoded_shape import EncodedShape, decode, with_addition
from pipefilter.events.shape import OPEN, Shape

__all__ = ["AwsEvents", "aws_events"]

_PREFIX = "aws."


@dataclass(frozen=True, slots=True, eq=False)
class AwsEvents:
    """The table with its supplement.

    Args:
        date: when the version of the table was published.
        sources: each source, with the detail-types that it is known to send beside those of CloudTrail.
        services: the names of AWS services of which it is not known whether they send events.
        other_names: names that are no sources, although they look like it, with those that are.
        cloudtrail_types: the detail-types of CloudTrail's events, which may come from any source.
        pages: AWS's pages on the events of a source, as far as they were read.
    """

    date: str
    sources: Mapping[str, tuple[str, ...]]
    services: frozenset[str]
    other_names: Mapping[str, str]
    cloudtrail_types: tuple[str, ...]
    pages: Mapping[str, str]
    _encoded: Mapping[tuple[str, str], EncodedShape]
    _cloudtrail: EncodedShape
    _additions: Mapping[tuple[str, str], EncodedShape]
    _values: Mapping[tuple[str, str], Mapping[tuple[str, ...], tuple[str, ...]]]

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
        if detail_type in self.cloudtrail_types:
            return self._with_values("", detail_type, decode(self._cloudtrail))
        encoded = self._encoded.get((source, detail_type))
        if encoded is None:
            return OPEN
        shape = decode(encoded)
        added = self._additions.get((source, detail_type))
        if added is not None:
            shape = with_addition(shape, decode(added))
        return self._with_values(source, detail_type, shape)

    def _with_values(self, source: str, detail_type: str, shape: Shape) -> Shape:
        for path, values in self._values.get((source, detail_type), {}).items():
            shape = _with_values(shape, path, values)
        return shape


def _with_values(shape: Shape, path: tuple[str, ...], values: tuple[str, ...]) -> Shape:
    if not path:
        return replace(shape, values=values)
    name, *rest = path
    return replace(shape, fields={**shape.fields, name: _with_values(shape.fields[name], tuple(rest), values)})


@cache
def aws_events() -> AwsEvents:
    """The table, which is read when it is first needed."""
    folder = files("pipefilter.events")
    table: dict[str, Any] = json.loads((folder / "aws_schemas.json").read_text("utf-8"))
    supplement: dict[str, Any] = json.loads((folder / "aws_supplement.json").read_text("utf-8"))
    cloudtrail = supplement["cloudtrail"]
    cloudtrail_types = tuple(cloudtrail["detail_types"])
    encoded: dict[tuple[str, str], EncodedShape] = {
        (source, detail_type): detail for source, detail_type, detail in table["events"]
    }
    return AwsEvents(
        date=table["date"],
        sources=_sources(encoded, supplement, cloudtrail_types),
        services=frozenset(supplement["services"]["names"]),
        other_names=supplement["other_names"],
        cloudtrail_types=cloudtrail_types,
        pages={source: each["page"] for source, each in supplement["detail_types"].items()},
        _encoded=encoded,
        _cloudtrail=cloudtrail["detail"],
        _additions={(source, kind): detail for source, kind, detail, _page in supplement["additions"]},
        _values=_values(supplement["values"]),
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


def _values(rows: list[Any]) -> dict[tuple[str, str], dict[tuple[str, ...], tuple[str, ...]]]:
    """The values of fields, by source and detail-type, then by path in the detail."""
    values: dict[tuple[str, str], dict[tuple[str, ...], tuple[str, ...]]] = {}
    for source, detail_types, path, listed, _page in rows:
        for detail_type in detail_types:
            values.setdefault((source, detail_type), {})[tuple(path.split("."))] = tuple(listed)
    return values
