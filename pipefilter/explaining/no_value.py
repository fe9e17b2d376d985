"""Hints about a field without a value: its name is spelled differently, or it is an object or a string of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pipefilter.explaining.place_in_event import MAX_NODES, Node, display_path, objects, place
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.language.name_spelling import loose_spelling
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.matching.trace import FieldTrace

__all__ = ["no_value", "object_without_value"]

_MAX_NAMES = 8
_MIN_NEAR = 4
"""Shorter names are too often near by chance."""
_DECODED = (("body",), ("data",), ("value",))
"""The members of records with the data of SQS, of Kinesis and MQ, and of Kafka."""

_OF_NOTIFICATION = frozenset(("Type", "TopicArn", "Message"))
"""Members of the notification that SNS delivers to a queue without raw message delivery."""


def no_value(field: FieldTrace, tree: Json) -> Iterator[str]:
    """Hints about what the event has instead of the field."""
    if field.other_values:
        return
    steps = field.field.steps
    nodes: list[Node] = [(tree, ())]
    for at, step in enumerate(steps):
        below = [hit for node in nodes for hit in _members(node, step)]
        if not below:
            yield from _intended_as_operator(field, at)
            yield from _last_found(nodes, steps, at)
            break
        nodes = below
    else:
        yield from _no_value_there(nodes)
    if any(isinstance(o, AnythingBut) for o in field.field.alternatives):
        yield 'anything-but requires a value; add {"exists": false} to also match events without the field'


def object_without_value(field: FieldTrace, tree: Json) -> Iterator[str]:
    """A hint about a field that matches as absent, although the event has it: as an object, which is not a value."""
    if field.matching_values or field.other_values:
        return
    nodes: list[Node] = [(tree, ())]
    for step in field.field.steps:
        nodes = [hit for node in nodes for hit in _members(node, step)][:MAX_NODES]
    if nodes and nodes[0][0] and isinstance(nodes[0][0], tuple | list):
        yield from _no_value_there(nodes)


def _intended_as_operator(field: FieldTrace, at: int) -> Iterator[str]:
    """A hint for a missing name that is that of an operator, or a word for one."""
    from pipefilter.language.operator_as_name import intended_operator, keyword_of
    from pipefilter.language.word_as_name import intended_comparison, word_at

    steps = field.field.steps
    values = [operator.element() for operator in field.field.alternatives]
    if word_at(steps) == at:
        comparison = intended_comparison(steps, values) if at == len(steps) - 1 else None
        instead = f": write {comparison.field_text()}" if comparison else ""
        yield f"{steps[at]} is a field name in this pattern, not an operator{instead}"
    if not keyword_of(steps[at]):
        return
    meant = intended_operator(steps, values, is_list=True)
    if meant is not None and len(meant.above) <= at:
        yield f"{steps[at]} is an operator only inside a list: write {meant.field_text()}"


def _members(node: Node, name: str) -> Iterator[Node]:
    for inner, where in objects(node):
        for key, value in inner:
            if key == name:
                yield value, (*where, key)


def _last_found(nodes: list[Node], steps: tuple[str, ...], at: int) -> Iterator[str]:
    name = steps[at]
    names: list[str] = []
    for node in nodes:
        for inner, where in objects(node):
            for key, _ in inner:
                if loose_spelling(key) == loose_spelling(name):
                    yield f"the event has {place((*where, key))}: field names must match exactly, including case"
                    return
                names.append(key)
        if isinstance(node[0], str) and (kind := _json_kind(node[0])):
            yield f"{place(node[1])} is a string that contains {kind}: {_decoding_note(node[1])}"
            return
        if not isinstance(node[0], tuple | list):
            yield f"{place(node[1])} is {_short(node[0])}, so it contains no fields"
            return
    if nodes[0][1] == ("body",) and _OF_NOTIFICATION.issubset(names):
        yield (
            "body is the notification of SNS, with your message as a string in body.Message, which is not parsed; turn on raw "
            "message delivery in the SNS subscription"
        )
        return
    from pipefilter.events.near_name import near_name

    near = near_name(name, dict.fromkeys(names)) if len(name) >= _MIN_NEAR else ""
    if near:
        whole = place(nodes[0][1]) if at else "the event"
        yield f"{whole} has no {place((name,))}; it has {display_path(near)}"
    elif at and names:
        distinct = list(dict.fromkeys(names))
        listed = ", ".join(map(display_path, distinct[:_MAX_NAMES]))
        more = ", ..." if len(distinct) > _MAX_NAMES else ""
        fields = "its fields are" if len(distinct) > 1 else "its only field is"
        yield f"{place(nodes[0][1])} has no {place((name,))}; {fields} {listed}{more}"


def _decoding_note(where: tuple[str | int, ...]) -> str:
    """Which services decode a string of JSON, if any.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html
    https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html
    """
    if where in _DECODED:
        return "a pipe or an event source mapping decodes it before filtering; an event bus does not"
    if where == ("body", "Message"):
        return (
            "it is compared as a string, not parsed; turn on raw message delivery in the SNS subscription, and write its fields "
            "directly below body"
        )
    return "it is compared as a string, not parsed"


def _json_kind(text: str) -> str:
    """The name for an object within a string; "" if there is none."""
    candidate = text.lstrip()
    if candidate.startswith("{"):
        return "JSON" if _is_object(candidate) else ""
    import base64

    try:
        inner = base64.b64decode(text, validate=True).decode()
    except ValueError:
        return ""
    return "JSON in base64" if _is_object(inner) else ""


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _no_value_there(nodes: list[Node]) -> Iterator[str]:
    node, where = nodes[0]
    if isinstance(node, tuple):
        names = [key for key, _ in node]
        if not names:
            yield f"{place(where)} is an empty object, which does not count as a value"
            return
        listed = ", ".join(map(display_path, names[:_MAX_NAMES])) + (", ..." if len(names) > _MAX_NAMES else "")
        yield (
            f"{place(where)} is an object, and operators, including exists, match only values: use "
            f"{place((*where, names[0]))}" + (f" (its fields are {listed})" if len(names) > 1 else "")
        )
    elif isinstance(node, list) and not node:
        yield f"{place(where)} is an empty array, which does not count as a value"
    elif isinstance(node, list):
        names = next((list(dict(inner)) for inner, _ in objects(nodes[0]) if inner), [])
        use = f": use {place((*where, names[0]))} for its objects" if names else ""
        yield f"{place(where)} is an array without plain values{use}"


def _short(value: Json) -> str:
    text = written(value)
    return text if len(text) <= 40 else f"{text[:40]}..."
