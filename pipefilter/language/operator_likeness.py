"""Recognizes names that are meant as operators, even if they are misspelled or belong to another language."""

from __future__ import annotations

from pipefilter.language.operators import BY_KEYWORD
from pipefilter.language.unknown_operator import FOREIGN_NAMES, plain_name

__all__ = ["is_like_operator", "operator_like"]

_MAX_COMPARED = 40
_CLOSE = 0.8
_KINDS = {"anything-but": '"0', "numeric": "0", "exists": "t"}
"""The first characters of operands: of a string (all others), a number, and a boolean."""
_OF_OTHER_LANGUAGES = {
    **dict.fromkeys(("startswith", "startwith", "beginswith", "beginwith"), "prefix"),
    **dict.fromkeys(("endswith", "endwith"), "suffix"),
}


def is_like_operator(name: str) -> bool:
    """Whether a name is that of an operator, or nearly."""
    plain = plain_name(name[:_MAX_COMPARED])
    if plain in BY_KEYWORD or plain.replace("-", "") in FOREIGN_NAMES:
        return True
    from difflib import get_close_matches

    return bool(get_close_matches(plain, BY_KEYWORD, n=1, cutoff=_CLOSE))


def operator_like(name: str, kind: str) -> str:
    """The operator that a name is nearly that of, but not exactly; "" if there is none that takes the operand.

    Args:
        kind: of the operand: `"` for a string, `0` for a number, `t` for a boolean.
    """
    plain = plain_name(name[:_MAX_COMPARED])
    if name in BY_KEYWORD or not kind:
        return ""
    operator = _OF_OTHER_LANGUAGES.get(plain.replace("-", ""), "")
    if not operator:
        from difflib import get_close_matches

        known = [keyword for keyword in BY_KEYWORD if keyword != "exactly"]
        operator = next(iter(get_close_matches(plain, known, n=1, cutoff=_CLOSE)), "")
    return operator if kind in _KINDS.get(operator, '"') else ""
