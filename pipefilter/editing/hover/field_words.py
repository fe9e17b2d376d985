"""What is known about a field of the events of a pattern, in Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.shape_in_words import kinds_in_words
from pipefilter.editing.cursor.known_events import KnownEvents
from pipefilter.editing.hover.code import code_span
from pipefilter.enumeration import enumeration
from pipefilter.events.aws_events import TABLE_DATE, aws_events
from pipefilter.events.pattern_path import reach

__all__ = ["field_words"]

_MAX_NAMES = 12
_MAX_EVENTS = 3


def field_words(known: KnownEvents, names: tuple[str, ...]) -> Iterator[str]:
    """The paragraphs about a field: what it can be, which values it has, and from where that is known.

    Args:
        names: that lead to the field.
    """
    place = reach(known.shape, names)
    if not place.is_there or place.is_open or not place.shapes:
        return
    kinds = enumeration(kinds_in_words(place.kinds - {"null"}), "or") if place.kinds else ""
    fields = list(dict.fromkeys(name for shape in place.shapes for name in shape.fields))
    if fields:
        yield f"An object with {_listed(fields)}."
    elif kinds:
        is_list = any(shape.is_array for shape in place.shapes)
        yield f"{'A list, whose elements are' if is_list else 'It is'} {kinds}."
    values = list(dict.fromkeys(value for shape in place.shapes for value in shape.values))
    if values:
        yield f"Known values: {_listed(values)}."
    origin = _origin(known, names)
    if origin and (fields or kinds or values):
        yield origin


def _listed(names: list[str]) -> str:
    """The first of the names as code, and how many more there are."""
    listed = [code_span(name) for name in names[:_MAX_NAMES]]
    if len(names) > _MAX_NAMES:
        listed.append(f"{len(names) - _MAX_NAMES} more")
    return enumeration(listed, "and")


def _origin(known: KnownEvents, names: tuple[str, ...]) -> str:
    """From where the field is known."""
    if known.is_of_bus and names[0] == "detail" and known.names:
        kinds = list(dict.fromkeys(kind for _, kind in known.names))
        listed = [f'"{kind}"' for kind in kinds[:_MAX_EVENTS]]
        if len(kinds) > _MAX_EVENTS:
            listed.append(f"{len(kinds) - _MAX_EVENTS} other")
        pages = [aws_events().pages[source] for source, _ in known.names if source in aws_events().pages]
        page = f" ([AWS's page]({pages[0]}))" if pages else ""
        return f"According to the schemas of {enumeration(listed, 'and')} events, as of {TABLE_DATE}{page}."
    titles = [f"[{source.title}]({source.url})" for source in known.sources]
    return f"Records: {enumeration(titles, 'or')}." if titles else ""
