"""Looks up services and sources by the names that users write; an unknown name is an error with similar names."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.errors import PipefilterError
from pipefilter.services import SERVICES, Service, service_named
from pipefilter.sources import SOURCES, Source, source_named

__all__ = ["Contradiction", "named_service", "named_source", "similar_names", "unknown_name"]


class Contradiction(PipefilterError):
    """There is no such service or source, or the service does not read from the source.

    `load`, `check`, `generate` and `estimate` raise it.
    """


def named_service(name: str) -> Service:
    """The service of a name that a user wrote.

    Raises:
        Contradiction: there is no such service.
        TypeError: it is not a string.
    """
    _check_name("service", name, [each.name for each in SERVICES])
    return service_named(name)


def named_source(name: str) -> Source:
    """The source of a name that a user wrote.

    Raises:
        Contradiction: there is no such source.
        TypeError: it is not a string.
    """
    _check_name("source", name, [each.name for each in SOURCES])
    return source_named(name)


def _check_name(noun: str, name: object, names: Sequence[str]) -> None:
    if not isinstance(name, str):
        raise TypeError(f"the name of a {noun} must be a string, not {type(name).__name__}")
    if name not in names:
        raise Contradiction(unknown_name(noun, name, names))


def unknown_name(noun: str, name: str, names: Sequence[str], *, is_option: bool = False) -> str:
    """A sentence about a name that does not exist: with similar names, or all available ones.

    Args:
        noun: service, source, target, event or command.
        is_option: whether the name is the value of an option.
    """
    lower = name.lower()
    others = {
        "service": ("source", [each.name for each in SOURCES]),
        "source": ("service", [each.name for each in SERVICES]),
    }
    other, other_names = others.get(noun, ("", []))
    if lower in other_names and lower not in names:
        dashes = "--" if is_option else ""
        return f"{lower} is a {dashes}{other}, not a {dashes}{noun}"
    similar = similar_names(name, names)
    hint = f"did you mean {' or '.join(similar)}?" if similar else f"use one of {', '.join(names)}"
    return f"unknown {noun} {name or repr(name)}: {hint}"


def similar_names(name: str, names: Sequence[str]) -> list[str]:
    """The names that a user probably meant: all with this start, all with this end, or the most similar one.

    These names are few, and the user sees at once whether the guess is right, so that it may be bold. `near_name` is
    stricter: its result decides whether a pattern is reported.
    """
    lower = name.lower()
    for matches in (str.startswith, str.endswith):
        similar = [each for each in names if lower and matches(each, lower)]
        if similar:
            return similar
    from difflib import get_close_matches

    return get_close_matches(lower, names, n=1)
