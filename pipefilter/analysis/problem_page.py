"""The page on one kind of problem: what is wrong, what to do, an example with it and one without, and links."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from textwrap import indent

from pipefilter.analysis.filter_problems import filter_problems
from pipefilter.analysis.reading.stream_of_table import stream_of_table
from pipefilter.analysis.syntax_examples import EXAMPLES
from pipefilter.dataclass import dataclass
from pipefilter.errors import Example, Problem, ProblemKind
from pipefilter.events.schema.document import Document
from pipefilter.events.schema.event_schema import EventSchema
from pipefilter.events.schema.event_schemas import event_schemas
from pipefilter.language.filter_criteria import parse_filters
from pipefilter.services import service_named
from pipefilter.sources import source_named

__all__ = ["ProblemPage", "example_schemas", "problem_page"]

_PLACEHOLDER = re.compile(r"(?<!\{)\{[a-z_]+\}")
_ONLY_NAME = re.compile(r"<[a-z_]+>")
_SPECIAL = re.compile(r"[*<\\]")


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """A kind of problem explained to the author of a pattern, with examples.

    Args:
        message: as reported for the example, or for any pattern; "" if it differs for each occurrence.
        is_refused: whether a service is documented to reject the example, so that it is not valid.
        hint: what to do; "" if that depends on the pattern.
    """

    kind: ProblemKind
    message: str
    meaning: str
    hint: str
    examples: tuple[tuple[str, str], ...]
    is_refused: bool = False

    @property
    def links(self) -> tuple[str, ...]:
        """AWS's page if there is one, and the page in the docs."""
        return tuple(filter(None, (self.kind.url, self.kind.page)))

    @property
    def text(self) -> str:
        """The page as `pipefilter check --explain` prints it."""
        parts = [f"{self.kind.code} ({self.kind.severity}): {self.kind.title}"]
        parts += [f"Message: {self.message}"] if self.message else []
        parts += [self.meaning]
        parts += [f"What to do: {self.hint}"] if self.hint else []
        parts += [f"{title}:\n\n{indent(example, '    ')}" for title, example in self.examples]
        return "\n\n".join([*parts, "\n".join(f"See {link}" for link in self.links)])

    @property
    def markdown(self) -> str:
        """The page without its first line, in Markdown."""
        parts = [f"> {_escaped(self.message)}"] if self.message else []
        parts += [_escaped(self.meaning)]
        parts += [f"What to do: {_escaped(self.hint)}"] if self.hint else []
        parts += [f"{title}:\n\n{indent(example, '    ')}" for title, example in self.examples]
        return "\n\n".join([*parts, *([f"Source: <{self.kind.url}>"] if self.kind.url else [])])


def problem_page(kind: ProblemKind) -> ProblemPage:
    """The page on a kind of problem, with the message and the hint of its example."""
    occurrence = _example_problem(kind)
    message, hint = (
        (occurrence.message, occurrence.hint)
        if occurrence
        else (_without_names(kind.message), _without_names(kind.hint))
    )
    return ProblemPage(
        kind,
        _or_nothing(message),
        _without_names(kind.meaning),
        _or_nothing(hint),
        tuple(_examples(kind)),
        is_refused=occurrence is not None and not occurrence.advice,
    )


def _examples(kind: ProblemKind) -> Iterator[tuple[str, str]]:
    """The examples with their titles."""
    for title, example in (("Reported for", kind.bad), ("Not reported for", kind.good)):
        if example is not None:
            yield f"{title}{_where(example)}", example.pattern.rstrip()
            if example.schema:
                yield "With the schema", example.schema
    if syntax := EXAMPLES.get(kind.code):
        yield "Invalid", syntax.bad
        yield "Valid", syntax.good


def _example_problem(kind: ProblemKind) -> Problem | None:
    """The problem as it is reported for the kind's bad example."""
    if kind.bad is None or kind.bad.template:
        return None
    service = service_named(kind.bad.service) if kind.bad.service else None
    source = source_named(kind.bad.source) if kind.bad.source else None
    table = stream_of_table(kind.bad.table) if kind.bad.table else None
    criteria = parse_filters(kind.bad.pattern)
    schemas = example_schemas(kind.bad)
    problems = (
        finding.problem
        for finding in filter_problems(
            criteria,
            service=service,
            source=source,
            table=table,
            emulators=kind.bad.emulators,
            schemas=schemas,
        )
    )
    return next((problem for problem in problems if problem.code == kind.code), None)


def example_schemas(example: Example) -> tuple[EventSchema, ...]:
    """The schemas of an example."""
    if not example.schema:
        return ()
    return tuple(event_schemas(Document(json.loads(example.schema)), "schema.json"))


def _without_names(text: str) -> str:
    """A message or hint with `<name>` for each `{name}`."""
    return _PLACEHOLDER.sub(lambda name: f"<{name[0][1:-1]}>", text).replace("{{", "{").replace("}}", "}")


def _or_nothing(words: str) -> str:
    """The words; "" if they are only a placeholder."""
    return "" if _ONLY_NAME.fullmatch(words) else words


def _escaped(text: str) -> str:
    """The text in Markdown, with backslashes, stars and angle brackets outside backticks escaped."""
    parts = text.split("`")
    return "`".join(part if number % 2 else _SPECIAL.sub(r"\\\g<0>", part) for number, part in enumerate(parts))


def _where(example: Example) -> str:
    if example.template:
        return f" {example.template}"
    options = [f"--service {example.service}"] if example.service else []
    options += [f"--source {example.source}"] if example.source else []
    options += ["--emulators"] if example.emulators else []
    if example.table:
        return f" (a table with {example.table})"
    return f" ({' '.join(options)})" if options else ""
