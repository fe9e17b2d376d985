"""Filters in a property of a template that the tool does not know, so that it rejects them, or deploys nothing of them."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.templates.nodes.node import Mapping, Node, Sequence, Text
from pipefilter.templates.shape_problem import NamedProperty, misspelled

__all__ = [
    "bare_filter",
    "criteria_by_other_name",
    "criteria_elsewhere",
    "patterns_by_other_name",
    "policies_in_topic",
    "property_beside",
    "property_by_other_name",
]

_LISTS = ("filters", "filter")
_PATTERNS = ("filterpattern", "filterpatterns", "eventpattern", "pattern")
_CRITERIA = "FilterCriteria"


def property_by_other_name(mapping: Mapping, resource: str, name: str, other: str) -> NamedProperty:
    """A property under the name that it has in another resource or tool: `Pattern` for `EventPattern`."""
    for written, value in mapping.members:
        if written.value == other:
            return NamedProperty(value, (misspelled(written, resource, name),))
    return NamedProperty(None)


def property_beside(outer: Mapping | None, level: str, name: str, place: str = "Properties") -> NamedProperty:
    """A property that is indented too little, so that it is next to the object that it should be in.

    Args:
        level: what the object around it is called in messages.
        place: the object that it should be in.
    """
    for written, value in () if outer is None else outer.members:
        if written.value == name:
            return NamedProperty(value, (misspelled(written, level, f"it in {place}"),))
    return NamedProperty(None)


def criteria_by_other_name(properties: Mapping, resource: str) -> NamedProperty:
    """Filters in a property with the name that another tool or level has: `Filters` or `FilterPattern`."""
    for written, value in properties.members:
        plain = written.value.replace("_", "").lower()
        if plain in _LISTS:
            name = "FilterCriteria, with Filters in it"
            return NamedProperty(_criteria(written, value), (misspelled(written, resource, name),))
        if plain in _PATTERNS:
            patterns = value.items if isinstance(value, Sequence) else (value,)
            filters = tuple(_filter(written, pattern) for pattern in patterns)
            name = "FilterCriteria, with Filters in it, each with a Pattern"
            inner = Sequence(filters, value.start, value.end)
            return NamedProperty(_criteria(written, inner), (misspelled(written, resource, name),))
    return NamedProperty(None)


def criteria_elsewhere(properties: Mapping, resource: str) -> NamedProperty:
    """The filter criteria of a pipe that are not in `SourceParameters`, but above or below."""
    parameters = properties.mapping("SourceParameters")
    places = [(resource, properties)]
    places += [(name.value, inner) for name, inner in parameters.members if isinstance(inner, Mapping)]
    for place, mapping in places:
        for written, value in mapping.members:
            if written.value == _CRITERIA:
                return NamedProperty(value, (misspelled(written, place, "it in SourceParameters"),))
    return NamedProperty(None)


def policies_in_topic(properties: Mapping) -> Iterator[tuple[str, NamedProperty, NamedProperty]]:
    """The filter policies in a topic and its subscriptions, which have none: the end of a name, the policy and its scope.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-sns-topic-subscription.html
    """
    subscriptions = properties.get("Subscription")
    items = subscriptions.items if isinstance(subscriptions, Sequence) else ()
    places = [("", "AWS::SNS::Topic", properties)]
    places += [
        (f".{number}", "Subscription of AWS::SNS::Topic", item)
        for number, item in enumerate(items, 1)
        if isinstance(item, Mapping)
    ]
    for end, level, place in places:
        policy = property_beside(place, level, "FilterPolicy", "AWS::SNS::Subscription")
        yield end, policy, NamedProperty(place.get("FilterPolicyScope"))


def patterns_by_other_name(settings: Mapping, resource: str) -> NamedProperty:
    """The patterns of the Serverless Framework in a property with a name from CloudFormation."""
    for written, value in settings.members:
        if written.value.replace("_", "").lower() in (*_LISTS, "filtercriteria"):
            criteria = value if isinstance(value, Mapping) else Mapping((), value.start, value.end)
            filters = criteria.get("Filters", "filters") or value
            items = filters.items if isinstance(filters, Sequence) else (filters,)
            patterns = Sequence(tuple(map(_pattern, items)), filters.start, filters.end)
            return NamedProperty(
                patterns, (misspelled(written, resource, "filterPatterns, a list of patterns"),)
            )
    return NamedProperty(None)


def bare_filter(criteria: Mapping) -> NamedProperty:
    """The list with the filter that stands in filter criteria without a list around it."""
    for written, value in criteria.members:
        if written.value == "Pattern":
            filters = Sequence((_filter(written, value),), written.start, value.end)
            return NamedProperty(
                filters, (misspelled(written, _CRITERIA, "Filters, a list of objects with Pattern"),)
            )
    return NamedProperty(None)


def _criteria(written: Text, filters: Node) -> Mapping:
    name = Text("Filters", written.start, written.end)
    return Mapping(((name, filters),), written.start, filters.end)


def _pattern(filter_: Node) -> Node:
    inner = filter_.get("Pattern", "pattern") if isinstance(filter_, Mapping) else None
    return filter_ if inner is None else inner


def _filter(written: Text, pattern: Node) -> Node:
    if isinstance(pattern, Mapping) and pattern.get("Pattern") is not None:
        return pattern
    name = Text("Pattern", written.start, written.end)
    return Mapping(((name, pattern),), pattern.start, pattern.end)
