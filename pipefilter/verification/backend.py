"""Who answers what is sent to AWS: AWS itself, or a recording of what it said."""

from __future__ import annotations

from typing import Protocol

from pipefilter.aws.events.event_pattern_call import ApiAnswer

__all__ = ["Asker"]


class Asker(Protocol):
    """Answers questions about patterns and events."""

    def ask(self, pattern: str, event: str) -> ApiAnswer:
        """AWS's answer.

        Args:
            pattern: as it is sent.
            event: as it is sent.

        Raises:
            UnreadableInput: there can be no answers at all.
            CannotBeAsked: there is none to this question.
        """
        ...
