"""Repairs of the syntax of JSON: what is at fault, and everything of the same sort in the pattern."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from pipefilter.dataclass import dataclass
from pipefilter.editing.fixes.fix import Edit
from pipefilter.editing.fixes.json_tokens import JsonToken, json_tokens
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import strict_tree

__all__ = ["Repair", "repairs"]

_WORDS = {"True": "true", "False": "false", "None": "null"}
_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$-]*")
_MAX_TEXT = 1 << 17
_MORE = "; other faults follow"


@dataclass(frozen=True, slots=True)
class Repair:
    """Edits of a pattern's own text.

    Args:
        text: after the edits.
    """

    title: str
    edits: tuple[Edit, ...]
    text: str


_Tokens = Sequence[JsonToken]
_Repair = Callable[[str, int, _Tokens], tuple[str, list[Edit]] | None]


def repairs(text: str, at: int) -> Iterator[Repair]:
    """The repairs after which a parser gets past the fault at an offset."""
    if len(text) > _MAX_TEXT:
        return
    tokens = list(json_tokens(text))
    for repair in (_commas_removed, _commas_added, _quotes, _names, _words, _comments, _quotes_around):
        if (result := repair(text, at, tokens)) is not None:
            yield from _verified(text, at, *result)


def _verified(text: str, at: int, title: str, edits: list[Edit]) -> Iterator[Repair]:
    """The repair, if the next fault is another one, after the place that was at fault."""
    fixed = text
    for edit in reversed(edits):
        fixed = fixed[: edit.start] + edit.text + fixed[edit.end :]
    first, second = _fault(text), _fault(fixed)
    if first is None:
        return
    if second is None:
        yield Repair(title, tuple(edits), fixed)
        return
    past = [edit for edit in edits if edit.start <= max(at, edits[0].start)]
    end = past[-1].end + sum(len(edit.text) - (edit.end - edit.start) for edit in past)
    is_same = first.hint == second.hint and not fixed[end : second.at].count("\n")
    if not second.at_end and second.at > end and not is_same:
        yield Repair(f"{title}{_MORE}", tuple(edits), fixed)


def _fault(text: str) -> JsonFault | None:
    try:
        strict_tree(text)
    except JsonFault as fault:
        return fault
    return None


def _at(tokens: _Tokens, at: int) -> JsonToken | None:
    return next((token for token in tokens if token.start <= at < token.end), None)


def _significant(tokens: _Tokens) -> list[JsonToken]:
    return [token for token in tokens if token.kind not in ("space", "comment")]


def _commas_removed(text: str, at: int, tokens: _Tokens) -> tuple[str, list[Edit]] | None:
    del text
    read = _significant(tokens)
    commas = [
        (comma, close)
        for before, comma, close in zip(read, read[1:], read[2:], strict=False)
        if comma.text == "," and close.text in ("}", "]") and before.text not in ("{", "[", ",")
    ]
    if not any(close.start == at for _, close in commas):
        return None
    title = "Remove the comma" if len(commas) == 1 else f"Remove {len(commas)} commas before brackets"
    return title, [Edit(comma.start, comma.end, "") for comma, _ in commas]


def _commas_added(text: str, at: int, tokens: _Tokens) -> tuple[str, list[Edit]] | None:
    del text
    read = _significant(tokens)
    places = []
    is_at_fault = False
    for before, token in pairwise(read):
        ends = before.text in ("}", "]") or (before.kind == "string" and not before.is_name)
        if token.kind == "string" and ends:
            places.append(Edit(before.end, before.end, ","))
            is_at_fault = is_at_fault or token.start == at
    if not is_at_fault:
        return None
    return "Add the missing comma" if len(places) == 1 else f"Add {len(places)} missing commas", places


def _quotes(text: str, at: int, tokens: _Tokens) -> tuple[str, list[Edit]] | None:
    """Double quotes around strings, instead of single or typographic ones; none if it is not certain where one ends."""
    token = _at(tokens, at)
    if token is None or token.kind not in ("single", "typographic") or token.start != at:
        return None
    others = [each for each in tokens if each.kind in ("single", "typographic")]
    edits = []
    for each in others:
        inner = each.text[1:-1]
        follows = text[each.end :].lstrip()[:1]
        is_whole = (each.is_name and follows in (":", "=")) or (each.is_value and follows in (",", "]", "}"))
        if '"' in inner or "\\" in inner or not is_whole:
            return None
        edits.append(Edit(each.start, each.end, f'"{inner}"'))
    title = "Use double quotes" if len(edits) == 1 else f"Use double quotes in {len(edits)} places"
    return title, edits


def _names(text: str, at: int, tokens: _Tokens) -> tuple[str, list[Edit]] | None:
    """Double quotes around names, and colons after them."""
    del text
    read = _significant(tokens)
    names: list[str] = []
    edits = []
    is_at_fault = False
    for token, after in pairwise(read):
        if not token.is_name or after.text not in (":", "=") or token.kind not in ("word", "string"):
            continue
        if token.kind == "word" and _NAME.fullmatch(token.text):
            edits.append(Edit(token.start, token.end, f'"{token.text}"'))
            names.append(token.text)
        elif token.kind == "word":
            return None
        if after.text == "=":
            edits.append(Edit(after.start, after.end, ":"))
        is_at_fault = is_at_fault or token.start <= at <= after.start
    if not is_at_fault or not edits:
        return None
    if not names:
        return ("Write a colon" if len(edits) == 1 else f"Write colons in {len(edits)} places"), edits
    return (
        f'Write the name "{names[0]}" in double quotes'
        if len(names) == 1
        else f"Write {len(names)} names in double quotes"
    ), edits


def _words(text: str, at: int, tokens: _Tokens) -> tuple[str, list[Edit]] | None:
    """The words of JSON instead of those of Python."""
    del text
    words = [token for token in tokens if token.kind == "word" and token.text in _WORDS and token.is_value]
    if not any(token.start == at for token in words):
        return None
    edits = [Edit(token.start, token.end, _WORDS[token.text]) for token in words]
    written = " and ".join(dict.fromkeys(edit.text for edit in edits))
    return f"Write {written}" + (f" in {len(edits)} places" if len(edits) > 1 else ""), edits


def _comments(text: str, at: int, tokens: _Tokens) -> tuple[str, list[Edit]] | None:
    comments = [token for token in tokens if token.kind == "comment"]
    if not any(token.start == at for token in comments):
        return None
    edits = []
    for token in comments:
        start = len(text[: token.start].rstrip(" \t"))
        if start == token.start and text[start - 1 : start].isalnum():
            return None  # part of a word
        edits.append(Edit(start, token.end, ""))
    return "Remove the comment" if len(edits) == 1 else f"Remove {len(edits)} comments", edits


def _quotes_around(text: str, at: int, tokens: _Tokens) -> tuple[str, list[Edit]] | None:
    """The single quotes around the whole text, as in a shell."""
    del at, tokens
    stripped = text.strip()
    if not (len(stripped) > 1 and stripped[0] == stripped[-1] == "'" and stripped[1:-1].lstrip()[:1] in "{["):
        return None
    start, end = text.find("'"), text.rfind("'")
    return "Remove the single quotes around it", [Edit(start, start + 1, ""), Edit(end, end + 1, "")]
