"""A line of a file of recorded answers: a question to AWS, and its answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from pipefilter.aws.events.event_pattern_call import ApiAnswer
from pipefilter.dataclass import dataclass
from pipefilter.errors import UnreadableInput
from pipefilter.json_text.tree import decoded

__all__ = ["RecordedLine", "parse_line", "recorded_lines"]


@dataclass(frozen=True, slots=True)
class RecordedLine:
    """A question as it was sent, and its answer."""

    pattern: str
    event: str
    answer: ApiAnswer

    def written(self, when: datetime, region: str, endpoint: str, sdk: str) -> str:
        """The line as it is recorded, without its end.

        Args:
            when: AWS answered.
            endpoint: a URL, which may be an emulator's.
            sdk: the versions of the client.
        """
        answer: dict[str, object] = {"result": self.answer.result}
        if self.answer.result is None:
            answer = {"error": {"code": self.answer.code, "message": self.answer.message}}
        metadata = {
            "date": when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "region": region,
            "endpoint": endpoint,
            "sdk": sdk,
        }
        return json.dumps({**metadata, "pattern": self.pattern, "event": self.event, **answer})


def recorded_lines(data: bytes, name: str) -> Iterator[tuple[int, RecordedLine | None]]:
    """The lines of a file that are not empty, with their numbers; None for a line that is not a recorded answer.

    Raises:
        UnreadableInput: it is not text.
    """
    try:
        text = decoded(data)
    except UnicodeDecodeError:
        raise UnreadableInput(f"{name} is not UTF-8 text, the format of recorded responses") from None
    for number, line in enumerate(text.split("\n"), 1):  # JSON strings may have other line ends in them
        if line.strip():
            yield number, parse_line(line)


def parse_line(line: str) -> RecordedLine | None:
    """The question and the answer in a line; None if it is not a recorded answer."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    pattern, event, result, error = (value.get(name) for name in ("pattern", "event", "result", "error"))
    if not isinstance(pattern, str) or not isinstance(event, str):
        return None
    if isinstance(result, bool):
        return RecordedLine(pattern, event, ApiAnswer(result))
    code, message = (error.get(name) if isinstance(error, dict) else None for name in ("code", "message"))
    if not isinstance(code, str) or not isinstance(message, str):
        return None
    return RecordedLine(pattern, event, ApiAnswer(None, code, message))
