"""Unknown values of which a template does not show that they are strings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipefilter.templates.pattern_writer import Hole

__all__ = ["has_unknown_form"]

_STRING = '"{}"'
_REFERENCE = re.compile(r"\$\{[\w.:\[\]\"*-]+\}")
"""The placeholder for a parameter, a variable or an attribute, which reads well where a string is expected."""
_WHERE_LISTS_ARE_VALID = re.compile(r'"anything-but": ?(?:\{"[a-z-]+": ?)?')
_MAX_PIECES = 100
_MAX_NAMES = 60


def has_unknown_form(hole: Hole, form: str, placeholder: str, before: Sequence[str]) -> bool:
    """Whether a value may also have another form than the one with which the pattern is valid.

    Args:
        hole: for the value, which is not a part of a string.
        form: with which the pattern is valid.
        placeholder: for the value.
        before: the pattern up to the hole, in pieces.
    """
    if form != _STRING or not _REFERENCE.fullmatch(placeholder):
        return True
    end = "".join(before[-_MAX_PIECES:])[-_MAX_NAMES:]
    start = end.rfind('"anything-but"')
    return not hole.is_text and start >= 0 and _WHERE_LISTS_ARE_VALID.fullmatch(end, start) is not None
