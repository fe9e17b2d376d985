"""One answer of AWS as a line of a file of recorded answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from pipefilter.aws.events.event_pattern_call import ApiAnswer
from pipefilter.errors import UnreadableInput
from pipefilter.json_text.tree import decoded

__all__ = ["RecordedLine", "line_read", "lines_of"]


@dataclass(frozen=True, slots=True)
class RecordedLine:
    """A question as it was sent, and its answer.

    Args:
        pattern: as it was sent.
        event: as it was sent.
        answer: of AWS.
    """

    pattern: str
    event: str
    answer: ApiAnswer

    def written(self, when: datetime, region: str, endpoint: str, sdk: str) -> str:
        """The line, without its end.

        Args:
            when: AWS answered.
            region: that was asked.
            endpoint: the URL that was asked, which may be an emulator's.
            sdk: the versions of what asked.
        """
        said: dict[str, object] = {"result": self.answer.result}
        if self.answer.result is None:
            said = {"error": {"code": self.answer.code, "message": self.answer.message}}
        about = {
            "date": when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "region": region,
            "endpoint": endpoint,
            "sdk": sdk,
        }
        return json.dumps({**about, "pattern": self.pattern, "event": self.event, **said})


def lines_of(data: bytes, name: str) -> Iterator[tuple[int, RecordedLine | None]]:
    """The lines of a file with their numbers; None for one that is no recorded answer; empty ones are left out.

    Args:
        data: what is in the file.
        name: of the file, for messages.

    Raises:
        UnreadableInput: it is no text.
    """
    try:
        text = decoded(data)
    except UnicodeDecodeError:
        raise UnreadableInput(f"{name} is no text of UTF-8, as recorded answers are") from None
    for number, line in enumerate(text.split("\n"), 1):  # in JSON, other line ends may stand within texts
        if line.strip():
            yield number, line_read(line)


def line_read(line: str) -> RecordedLine | None:
    """The question and the answer in a line; None if it is no recorded answer.

    Args:
        line: of a file.
    """
    try:
        read = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(read, dict):
        return None
    pattern, event, result, error = (read.get(name) for name in ("pattern", "event", "result", "error"))
    if not isinstance(pattern, str) or not isinstance(event, str):
        return None
    if isinstance(result, bool):
        return RecordedLine(pattern, event, ApiAnswer(result))
    code, message = (error.get(name) if isinstance(error, dict) else None for name in ("code", "message"))
    if not isinstance(code, str) or not isinstance(message, str):
        return None
    return RecordedLine(pattern, event, ApiAnswer(None, code, message))
