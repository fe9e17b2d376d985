"""Check: content after the pattern's closing brace, as in `{"a": [1]} x`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.json_text.place import problem_at
from pipefilter.json_text.tree import value_end
from pipefilter.language.event_pattern import EventPattern

__all__ = ["content_after_end", "text_after_object"]

AFTER_END = AdviceKind(
    "PF411",
    "Content after the pattern: AWS's engine may ignore or reject it",
    "AWS's engine ignores or rejects content after the pattern's closing brace",
    "AWS's engine stops at the closing brace; since version 2.2 it rejects any content after it. Which "
    "version a service runs is not known.",
    "remove it, or check whether a brace is closed too early",
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html",
    bad=Example('{"a": [1]} x'),
    good=Example('{"a": [1]}'),
)


def content_after_end(pattern: EventPattern) -> Iterator[Problem]:
    """Content other than white space after the pattern."""
    yield from text_after_object(pattern.text)


def text_after_object(text: str) -> Iterator[Problem]:
    """Content other than white space after a JSON object."""
    start = len(text) - len(text.lstrip())
    if not text[start:]:
        return
    end = value_end(text, start)
    rest = text[end:].strip(" \t\r\n")
    if rest:
        at = text.index(rest, end)
        yield problem_at(AFTER_END, text, (at, at + len(rest)))
