"""Records AWS's answers in a file, as JSON lines, and replays them without asking AWS."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from pipefilter.aws.events.event_pattern_call import ApiAnswer, PatternApi
from pipefilter.errors import UnreadableInput
from pipefilter.verification.envelope import CannotBeAsked
from pipefilter.verification.recorded_line import RecordedLine, recorded_lines

__all__ = ["RecordingBackend", "ReplayingBackend"]


_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def _now() -> datetime:
    return datetime.now(UTC)


class RecordingBackend:
    """Asks AWS through its open API, and appends each answer to a file at once; use it in a `with` statement.

    The contents of the file are kept, and it has all answers before an interrupt.

    Raises:
        UnreadableInput: on entering or asking: the file cannot be written, or has other contents.
    """

    def __init__(self, api: PatternApi, name: str, now: Callable[[], datetime] = _now) -> None:
        self._api = api
        self._name = name
        self._now = now

    def __enter__(self) -> Self:
        try:
            path = Path(self._name)
            last = _last_byte(path)
            self._file = path.open("a", encoding="utf-8", newline="\n")
            if last not in {b"", b"\n"}:  # the last answer was cut off: the next needs a line of its own
                self._write("\n")
        except OSError as error:
            raise self._unwritable(error) from None
        return self

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        try:
            self._file.close()
        except OSError as error:
            if kind is None:
                raise self._unwritable(error) from None

    def ask(self, pattern: str, event: str) -> ApiAnswer:
        """AWS's answer, recorded.

        Raises:
            UnreadableInput: AWS cannot be asked, or the answer cannot be recorded.
        """
        answer = self._api.ask(pattern, event)
        line = RecordedLine(pattern, event, answer).written(
            self._now(), self._api.region, self._api.endpoint, self._api.sdk
        )
        try:
            self._write(f"{line}\n")
        except OSError as error:
            raise self._unwritable(error) from None
        return answer

    def _write(self, text: str) -> None:
        self._file.write(text)
        self._file.flush()

    def _unwritable(self, error: OSError) -> UnreadableInput:
        return UnreadableInput(f"responses cannot be recorded in {self._name}: {error.strerror or error}")


def _last_byte(path: Path) -> bytes:
    """The last byte of a recording; empty if the file is empty or does not exist.

    Raises:
        UnreadableInput: the file has other contents, or text other than UTF-8, to which nothing can be appended.
    """
    if path.exists() and not path.is_file():
        raise UnreadableInput(f"responses cannot be recorded in {path}: it is not a file")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return b""
    if data.startswith(_UTF16) or (
        data.strip() and not any(line for _, line in recorded_lines(data, str(path)))
    ):
        raise UnreadableInput(f"{path} does not contain recorded responses in UTF-8: use another file")
    return data[-1:]


class ReplayingBackend:
    """Returns recorded answers; of several answers to a question, the last.

    Raises:
        UnreadableInput: it is not text, or has no recorded answer.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._answers: dict[tuple[str, str], ApiAnswer] = {}
        self.left_out: list[int] = []
        """The numbers of lines that are not recorded answers."""
        for number, line in recorded_lines(data, name):
            if line is None:
                self.left_out.append(number)
            else:
                self._answers[line.pattern, line.event] = line.answer
        if not self._answers:
            raise UnreadableInput(
                f"{name} contains no recorded responses: create such a file with `pipefilter verify --record`"
            )

    def ask(self, pattern: str, event: str) -> ApiAnswer:
        """The recorded answer.

        Raises:
            CannotBeAsked: there is no answer.
        """
        answer = self._answers.get((pattern, event))
        if answer is None:
            raise CannotBeAsked(f"{self._name} contains no response for this comparison")
        return answer
