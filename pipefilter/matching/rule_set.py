"""Many event patterns by name, judged together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipefilter.language.event_pattern import EventPattern
from pipefilter.matching.compile import Matcher, compile
from pipefilter.matching.event_text import Event, event_tree

__all__ = ["RuleSet"]


class RuleSet:
    """Event patterns by name, as the rules of an event bus.

    Args:
        patterns: by name; each an `EventPattern`, JSON text, UTF-8 bytes, or a dict.

    Raises:
        InvalidEventPattern: AWS refuses one of them; a note on the error says which.
    """

    def __init__(
        self, patterns: Mapping[str, EventPattern | str | bytes | Mapping[str, object]] | None = None
    ) -> None:
        self._matchers: dict[str, Matcher] = {}
        for name, pattern in (patterns or {}).items():
            self.add(name, pattern)

    def add(self, name: str, pattern: EventPattern | str | bytes | Mapping[str, object]) -> None:
        """Add a pattern after the others, or put it in the place of the one of this name.

        Args:
            name: any.
            pattern: an `EventPattern`, JSON text, UTF-8 bytes, or a dict.

        Raises:
            InvalidEventPattern: AWS refuses the pattern.
        """
        try:
            self._matchers[name] = compile(pattern)
        except ValueError as error:
            error.add_note(f"in the pattern {name!r}")
            raise

    def remove(self, name: str) -> None:
        """Take a pattern out.

        Raises:
            KeyError: there is none of this name.
        """
        del self._matchers[name]

    def matching(self, event: Event) -> list[str]:
        """The names of the patterns that match, in the order given.

        Args:
            event: JSON text, UTF-8 bytes, or a dict.

        Raises:
            InvalidEvent: the event is no JSON object, or no JSON.
            EventTooIntricate: no verdict in bounded time.
        """
        tree = event_tree(event)
        return [name for name, matcher in self._matchers.items() if matcher.matches_tree(tree)]

    def __len__(self) -> int:
        return len(self._matchers)

    def __iter__(self) -> Iterator[str]:
        return iter(self._matchers)

    def __contains__(self, name: object) -> bool:
        return name in self._matchers
