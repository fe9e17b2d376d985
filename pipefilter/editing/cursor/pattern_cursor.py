"""The pattern that the cursor is in, and the position in it."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.application.check_settings import CheckSettings
from pipefilter.dataclass import dataclass
from pipefilter.editing.cursor.attempt import MARK, Attempt, attempts, attempts_without_rest
from pipefilter.editing.cursor.located_pattern import LocatedPattern, located_patterns
from pipefilter.editing.cursor.position import Position, position_of
from pipefilter.editing.cursor.surroundings import Surroundings, surroundings
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import Json, strict_tree
from pipefilter.templates.recognition import is_json_name

__all__ = ["PatternCursor", "pattern_cursors"]

_MAX_TEXT = 200_000
"""Characters of a file in which the cursor is searched: each of the attempts reads all of it."""


@dataclass(frozen=True, slots=True)
class PatternCursor:
    """The cursor in a pattern.

    Args:
        located: the pattern, with the mark at the cursor.
        tree: of the pattern.
        position: of the mark in the tree.
        around: what is around the cursor in the text.
        attempt: the text that could be read.
    """

    located: LocatedPattern
    tree: Json
    position: Position
    around: Surroundings
    attempt: Attempt


def pattern_cursors(name: str, text: str, offset: int, settings: CheckSettings) -> Iterator[PatternCursor]:
    """What the cursor may be at, the most probable first; nothing if it is not in a pattern.

    Args:
        name: of the file.
        text: of the file, without byte order mark.
    """
    if len(text) > _MAX_TEXT or MARK in text:
        return
    around = surroundings(text, offset)
    if around.is_elsewhere:
        return
    is_json = is_json_name(name)
    is_readable = False
    for attempt in attempts(text, around, is_json=is_json):
        for cursor in _read(name, attempt, around, settings):
            is_readable = True
            yield cursor
    if is_json and not is_readable:
        for attempt in attempts_without_rest(text, around):
            yield from _read(name, attempt, around, settings)


def _read(
    name: str, attempt: Attempt, around: Surroundings, settings: CheckSettings
) -> Iterator[PatternCursor]:
    """The cursor in the pattern with the mark; nothing if there is none, or if it is in several that differ."""
    several = [each for each in located_patterns(name, attempt.text, settings) if MARK in each.text]
    if len({(each.text, id(each.service), id(each.source), each.scope) for each in several}) != 1:
        return
    try:
        tree = strict_tree(several[0].text)
    except JsonFault:
        return
    position = position_of(tree, MARK)
    if position is not None and position.kind != "other" and position.steps:
        yield PatternCursor(several[0], tree, position, around, attempt)
