"""Texts in which a mark stands at the cursor, each a guess of what the author is about to write there."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.dataclass import dataclass
from pipefilter.editing.cursor.surroundings import Surroundings
from pipefilter.json_text.reader import MAX_DEPTH

__all__ = ["MARK", "Attempt", "attempts", "attempts_at_end", "attempts_without_rest", "closing_brackets"]

MARK = "pipefilter-cursor"
"""Stands at the cursor; a text that has it already is not completed."""
_FILLER = "x"
_OPENING = "{[(,:=-"
"""What is before a value or a member without a comma between."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A text with the mark at the cursor.

    Args:
        comma_before: whether a comma was needed before the mark.
        comma_after: whether a comma was needed after it.
        is_member: whether the mark is the name of a member, with a value.
    """

    text: str
    comma_before: bool = False
    comma_after: bool = False
    is_member: bool = False


def attempts(text: str, around: Surroundings, *, is_json: bool) -> Iterator[Attempt]:
    """The texts to try, the most probable first: with the mark as a value or a name of its own, or as a new member.

    Args:
        is_json: whether the text is JSON and nothing else.
    """
    forms = _forms(around)
    comma_before = around.before not in ("", *_OPENING)
    comma_after = around.after not in ("", *"}])\\,:=")
    pairs = [(comma_before, comma_after)] if is_json or around.container else [(False, False)]
    if (comma_before or comma_after) and not pairs[0][0] and not pairs[0][1]:
        pairs += [(comma_before and not around.is_line_start, comma_after), (comma_before, comma_after)]
    for before, after in dict.fromkeys(pairs):
        for form in forms:
            inserted = f"{', ' if before else ''}{form}{',' if after else ''}"
            yield Attempt(
                text[: around.start] + inserted + text[around.end :], before, after, form.endswith("]")
            )


def _forms(around: Surroundings) -> list[str]:
    """The mark as a value, and as a member, the more probable first."""
    quote = '\\"' if around.container == "double" else '"'
    value = f"{quote}{MARK}{quote}"
    if around.is_name_with_value:
        return [value]
    forms = [value, f"{value}: [{quote}{_FILLER}{quote}]"]
    return forms[::-1] if _is_member(around) else forms


def _is_member(around: Surroundings) -> bool:
    """Whether the cursor is probably where a member of an object begins."""
    return around.before == "{" or (around.is_line_start and around.before not in ("[", ","))


def attempts_at_end(text: str, around: Surroundings) -> Iterator[Attempt]:
    """The text with the mark, after which the pattern may not be complete, in a string or a block that is."""
    comma_before = around.before not in ("", *_OPENING)
    for form in _forms(around):
        inserted = f"{', ' if comma_before else ''}{form}"
        after = text[: around.start] + inserted + text[around.end :]
        yield Attempt(after, comma_before, is_member=form.endswith("]"))


def attempts_without_rest(text: str, around: Surroundings) -> Iterator[Attempt]:
    """The JSON up to the cursor, with the brackets closed that are open there: what follows may not be complete."""
    text = text[: around.start]
    closing = None if around.container else closing_brackets(text)
    if closing is None or not (around.is_line_end or around.after in ("", "}", "]", ",", ":")):
        return
    comma_before = around.before not in ("", *_OPENING)
    for form in _forms(around):
        inserted = f"{', ' if comma_before else ''}{form}"
        yield Attempt(text + inserted + closing, comma_before, is_member=form.endswith("]"))


def closing_brackets(text: str) -> str | None:
    """The brackets that close those that are open at the end of a JSON text; None if they do not fit."""
    opened: list[str] = []
    in_string = False
    at = 0
    while at < len(text):
        character = text[at]
        if in_string:
            at += character == "\\"
            in_string = character not in ('"', "\n")
        elif character == '"':
            in_string = True
        elif character in "{[":
            opened.append("}" if character == "{" else "]")
        elif character in "}]" and (not opened or opened.pop() != character):
            return None
        at += 1
    return None if in_string or len(opened) > MAX_DEPTH else "".join(reversed(opened))
