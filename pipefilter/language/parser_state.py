"""The state of parsing one event pattern: the JSON reader, its place in the pattern, and how faults are raised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from pipefilter.errors import Problem, ProblemKind
from pipefilter.json_text.json_token import Token
from pipefilter.json_text.place import pointer_step, problem_at
from pipefilter.json_text.reader import JsonReader
from pipefilter.json_text.syntax_problems import JsonFault

if TYPE_CHECKING:
    from pipefilter.language.operator import InnerText, Operator

__all__ = ["MAX_TEXT", "CannotBuild", "ParserState", "PatternFault"]

MAX_TEXT = 16_384
"""Characters of a pattern that pipefilter reads; AWS accepts at most 4,096."""


class PatternFault(Exception):
    """AWS rejects the pattern here; the parser turns it into a `Problem`."""

    def __init__(  # noqa: PLR0913 - the parts of a problem
        self,
        kind: ProblemKind,
        names: dict[str, str],
        span: tuple[int, int],
        pointer: str,
        aws_offsets: tuple[int, ...],
        hint: str | None = None,
    ) -> None:
        super().__init__(kind.message.format(**names))
        self.kind = kind
        self.names = names
        self.span = span
        self.pointer = pointer
        self.aws_offsets = aws_offsets
        self.hint = hint


class CannotBuild(PatternFault):
    """AWS considers the pattern valid, but its engine cannot build this; reported after all other problems."""


class ParserState:
    """The state of parsing one event pattern, with the operators by keyword."""

    def __init__(self, text: str, operators: Mapping[str, type[Operator]]) -> None:
        self.json = JsonReader(text)
        self.text = text
        self.operators = operators
        self.steps: list[str] = []

    @property
    def pointer(self) -> str:
        """JSON pointer to the part that is being read."""
        return "".join(map(pointer_step, self.steps))

    @contextmanager
    def at(self, *steps: str) -> Iterator[None]:
        """Extend the pointer by these steps, within the context."""
        self.steps.extend(steps)
        try:
            yield
        finally:
            del self.steps[len(self.steps) - len(steps) :]

    @contextmanager
    def rethrowing(self) -> Iterator[None]:
        """Report two places for a fault, within the context: AWS catches it there and raises it again."""
        try:
            yield
        except PatternFault as fault:
            fault.aws_offsets = (*fault.aws_offsets[:1], self.json.consumed)
            raise
        except JsonFault as fault:
            if fault.offset is not None:
                fault.again = max(fault.offset, fault.at + 1)
            elif fault.read_to is not None:
                fault.again = fault.read_to
            raise

    def fault(
        self,
        kind: ProblemKind,
        *,
        at: Literal["token", "name"] = "token",
        placed: bool = True,
        hint: str | None = None,
        **names: str,
    ) -> PatternFault:
        """A fault of this kind, at the current token or the current name.

        Args:
            at: what the carets underline.
        """
        json = self.json
        span = (json.name_start, json.name_end) if at == "name" else (json.start, json.end)
        offsets = (json.consumed,) if placed else ()
        return PatternFault(kind, names, span, self.pointer, offsets, hint)

    def cannot_build(self, kind: ProblemKind, **names: str) -> CannotBuild:
        """A fault of this kind, at the current token, after which the pattern is read on."""
        json = self.json
        return CannotBuild(kind, names, (json.start, json.end), self.pointer, (json.consumed,))

    def nested_in(self, outer: str) -> dict[str, type[InnerText]]:
        """The operators that the one with the keyword `outer` may contain."""
        from pipefilter.language.operator import InnerText

        return {
            keyword: operator
            for keyword, operator in self.operators.items()
            if issubclass(operator, InnerText) and outer in operator.inside
        }

    def text_operand(self, not_text: ProblemKind) -> str:
        """Read the next value, which must be a string.

        Raises:
            PatternFault: `not_text`, if it is not a string.
        """
        if self.json.next() is not Token.STRING:
            raise self.fault(not_text)
        return self.json.string()

    def close(self, second_member: ProblemKind) -> None:
        """Read the end of an object with exactly one member.

        Raises:
            PatternFault: `second_member`, if there is another.
        """
        if self.json.next() is not Token.OBJECT_END:
            raise self.fault(second_member, at="name")

    def problem(self, fault: PatternFault | JsonFault) -> Problem:
        """The fault as a problem of this text."""
        if isinstance(fault, PatternFault):
            return problem_at(
                fault.kind,
                self.text,
                fault.span,
                pointer=fault.pointer,
                aws_offsets=fault.aws_offsets,
                hint=fault.hint,
                names=fault.names,
            )
        return problem_at(
            fault.kind,
            self.text,
            (fault.at, fault.at + 1),
            aws_offsets=fault.aws_offsets,
            names={"message": fault.message},
            aws_words=fault.aws_words,
            hint=fault.hint,
        )
