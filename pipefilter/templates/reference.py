"""References to patterns in files: `template.yaml#OrdersPipe`, `template.yaml#OrdersPipe/2`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipefilter.errors import PipefilterError
from pipefilter.templates.located_filters import LocatedFilters

__all__ = ["NoSuchPattern", "select_resource", "split_reference", "whole_file"]


class NoSuchPattern(PipefilterError):
    """A template does not have such a resource with filters, or has fewer filters; the message lists its resources."""


def split_reference(name: str) -> tuple[str, str, int] | None:
    """The file, the resource's name and the number of the filter (0 for all); None for the name of a file."""
    path, mark, rest = name.rpartition("#")
    if not mark or not path or Path(name).exists() or not Path(path).is_file():
        return None
    resource, slash, number = rest.rpartition("/")
    if slash and number.isascii() and number.isdecimal() and int(number):  # filters are counted from 1
        return path, resource, int(number)
    return path, rest, 0


def select_resource(resources: Sequence[LocatedFilters], name: str, number: int, path: str) -> LocatedFilters:
    """The resource of this name.

    Args:
        name: the full name, or a unique part: the function of its only event, or the last part of an address.
        number: of the filter; 0 for all.

    Raises:
        NoSuchPattern: there is none, or more than one.
    """
    matches = [each for each in resources if each.name == name]
    matches = matches or [each for each in resources if each.name.replace(".", "") == name]  # as SAM names them
    matches = matches or [
        each
        for each in resources
        if name and name in {each.name.partition(".")[0], each.name.rpartition(".")[2]}
    ]
    if not resources:
        raise NoSuchPattern(
            f"{path} contains no filters, so none for {name}: an event source without filters passes on every record"
        )
    if len(matches) != 1:
        names = ", ".join(f"#{each.name}" for each in resources)
        what = "no filters" if not matches else "several lists of filters"
        raise NoSuchPattern(f"{path} has {what} called {name}; it has {names}")
    if number > len(matches[0].filters):
        count = len(matches[0].filters)
        raise NoSuchPattern(
            f"{path}#{matches[0].name} has {count} filter{'s' if count > 1 else ''}, not {number}"
        )
    return matches[0]


def whole_file(resources: Sequence[LocatedFilters], path: str, *, is_template: bool = True) -> LocatedFilters:
    """The pattern or the filter criteria that a file consists of.

    Args:
        is_template: whether its resources must be named; otherwise, it may be the input or output of one call.

    Raises:
        NoSuchPattern: the file is a template, so one of its patterns must be named; or it has no pattern.
    """
    if len(resources) == 1 and not (is_template and resources[0].name.strip()):
        return resources[0]
    if not resources:
        raise NoSuchPattern(f"{path} contains no pattern")
    if not all(each.name.strip() for each in resources):
        raise NoSuchPattern(f"{path} contains several documents: keep a single pattern in it")
    names = ", ".join(f"#{each.name}" for each in resources)
    raise NoSuchPattern(
        f"{path} is a template: name one of its patterns, such as {path}#{resources[0].name}; it has {names}"
    )
