"""Names of patterns in files: `template.yaml#OrdersPipe`, `template.yaml#OrdersPipe/2`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipefilter.errors import PipefilterError
from pipefilter.templates.located_filters import LocatedFilters

__all__ = ["NoSuchPattern", "chosen", "split_reference", "whole_file"]


class NoSuchPattern(PipefilterError):
    """A template has no resource of that name with filters, or not that many; the message says which it has."""


def split_reference(name: str) -> tuple[str, str, int] | None:
    """The file, the resource's name and the number of the filter (0 for all); None if it is a file's name.

    Args:
        name: as it was given.
    """
    path, mark, rest = name.rpartition("#")
    if not mark or not path or Path(name).exists() or not Path(path).is_file():
        return None
    resource, slash, number = rest.rpartition("/")
    if slash and number.isascii() and number.isdecimal() and int(number):  # filters are counted from 1
        return path, resource, int(number)
    return path, rest, 0


def chosen(found: Sequence[LocatedFilters], name: str, number: int, path: str) -> LocatedFilters:
    """The resource of a name.

    Args:
        found: all in the file.
        name: its own, or what is enough of it: that of a function with one event, the end of an address.
        number: of the filter; 0 for all.
        path: of the file, for the message.

    Raises:
        NoSuchPattern: there is none, or more than one.
    """
    known = [one for one in found if one.name == name]
    known = known or [one for one in found if one.name.replace(".", "") == name]  # as SAM names what it makes
    known = known or [
        one for one in found if name and name in {one.name.partition(".")[0], one.name.rpartition(".")[2]}
    ]
    if len(known) != 1:
        names = ", ".join(f"#{one.name}" for one in found) or "none"
        what = "no filters" if not known else "more than one list of filters"
        raise NoSuchPattern(f"{path} has {what} of the name {name}; it has {names}")
    if number > len(known[0].filters):
        count = len(known[0].filters)
        raise NoSuchPattern(
            f"{path}#{known[0].name} has {count} filter{'s' if count > 1 else ''}, not {number}"
        )
    return known[0]


def whole_file(found: Sequence[LocatedFilters], path: str) -> LocatedFilters:
    """The pattern or the filter criteria that a file consists of.

    Args:
        found: all in the file.
        path: of the file, for the message.

    Raises:
        NoSuchPattern: the file is a template, and one of its patterns is to be named; or it has none.
    """
    if len(found) == 1 and not found[0].name.strip():
        return found[0]
    if not found:
        raise NoSuchPattern(f"{path} has no pattern in it")
    if not all(each.name.strip() for each in found):
        raise NoSuchPattern(f"{path} has several documents: put one pattern into it")
    names = ", ".join(f"#{each.name}" for each in found)
    raise NoSuchPattern(
        f"{path} is a template: name one of its patterns, as in {path}#{found[0].name}; it has {names}"
    )
