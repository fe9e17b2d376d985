"""Notes on facts about attributes that no condition uses, such as `--type Status=S` beside `--changed status`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.cli.build.options import BuildRequest

__all__ = ["unused_facts"]


def unused_facts(request: BuildRequest, paths: Sequence[AttributePath]) -> Iterator[str]:
    """Sentences on facts that have no effect.

    Args:
        paths: of the attributes in the condition.
    """
    used = set(paths)
    known = request.known
    for path in dict.fromkeys((*known.types, *known.values, *request.personal)):
        if path not in used:
            yield f"no condition uses {path}, so its {_option(path, request)} has no effect{_meant(path, paths)}"


def _option(path: AttributePath, request: BuildRequest) -> str:
    """The option that states a fact about an attribute."""
    known = request.known
    if path in known.complete:
        return "--only"
    if path in known.values:
        return "--values"
    return "--type" if path in known.types else "--allow-personal"


def _meant(path: AttributePath, paths: Sequence[AttributePath]) -> str:
    """A question about an attribute in the condition with a similar name; "" if there is none."""
    names = {str(each).casefold(): str(each) for each in paths}
    name = str(path).casefold()
    near = get_close_matches(name, names, n=1) or [
        each for each in names if each.startswith((f"{name}.", f"{name}["))
    ]
    return f"; did you mean {names[near[0]]}?" if near else ""
