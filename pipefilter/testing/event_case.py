"""An event and its expected verdict, from a file of cases."""

from __future__ import annotations

from pipefilter.application.pattern_input import PatternInput
from pipefilter.dataclass import dataclass
from pipefilter.override import override
from pipefilter.templates.values import NO_VALUES, Values
from pipefilter.testing.assertions import require_verdict

__all__ = ["EventCase"]


@dataclass(frozen=True, slots=True)
class EventCase:
    """An event and its expected verdict: a line of a file that `event_cases` reads.

    Args:
        name: of the case; `line 3` if it has none.
        event: the event as JSON text, as it is written in the file.
        matches: whether it must match.
        place: the file and the line, such as `events.jsonl:3`.
    """

    name: str
    event: str
    matches: bool
    place: str

    @override
    def __repr__(self) -> str:
        return f"<EventCase: {self.name}, {'match' if self.matches else 'no match'}>"

    def assert_verdict(
        self,
        pattern: PatternInput,
        *,
        service: str = "",
        source: str = "",
        parameters: Values[str, str] = NO_VALUES,
    ) -> None:
        """Assert that the event matches a pattern, or does not, as the case says.

        The arguments are those of `assert_matches`.

        Raises:
            AssertionError: it does not have the expected verdict, or there is no verdict; it says why.
            InvalidEventPattern: the pattern is not valid.
            UnreadableInput: a file cannot be read, or has no such filters.
            TemplateGap: the template leaves too much of the pattern unknown.
            Contradiction: the service does not read from the source.
        """
        __tracebackhide__ = True
        place = f"{self.place} ({self.name})"
        require_verdict(
            pattern, self.event, (service, source, parameters), must_match=self.matches, place=place
        )
