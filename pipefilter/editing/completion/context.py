"""What is known about the place of the cursor: which fields and values can be there, and what AWS accepts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cached_property, lru_cache

from pipefilter.analysis.checks import subject_problems
from pipefilter.analysis.reading.subject import Subject
from pipefilter.application.check_settings import CheckSettings
from pipefilter.editing.cursor.known_events import KnownEvents, known_events
from pipefilter.editing.cursor.pattern_cursor import PatternCursor
from pipefilter.editing.cursor.position import node_at, with_replacement, without_position
from pipefilter.errors import InvalidEventPattern
from pipefilter.events.pattern_path import Reach, reach
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.operator_form import OR
from pipefilter.language.parse import parse, parse_policy
from pipefilter.services import service_named
from pipefilter.sources import source_named

__all__ = ["MAX_TRIED", "Context"]

_MAX_TRIALS = 1000
_MAX_KEPT = 1000
"""Characters of a pattern whose codes are kept."""
MAX_TRIED = 1_000_000
"""Completions that are tried, and characters of the patterns with them; others are not offered."""


class Context:
    """The place of the cursor in a pattern, with what is known about its events.

    Args:
        settings: the service and the source if the file does not specify them, and schemas of the user's events.
    """

    def __init__(self, cursor: PatternCursor, settings: CheckSettings) -> None:
        self.cursor = cursor
        self.position = cursor.position
        self.service = cursor.located.service
        self.scope = cursor.located.scope
        self._settings = settings
        self._trials = self._tried = 0

    @cached_property
    def branch(self) -> EventPattern:
        """The conditions that apply at the cursor, besides what is there: without the alternatives in `$or`."""
        tree = without_position(self.cursor.tree, self.position, in_branch=True)
        return self._parsed(tree) or EventPattern(())

    @cached_property
    def known(self) -> KnownEvents:
        """What is known about the events that match the conditions at the cursor."""
        tree = without_position(self.cursor.tree, self.position)
        roots = {name for name, _ in tree} - {OR} | {*self.position.names[:1]}
        return known_events(self.branch, roots, self.cursor.located, self._settings.schemas)

    @cached_property
    def reach(self) -> Reach:
        """What can be at the field of the cursor; its shapes are all that is known about it."""
        return reach(self.known.shape, self.position.names)

    @cached_property
    def elements(self) -> list[Json]:
        """The other elements of the list at the cursor."""
        node = node_at(self.cursor.tree, self.position.steps[:-1])
        step = self.position.index
        return [*node[:step], *node[step + 1 :]] if isinstance(node, list) else []

    @property
    def member_value(self) -> Json:
        """The value of the member at the cursor, if it has one already."""
        *_, step = self.position.steps
        node = node_at(self.cursor.tree, self.position.steps[:-1])
        return node[step][1] if isinstance(node, tuple) else None

    def is_right(self, replacement: Json) -> bool:
        """Whether `check` reports nothing new about the pattern with something else at the cursor.

        Args:
            replacement: a value; for a member or an operator, an object with one member.
        """
        before = self._codes_before
        codes = self._codes(with_replacement(self.cursor.tree, self.position, replacement))
        return all(count <= before[code] for code, count in codes.items())

    @property
    def is_exhausted(self) -> bool:
        """Whether no more completions are tried: a pattern is long, or there are many."""
        return self._trials > _MAX_TRIALS or self._tried > MAX_TRIED

    @cached_property
    def _codes_before(self) -> Counter[str]:
        """The problems without what is at the cursor, that are also there with it if the pattern is valid with it."""
        tree = without_position(self.cursor.tree, self.position)
        codes = self._codes(tree) if tree else Counter[str]()
        original = self._original
        if original is not None and self._parsed(original) is not None:
            codes &= self._codes(original)
        return codes

    @property
    def _original(self) -> Json | None:
        """The pattern with what is at the cursor in the file; None if that is not complete."""
        word = self.cursor.around.word
        if self.position.kind == "element" and self.cursor.around.quote:
            return with_replacement(self.cursor.tree, self.position, word)
        if self.position.kind == "member" and self.cursor.around.is_name_with_value:
            return with_replacement(self.cursor.tree, self.position, ((word, self.member_value),))
        return None

    def _codes(self, tree: Json) -> Counter[str]:
        """How often `check` reports each code, without notes."""
        text = written(tree)
        self._trials += 1
        self._tried += len(text)
        located = self.cursor.located
        service, source = self.service, located.source
        names = (service.name if service else "", source.name if source else "")
        if located.table is None and not self._settings.schemas and len(text) <= _MAX_KEPT:
            return Counter(dict(_kept_codes(text, *names, self.scope, is_policy=located.is_policy)))

        def subject(pattern: EventPattern) -> Subject:
            table, schemas = located.table, self._settings.schemas
            return Subject(pattern, service, source, self.scope, table=table, schemas=schemas)

        return _codes(text, subject, is_policy=located.is_policy)

    def _parsed(self, tree: Json) -> EventPattern | None:
        try:
            return parse_policy(written(tree)) if self.cursor.located.is_policy else parse(written(tree))
        except InvalidEventPattern:
            return None


def _codes(text: str, subject: Callable[[EventPattern], Subject], *, is_policy: bool) -> Counter[str]:
    """How often `check` reports each code about a pattern, without notes."""
    try:
        pattern = parse_policy(text) if is_policy else parse(text)
    except InvalidEventPattern as error:
        return Counter(problem.code for problem in error.problems)
    return Counter(each.code for each in subject_problems(subject(pattern)) if each.severity != "note")


@lru_cache(maxsize=4 * _MAX_TRIALS)
def _kept_codes(
    text: str, service: str, source: str, scope: str, *, is_policy: bool
) -> tuple[tuple[str, int], ...]:
    """As `_codes`; kept, because an editor asks again after the next character, when the same patterns are tried."""

    def subject(pattern: EventPattern) -> Subject:
        return Subject(
            pattern,
            service_named(service) if service else None,
            source_named(source) if source else None,
            scope,
        )

    return tuple(_codes(text, subject, is_policy=is_policy).items())
