"""What the pointer shows in a document: the pattern in words, a field, or an operator."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipefilter.application.check_settings import CheckSettings
from pipefilter.editing.cursor.known_events import KnownEvents, known_events
from pipefilter.editing.cursor.located_pattern import LocatedPattern, located_patterns
from pipefilter.editing.cursor.surroundings import surroundings
from pipefilter.editing.document import Document
from pipefilter.editing.hover.code import code_block
from pipefilter.editing.hover.field_words import field_words
from pipefilter.editing.hover.hover import Hover
from pipefilter.editing.hover.operator_words import keyword_words, operator_words, support_words
from pipefilter.errors import InvalidEventPattern
from pipefilter.explaining.pattern_in_words import alternatives_in_words
from pipefilter.explaining.place_in_event import display_path
from pipefilter.formats.pattern_words import words_text
from pipefilter.language.branches import branch_count, branches_of, every_field
from pipefilter.language.event_pattern import EventPattern, Field, Or
from pipefilter.language.filter_criteria import Filter, FilterCriteria
from pipefilter.language.operator import Operator
from pipefilter.language.operator_form import OR
from pipefilter.language.operators import BY_KEYWORD
from pipefilter.language.parse import parse, parse_policy
from pipefilter.sources.pattern_parts import root_names
from pipefilter.templates.parsed_resource import with_placeholders

__all__ = ["hover"]

_BYTE_ORDER_MARK = "\ufeff"
_MAX_BEFORE = 200
_PROPERTY = re.compile(
    r"""(["']?)(?P<name>[\w-]+)\1[ \t]*[:=]\s*(?:jsonencode\(\s*|![\w:]+\s*|<<[-~]?\w+\s*|[|>][-+]?\s*|["'])*\Z"""
)
"""The name of a property, with what may be between it and its value, which is a pattern."""
_OR = f'"{OR}"'
_MAX_BRANCHES = 100


def hover(
    document: Document,
    offset: int,
    settings: CheckSettings,
    should_stop: Callable[[], bool] = lambda: False,
) -> Hover | None:
    """What the part of a pattern at an offset means; None if there is nothing to say.

    Args:
        offset: into the text of the document.
        settings: the service and the source of patterns whose file does not specify them, and schemas.
        should_stop: whether nobody needs the answer any more; asked before each pattern.
    """
    text = document.text.removeprefix(_BYTE_ORDER_MARK)
    shift = len(document.text) - len(text)
    at = offset - shift
    if not 0 <= at < len(text):
        return None
    for located in located_patterns(document.name, text, settings):
        if should_stop():
            return None
        part = _PatternHover(located, settings, text).at(at)
        if part is not None:
            return Hover(part.markdown, part.start + shift, part.end + shift)
    return None


class _PatternHover:
    """What the parts of one pattern mean."""

    def __init__(self, located: LocatedPattern, settings: CheckSettings, text: str) -> None:
        self._located = located
        self._settings = settings
        self._text = text

    def at(self, offset: int) -> Hover | None:
        """What the part at an offset means; None if it is not in the pattern, or nothing is to say."""
        first = self._located.places[0]
        start, end = self._property(first)
        if not min(start, first) <= offset <= max(self._located.places):
            return None
        try:
            is_policy = self._located.is_policy
            pattern = parse_policy(self._located.text) if is_policy else parse(self._located.text)
        except InvalidEventPattern:
            return self._in_invalid(offset)
        if start <= offset < end:
            return Hover(self._whole(pattern), start, end)
        if offset == first and self._text[first] == "{":
            return Hover(self._whole(pattern), first, first + 1)
        return self._in(pattern, offset)

    def _property(self, first: int) -> tuple[int, int]:
        """The span of the name of the property that is the pattern; empty if there is none."""
        before = self._text[max(0, first - _MAX_BEFORE) : first]
        match = _PROPERTY.search(before)
        if match is None:
            return first, first
        start = first - len(before)
        return start + match.start("name"), start + match.end("name")

    def _in_invalid(self, offset: int) -> Hover | None:
        """What the operator at an offset means, in a pattern that is not valid."""
        around = surroundings(self._text, offset)
        if around.word in BY_KEYWORD and around.is_name_with_value:
            return Hover(keyword_words(around.word), around.start, around.end)
        return None

    def _in(self, pattern: EventPattern, offset: int) -> Hover | None:
        fields = list(every_field(pattern.members))
        for field in fields:
            for count, name in enumerate(field.name_spans, 1):
                start, end = self._trimmed(*self._located.span(*name))
                if start <= offset < end:
                    return Hover("\n\n".join(self._field(pattern, field, count)), start, end)
        for field in fields:
            for operator, alternative in zip(field.alternatives, field.spans, strict=True):
                start, end = self._trimmed(*self._located.span(*alternative))
                if start <= offset < end:
                    return Hover(self._alternative(pattern, field, operator, alternative), start, end)
        return self._in_or(pattern, offset)

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        """A span without white space at its end."""
        return start, max(start + 1, start + len(self._text[start:end].rstrip()))

    def _alternative(
        self, pattern: EventPattern, field: Field, operator: Operator, span: tuple[int, int]
    ) -> str:
        if not operator.keyword:
            return "\n\n".join(self._field(pattern, field, len(field.steps)))
        condition = self._condition(field, (operator,), (span,))
        return "\n\n".join(operator_words(operator, condition, self._located))

    def _in_or(self, pattern: EventPattern, offset: int) -> Hover | None:
        """What `$or` means, at an offset in its name."""
        todo = list(pattern.members)
        while todo:
            member = todo.pop()
            if not isinstance(member, Or):
                continue
            todo += [below for choice in member.choices for below in choice]
            name = self._located.text.rfind(_OR, 0, member.span[0])
            if name >= 0:
                start, end = self._located.span(name, name + len(_OR))
                if start <= offset < end:
                    located = self._located
                    words = f"At least one of these {len(member.choices)} objects must match."
                    return Hover(
                        f"**{OR}**: {words}\n\n{support_words(OR, located.service, located.scope)}", start, end
                    )
        return None

    def _whole(self, pattern: EventPattern) -> str:
        """The whole pattern in words."""
        located = self._located
        criteria = FilterCriteria((Filter(1, pattern, located.scope),), is_bare_pattern=True)
        service = located.service
        lines = words_text(criteria, service.name if service else "", {1: located.guesses})
        paragraphs = [code_block(with_placeholders(line, located.unknown) for line in lines)]
        facts = [f"Service: {service.title}."] if service is not None else []
        facts += [f"Records: {located.source.title}."] if located.source is not None else []
        if facts:
            paragraphs.append(" ".join(facts))
        return "\n\n".join(paragraphs)

    def _condition(
        self, field: Field, alternatives: tuple[Operator, ...], spans: tuple[tuple[int, int], ...]
    ) -> str:
        """A condition in words.

        Args:
            spans: of the alternatives in the pattern.
        """
        words = alternatives_in_words(alternatives, spans, self._located.guesses)
        return with_placeholders(f"{display_path(field.path)} {words}", self._located.unknown)

    def _field(self, pattern: EventPattern, field: Field, count: int) -> Iterator[str]:
        """The paragraphs about a name of a field, and all conditions on it and below it.

        Args:
            count: how many of the names of the field lead to it.
        """
        names = field.steps[:count]
        yield code_block(
            self._condition(each, each.alternatives, each.spans)
            for each in every_field(pattern.members)
            if each.steps[:count] == names
        )
        yield from field_words(self._known(pattern, field), names)

    def _known(self, pattern: EventPattern, field: Field) -> KnownEvents:
        """What is known about the events of the first branch of the pattern with a field."""
        branch = pattern
        if 1 < branch_count(pattern.members) <= _MAX_BRANCHES:
            branches = (tuple(each.fields.values()) for each in branches_of(pattern))
            fields = next((each for each in branches if field in each), pattern.members)
            branch = EventPattern(fields, pattern.text)
        return known_events(branch, root_names([pattern]), self._located, self._settings.schemas)
