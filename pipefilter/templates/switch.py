"""What decides whether a resource in a template is deployed, and whether it is switched on."""

from __future__ import annotations

import re

from pipefilter.dataclass import dataclass
from pipefilter.templates.nodes.node import Mapping, Node, Scalar, Text

__all__ = ["Switch", "condition_text", "switch_of"]

_PROPERTIES = {
    "DISABLED": ("State", "state"),  # of rules
    "STOPPED": ("DesiredState", "desired_state"),  # of pipes
    "FALSE": ("Enabled", "enabled", "is_enabled"),  # of event source mappings, and events of functions
    "0": ("count",),  # of resources of Terraform
}
"""The properties by the value that switches the resource off."""
_INSTANCES = "for_each"
"""Whose value is not read."""
_WORD = re.compile(r"[\w:-]+")


@dataclass(frozen=True, slots=True)
class Switch:
    """The properties that decide it.

    Args:
        texts: of the properties, by their names.
        is_on: None if it is not known.
        reason: the property that switches it off, or that is not known, in words.
    """

    texts: tuple[tuple[str, str], ...] = ()
    is_on: bool | None = True
    reason: str = ""


def switch_of(body: Mapping, text: str) -> Switch:
    """The switch of a resource.

    Args:
        body: with the properties.
        text: of the template.
    """
    texts: list[tuple[str, str]] = []
    is_on: bool | None = True
    reason = ""
    named = [(name, off) for off, names in _PROPERTIES.items() for name in names]
    for name, off in (*named, (_INSTANCES, "")):
        for part in (body, body.mapping("Properties")):
            value = part.get(name)
            if value is None:
                continue
            texts.append((name, " ".join(text[value.start : value.end].split())))
            state = _is_on(value, off) if off else None
            if is_on is not False and state is not True:
                is_on = state
                reason = f"{name} is {_text_of(value)}" if state is False else name
    return Switch(tuple(texts), is_on, reason)


def _text_of(value: Node) -> str:
    if isinstance(value, Text):
        return value.value
    return value.written if isinstance(value, Scalar) else ""


def _is_on(value: Node, off: str) -> bool | None:
    """Whether a property with this value leaves a resource switched on; None if the value is not known."""
    if isinstance(value, Scalar) and value.value is None:
        return True
    if isinstance(value, Scalar) or (isinstance(value, Text) and "${" not in value.value):
        return _text_of(value).upper() != off
    return None


def condition_text(name: str, conditions: Mapping, text: str) -> str:
    """The text of a condition of CloudFormation, and of those to which it refers."""
    todo = [name]
    texts: dict[str, str] = {}
    while todo:
        name = todo.pop()
        node = conditions.get(name)
        if node is not None and name not in texts:
            texts[name] = " ".join(text[node.start : node.end].split())
            todo += _WORD.findall(texts[name])
    return "\n".join(f"{name}: {value}" for name, value in sorted(texts.items()))
