"""Finds filters in requests and responses of AWS's APIs: rules, pipes, event source mappings, subscribers, and lists of these; subscriptions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipefilter.templates.event_source import SourceDetector, source_of_arn, source_of_parameters
from pipefilter.templates.filter_form import CRITERIA
from pipefilter.templates.filter_lists import FilterLists
from pipefilter.templates.intrinsics import Intrinsics
from pipefilter.templates.located_filters import LocatedFilters, with_batches
from pipefilter.templates.nodes.node import Mapping, Node, Scalar, Sequence, Text
from pipefilter.templates.shape_problem import NamedProperty
from pipefilter.templates.subscription_endpoint import with_endpoint

__all__ = ["api_filters", "is_api_document"]

_LISTS = ("Rules", "Archives", "EventSourceMappings", "Pipes", "Subscribers")
_OF_MAPPING = ("EventSourceArn", "FunctionName", "FunctionArn", "UUID", "SelfManagedEventSource")
_OF_SUBSCRIBER = ("SubscriberArn", "EventBusArn")
_OF_POLICY = ("FilterPolicy", "FilterPolicyScope")
_ENVELOPE = {
    "source",
    "detail-type",
    "detail",
    "account",
    "region",
    "resources",
    "time",
    "id",
    "version",
    "$or",
}


def is_api_document(root: Mapping) -> bool:
    """Whether a document is a request or response of an API, and not a pattern."""
    return any(_service(resource) for resource in _resources(root))


def api_filters(root: Mapping, source: str) -> Iterator[LocatedFilters]:
    """The filters in a document, by resource."""
    intrinsics = Intrinsics(source)
    lists = FilterLists(source, lambda node: node, _as_list, CRITERIA)
    sources = SourceDetector(Mapping((), 0, 0), intrinsics)
    counts = Counter(_name(resource).value for resource in _resources(root))
    for resource in _resources(root):
        service = _service(resource)
        name = _name(resource)
        if counts[name.value] > 1:  # a function may have several
            name = Text(resource.text("UUID", "SubscriberArn") or name.value, resource.start, resource.start)
        if service == "rule":
            yield from lists.bare_pattern(name, "PutRule", "rule", "bus", resource.get("EventPattern"))
        elif service == "pipe":
            parameters = resource.mapping("SourceParameters")
            read = source_of_parameters(parameters) or source_of_arn(resource.text("Source"))
            filters = lists.criteria(name, "CreatePipe", "pipe", read, parameters.get("FilterCriteria"))
            yield from with_batches(filters, parameters)
        elif service == "lambda":
            criteria = resource.get("FilterCriteria")
            filters = lists.criteria(
                name, "CreateEventSourceMapping", "lambda", sources.detect_for_mapping(resource), criteria
            )
            yield from with_batches(filters, resource)
        elif service == "v2":
            yield from lists.criteria(
                name, "CreateSubscriber", "v2", "bus", resource.get("FilterConfiguration")
            )
        elif service == "sns":
            attributes = resource.mapping("Attributes")
            policy, scope = (NamedProperty(attributes.get(key)) for key in _OF_POLICY)
            filters = lists.filter_policy(name, "Subscribe", policy, scope)
            yield from with_endpoint(filters, resource, lambda node: node)
        elif service == "set":  # another call sets the scope
            value = resource.get("AttributeValue")
            yield from lists.bare_pattern(name, "SetSubscriptionAttributes", "", "sns", value)


def _resources(root: Mapping) -> Iterator[Mapping]:
    resources = next((items for name in _LISTS if isinstance(items := root.get(name), Sequence)), None)
    if resources is None:
        yield root
        return
    yield from (item for item in resources.items if isinstance(item, Mapping))


def _service(resource: Mapping) -> str:
    """The name of the service of a resource, or `set` for a filter policy without its scope; "" for anything else."""
    pattern = resource.get("EventPattern")
    if isinstance(pattern, Text) or (isinstance(pattern, Mapping) and _is_wrapped(resource, pattern)):
        return "rule"
    if isinstance(resource.get("SourceParameters"), Mapping):
        return "pipe"
    if isinstance(resource.get("FilterCriteria"), Mapping) and resource.get(*_OF_MAPPING) is not None:
        return "lambda"
    if isinstance(resource.get("FilterConfiguration"), Mapping) and resource.get(*_OF_SUBSCRIBER) is not None:
        return "v2"
    if resource.text("AttributeName") == "FilterPolicy" and isinstance(resource.get("AttributeValue"), Text):
        return "set"
    return "sns" if isinstance(resource.mapping("Attributes").get("FilterPolicy"), Text) else ""


def _is_wrapped(resource: Mapping, pattern: Mapping) -> bool:
    """Whether an object is a rule's pattern: no event has a field of this name with an envelope inside."""
    others = (value for name, value in resource.members if name.value != "EventPattern")
    names = {name.value for name, _ in pattern.members}
    return bool(names) and names <= _ENVELOPE and all(isinstance(value, Text | Scalar) for value in others)


def _name(resource: Mapping) -> Text:
    name = resource.text("Name", "ArchiveName")
    if not name:
        function = resource.text("FunctionArn", "FunctionName")
        topic = resource.text("TopicArn") or resource.mapping("Attributes").text("TopicArn")
        if topic:
            return Text(topic.split(":")[-1], resource.start, resource.start)
        if subscription := resource.text("SubscriptionArn"):
            return Text(":".join(subscription.split(":")[-2:-1]), resource.start, resource.start)
        steps = function.split(":")
        name = steps[6] if len(steps) > 6 else function or resource.text("UUID")
    return Text(name, resource.start, resource.start)


def _as_list(node: Node | None) -> list[Node]:
    return [] if node is None or (isinstance(node, Scalar) and node.value is None) else [node]
