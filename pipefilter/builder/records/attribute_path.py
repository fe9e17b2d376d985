"""Paths to attributes in an item: `address.city`, `items[0].sku`, `items[].sku`, `"dotted.name"`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import TypeAlias, cast

from pipefilter.builder.faults import InvalidCondition
from pipefilter.dataclass import dataclass
from pipefilter.override import override

__all__ = ["EACH", "AttributePath", "Names", "Step", "attribute_path", "flatten_names"]


class Each(Enum):
    """The step to each element of a list."""

    EACH = "[]"

    @override
    def __repr__(self) -> str:
        return "EACH"


EACH = Each.EACH
Step: TypeAlias = str | int | Each
_MAX_STEPS = 40
_STEP = re.compile(r'("(?:[^"\\]|\\.)*")|([^."\[\]]+)|\[([0-9]{0,9})\]')

_UNQUOTED = re.compile(r'[^."\[\]=]+')
"""A name that is printed without quotes; one with `=` would be ambiguous in options such as `PATH=VALUE`."""


@dataclass(frozen=True, slots=True)
class AttributePath:
    """A path into an item.

    Args:
        steps: names, indexes from 0, and EACH for each element of a list; the first is a name.
    """

    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        if len(self.steps) > _MAX_STEPS:
            raise InvalidCondition(
                f"a path has more than {_MAX_STEPS} names and indexes, and DynamoDB supports 32 levels"
            )

    @property
    def is_into_list(self) -> bool:
        """Whether the path goes through a list."""
        return any(not isinstance(step, str) for step in self.steps)

    @property
    def has_index(self) -> bool:
        """Whether the path has an index, which a pattern cannot express."""
        return any(isinstance(step, int) for step in self.steps)

    @override
    def __str__(self) -> str:
        text = ""
        for step in self.steps:
            if isinstance(step, str):
                name = step if _UNQUOTED.fullmatch(step) else json.dumps(step, ensure_ascii=False)
                text += f".{name}" if text else name
            else:
                text += "[]" if step is EACH else f"[{step}]"
        return text


def attribute_path(path: str | AttributePath) -> AttributePath:
    """Parse a path; one that is parsed already is returned unchanged.

    Args:
        path: names joined by dots; `[3]` and `[]` for elements of lists; a name with dots, quotes or brackets in
            double quotes, as in JSON.

    Raises:
        InvalidCondition: it is not a path.
    """
    if isinstance(path, AttributePath):
        return path
    if not isinstance(path, str):
        several = "; any_changed and all_changed accept several" if isinstance(path, Iterable) else ""
        raise InvalidCondition(
            f"{type(path).__name__} is not a path to an attribute: give a string, such as 'status'{several}"
        )
    steps: list[Step] = []
    at = 0
    while at < len(path) or not steps:
        step = _STEP.match(path, at)
        if step is None:
            raise InvalidCondition(
                f"{path!r} is not a path to an attribute: {path[at : at + 20]!r} is unexpected"
            )
        quoted, plain, index = step.groups()
        if index is not None:
            if not steps:
                raise InvalidCondition(f"{path!r} is not a path to an attribute: it does not start with a name")
            steps.append(int(index) if index else EACH)
        else:
            steps.append(_unquoted(quoted, path) if quoted is not None else plain)
        at = step.end()
        if at < len(path) and path[at] != "[":
            if path[at] != "." or at + 1 == len(path) or path[at + 1] == "[":
                raise InvalidCondition(
                    f"{path!r} is not a path to an attribute: separate names with single dots"
                )
            at += 1
    return AttributePath(tuple(steps))


def _unquoted(quoted: str, path: str) -> str:
    try:
        name = json.loads(quoted)
    except ValueError:
        name = ""
    if not isinstance(name, str) or not name:
        raise InvalidCondition(f"{path!r} is not a path to an attribute: {quoted} is not a name")
    return name


Names = str | AttributePath | Iterable[str | AttributePath]
"""Arguments that are names one by one or in a list: `any_changed("a", "b")`, `any_changed(["a", "b"])`."""


def flatten_names(names: Iterable[Names]) -> list[str | AttributePath]:
    """The names, with lists flattened; anything else is kept, and rejected later as a name."""
    flat: list[str | AttributePath] = []
    for name in names:
        if isinstance(name, str | AttributePath | bytes | Mapping) or not isinstance(name, Iterable):
            flat.append(cast("str", name))
        else:
            flat += name
    return flat
