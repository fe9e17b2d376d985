"""Why the filters of a resource are not known in full."""

from __future__ import annotations

from pipefilter.templates.parsed_resource import ParsedFilter, ParsedResource
from pipefilter.templates.pattern_writer import Hole

__all__ = ["gap_of", "has_open_holes"]

_ON_CONDITION = "which filters are deployed depends on a condition"
_STRINGS = ("{}", '"{}"')
"""The forms of an unknown value that is a string."""


def gap_of(resource: ParsedResource, filters: list[ParsedFilter]) -> str:
    """Why the filters are not known in full, in words; "" if they are."""
    if resource.located.is_choice or any(
        each.variants or each.located.has_too_many_variants for each in filters
    ):
        return _ON_CONDITION
    for each in filters:
        if each.error is not None or each.located.shapes:
            continue  # which is reported as a problem
        if each.pattern is None or each.filled is None:
            return f"the template does not specify the pattern{f': {each.gap}' if any(each.unknown) else ''}"
        if each.filled.is_guess or any(form not in _STRINGS for form in each.filled.filling):
            return f"the template does not specify {', '.join(dict.fromkeys(each.unknown))}"
    return "the template does not specify the scope of the policy" if resource.located.is_of_any_scope else ""


def has_open_holes(each: ParsedFilter) -> bool:
    """Whether an unknown value may be something other than a string."""
    source = each.located.source
    return source is not None and any(
        isinstance(piece, Hole) and not piece.is_text and not piece.in_text for piece in source.pieces
    )
