"""Questions to AWS's API: a pattern and an event, wrapped in an event of a bus if necessary, and answers unwrapped."""

from __future__ import annotations

import re

from pipefilter.dataclass import dataclass
from pipefilter.errors import InvalidEvent, InvalidEventPattern, Place
from pipefilter.json_text.place import aws_source, offset_of, place_of, utf16_length
from pipefilter.json_text.raw_object import raw_object
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import strict_tree, value_end
from pipefilter.language.branches import every_field
from pipefilter.language.parse import parse
from pipefilter.matching.event_text import strict_event_tree

__all__ = ["MAX_PATTERN", "NO_EVENT", "REQUIRED_FIELDS", "CannotBeAsked", "Question", "is_event", "to_question"]

MAX_PATTERN = 4096
"""https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html"""
NO_EVENT = "{}"
"""An event for questions about the pattern alone."""

REQUIRED_FIELDS = frozenset({"id", "account", "source", "time", "region", "detail-type"})
"""Of an event; AWS's page lists `resources` too, but LocalStack's recordings show that AWS does not require it."""
_HEAD = '{"detail":'
_ENVELOPE = (
    '{"version":"0","id":"00000000-0000-0000-0000-000000000000","detail-type":"pipefilter verify",'
    '"source":"pipefilter.verify","account":"123456789012","time":"1970-01-01T00:00:00Z","region":"us-east-1",'
    '"resources":[],"detail":'
)
_PLACE = re.compile(r"(?<=; line: )(\d{1,9}), column: (\d{1,9})(?=\])")


class CannotBeAsked(Exception):
    """AWS's API cannot be asked about this; the message gives the reason."""


@dataclass(frozen=True, slots=True)
class Question:
    """A pattern and an event as they are sent to AWS.

    Args:
        bare: the pattern before it is wrapped.
        head: the offset of the wrapping in it; None if the pattern is not wrapped.
        is_event_wrapped: whether the event is wrapped.
    """

    pattern: str
    event: str
    bare: str
    head: int | None = None
    is_event_wrapped: bool = False

    def unwrapped(self, message: str) -> str:
        """AWS's message about the pattern that was sent, as it would be about the bare pattern."""
        if self.head is None:
            return message
        quoted = aws_source(self.pattern)
        if quoted in message:
            return aws_source(self.bare).join(map(self._moved, message.split(quoted)))
        before = f'(String)"{self.bare[: self.head]}'
        return self._moved(message).replace(before + _HEAD, before)

    def _moved(self, text: str) -> str:
        return _PLACE.sub(lambda match: self._place(int(match[1]), int(match[2])), text)

    def _place(self, line: int, column: int) -> str:
        assert self.head is not None
        offset = offset_of(self.pattern, Place(line, column))
        # not a place, or the root's, which is before all columns
        if place_of(self.pattern, offset) != Place(line, column):
            moved = len(_HEAD) if line == place_of(self.bare, self.head).line else 0
            return f"{line}, column: {max(column - moved, 0)}"
        if offset > self.head:
            after = len(self.pattern) - (len(self.bare) - value_end(self.bare, self.head))
            offset = max(self.head, offset - len(_HEAD) - (1 if offset >= after else 0))
        place = place_of(self.bare, offset)
        return f"{place.line}, column: {place.column}"


def is_event(text: str) -> bool:
    """Whether a text is one JSON object as AWS parses events."""
    try:
        strict_event_tree(text)
    except InvalidEvent:
        return False
    return True


def to_question(pattern: str, event: str) -> Question:
    """The question to AWS about a pattern and an event or a record as the pattern sees it.

    An event with all the fields that AWS requires is sent as it is, and so is one that is not a JSON object. Any other
    event is put under `detail`, and the pattern too, if that is a JSON object; if it is not, AWS rejects it, and
    wrapping would change AWS's message.

    Raises:
        CannotBeAsked: the question would be too long, or would have another meaning.
    """
    if not is_event(event) or _is_of_a_bus(event):
        return _short_enough(Question(pattern, event, pattern))
    wrapped_event = _put_into(_ENVELOPE, event)
    head = _object_start(pattern)
    if head is None:
        return _short_enough(Question(pattern, wrapped_event, pattern, is_event_wrapped=True))
    if _has_empty_first_name(pattern):
        raise CannotBeAsked(
            'AWS can test this event only when it is wrapped in "detail", where an empty field name has another '
            "meaning than at the top level"
        )
    return _short_enough(
        Question(_put_into(_HEAD, pattern), wrapped_event, pattern, head, is_event_wrapped=True)
    )


def _is_of_a_bus(event: str) -> bool:
    members = raw_object(event)
    return all((members.get(name) or "").startswith('"') for name in REQUIRED_FIELDS)


def _put_into(head: str, text: str) -> str:
    """A text with a head before its object and a brace after it; the rest is unchanged."""
    start = text.index("{")
    end = value_end(text, start)
    return f"{text[:start]}{head}{text[start:end]}}}{text[end:]}"


def _object_start(text: str) -> int | None:
    """The offset of the object in a text; None if it is not an object."""
    try:
        return text.index("{") if isinstance(strict_tree(text), tuple) else None
    except JsonFault:
        return None


def _has_empty_first_name(pattern: str) -> bool:
    try:
        members = parse(pattern, limits=False).members
    except InvalidEventPattern:
        return False
    return any(field.steps[0] == "" for field in every_field(members))


def _short_enough(question: Question) -> Question:
    length, bare = utf16_length(question.pattern), utf16_length(question.bare)
    if bare > MAX_PATTERN:
        raise CannotBeAsked(f"the pattern has {bare:,} characters, and AWS accepts at most {MAX_PATTERN:,}")
    if length > MAX_PATTERN:
        raise CannotBeAsked(
            f"the pattern has {bare:,} characters, but {length:,} when it is wrapped for this test, and AWS accepts "
            f"at most {MAX_PATTERN:,}"
        )
    return question
