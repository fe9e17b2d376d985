"""Finds events of a function that the Serverless Framework merges into one subscription to a topic."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipefilter.analysis.template.common_subscription import COMMON_SUBSCRIPTION
from pipefilter.dataclass import dataclass
from pipefilter.enumeration import enumeration
from pipefilter.templates.delivery import value_key
from pipefilter.templates.nodes.node import Mapping, Node, Text
from pipefilter.templates.shape_problem import ShapeProblem

__all__ = ["common_subscriptions"]

_NOT_IN_NAMES = re.compile(r"[^0-9A-Za-z]")
_OF_SUBSCRIPTION = ("arn", "filterPolicy", "filterPolicyScope")


@dataclass(frozen=True, slots=True)
class _Event:
    name: str
    key: Text
    settings: tuple[str | None, ...]
    """Equal for events with the same filter policy for the same topic."""


def common_subscriptions(function: str, events: Iterable[Node]) -> dict[int, ShapeProblem]:
    """The problem of each event that shares its subscription with another one, by the offset of its key `sns`.

    Args:
        function: its name.

    Source: https://github.com/serverless/serverless/blob/v3.40.0/lib/plugins/aws/package/compile/events/sns.js
    """
    by_topic: dict[str, list[_Event]] = {}
    keys = [
        (key, settings)
        for event in events
        if isinstance(event, Mapping)
        for key, settings in event.members
        if key.value == "sns"
    ]
    for number, (key, settings) in enumerate(keys, 1):
        topic = _topic(settings)
        if topic:
            name = f"{function}.sns" + (f".{number}" if number > 1 else "")
            by_topic.setdefault(topic, []).append(_Event(name, key, _settings(settings)))
    return {
        each.key.start: _problem(each, several)
        for several in by_topic.values()
        if len({each.settings for each in several}) > 1
        for each in several
    }


def _problem(event: _Event, several: Iterable[_Event]) -> ShapeProblem:
    others = enumeration([each.name for each in several if each is not event], "and")
    return ShapeProblem(COMMON_SUBSCRIPTION, event.key.start, event.key.end, (("others", others),))


def _topic(settings: Node) -> str:
    """The part of the subscription's name for the topic; "" if the event has no subscription of its own."""
    arn: Node | None = settings
    name = ""
    if isinstance(settings, Mapping):
        arn, name = settings.get("arn"), settings.text("topicName")
        if arn is None and settings.get("filterPolicy", "redrivePolicy") is None:
            return ""  # it is a part of the topic
    elif not isinstance(settings, Text) or not settings.value.startswith("arn:"):
        return ""
    if not name and isinstance(arn, Text):
        # of a variable, only the whole text is known
        name = arn.value if "${" in arn.value else arn.value.rpartition(":")[2]
    return name if "${" in name else _NOT_IN_NAMES.sub("", name)


def _settings(settings: Node) -> tuple[str | None, ...]:
    if isinstance(settings, Mapping):
        values = (settings.get(name) for name in _OF_SUBSCRIPTION)
        return tuple("" if value is None else value_key(value) for value in values)
    return (value_key(settings), "", "")
