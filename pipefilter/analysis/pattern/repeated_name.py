"""Check: the same name twice in an object, as in `{"dynamodb": {...}, "dynamodb": {...}}`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.json_text.json_token import Token
from pipefilter.json_text.place import problem_at
from pipefilter.json_text.reader import JsonReader
from pipefilter.language.event_pattern import EventPattern

__all__ = ["repeated_name"]

REPEATED_NAME = AdviceKind(
    "PF425",
    "Repeated name: most tools keep only the last member",
    'The name "{name}" already occurs in this object',
    "AWS's engine merges objects with a repeated name and requires every repeated `$or` to match, but "
    "nearly every tool on the way to AWS (JSON libraries, CDK, SAM, CloudFormation) keeps only the last "
    "one.",
    "merge the members of both into one",
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html",
    bad=Example('{"a": {"b": [1]}, "a": {"c": [2]}}'),
    good=Example('{"a": {"b": [1], "c": [2]}}'),
)


def repeated_name(pattern: EventPattern) -> Iterator[Problem]:
    """Repeated names of objects and of `$or`; `replaced_field` reports repeated lists."""
    reader = JsonReader(pattern.text)
    names: list[set[str]] = []
    if not pattern.text:
        return
    while reader.next() is not Token.END:
        if reader.token in (Token.OBJECT, Token.ARRAY):
            names.append(set())
        elif reader.token in (Token.OBJECT_END, Token.ARRAY_END):
            names.pop()
            if not names:
                return
        elif reader.token is Token.NAME:
            name, span = reader.name, (reader.name_start, reader.name_end)
            if name in names[-1] and (name == "$or" or pattern.text[reader.start] == "{"):
                yield problem_at(REPEATED_NAME, pattern.text, span, names={"name": name})
            names[-1].add(name)
