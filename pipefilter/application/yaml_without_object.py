"""Reports YAML that should be a pattern and is not an object, such as a list, a word or only comments."""

from __future__ import annotations

import re
from dataclasses import replace

from pipefilter.errors import InvalidEventPattern
from pipefilter.json_text.place import excerpt, place_of
from pipefilter.language.filter_criteria import parse_valid_filters

__all__ = ["yaml_without_object"]

_BLANK = re.compile(r"(?:\s++|#[^\n]*+|---(?=\s))*+")


def yaml_without_object(text: str) -> InvalidEventPattern:
    """AWS's error for a pattern that is not an object, at the first content of the text."""
    blank = _BLANK.match(text)
    start = blank.end() if blank is not None and blank.end() < len(text) else 0
    end = min(start + 1, len(text))
    try:
        parse_valid_filters(b"[]" if text.strip() else b"")
    except InvalidEventPattern as error:
        problem = replace(
            error.problems[0],
            line=None,
            column=None,
            start=place_of(text, start),
            end=place_of(text, end),
            excerpt=excerpt(text, start, end) if text.strip() else "",
            aws_message="",
            aws_place=None,
        )
        return InvalidEventPattern(problem)
    raise AssertionError("a list is not a pattern")
