"""Recognizes names that are meant as operators, even if they are misspelled or belong to another language."""

from __future__ import annotations

from pipefilter.language.operators import BY_KEYWORD
from pipefilter.language.unknown_operator import FOREIGN_NAMES, plain_name

__all__ = ["is_like_operator"]

_MAX_COMPARED = 40
_CLOSE = 0.8


def is_like_operator(name: str) -> bool:
    """Whether a name is that of an operator, or nearly."""
    plain = plain_name(name[:_MAX_COMPARED])
    if plain in BY_KEYWORD or plain.replace("-", "") in FOREIGN_NAMES:
        return True
    from difflib import get_close_matches

    return bool(get_close_matches(plain, BY_KEYWORD, n=1, cutoff=_CLOSE))
