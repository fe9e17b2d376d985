"""AWS's answers kept in a file, one JSON line each, and given again without asking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from pipefilter.aws.events.event_pattern_call import ApiAnswer, PatternApi
from pipefilter.errors import UnreadableInput
from pipefilter.verification.envelope import CannotBeAsked
from pipefilter.verification.recorded_line import RecordedLine, lines_of

__all__ = ["RecordingAsker", "ReplayingAsker"]


_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def _now() -> datetime:
    return datetime.now(UTC)


class RecordingAsker:
    """Asks AWS, and adds each answer to a file at once; use it in a `with` statement.

    What is in the file already stays there, and what was asked before an interrupt is in it.

    Args:
        asker: of AWS, open.
        name: of the file.
        now: the time.

    Raises:
        UnreadableInput: on entering or asking: the file cannot be written, or holds something else.
    """

    def __init__(self, asker: PatternApi, name: str, now: Callable[[], datetime] = _now) -> None:
        self._asker = asker
        self._name = name
        self._now = now

    def __enter__(self) -> Self:
        try:
            path = Path(self._name)
            last = _last_byte(path)
            self._file = path.open("a", encoding="utf-8", newline="\n")
            if last not in {b"", b"\n"}:  # the last answer was cut off: the next must not go on in its line
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
        """AWS's answer, kept.

        Args:
            pattern: as it is sent.
            event: as it is sent.

        Raises:
            UnreadableInput: AWS cannot be asked, or the answer cannot be kept.
        """
        answer = self._asker.ask(pattern, event)
        line = RecordedLine(pattern, event, answer).written(
            self._now(), self._asker.region, self._asker.endpoint, self._asker.sdk
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
        return UnreadableInput(f"answers cannot be kept in {self._name}: {error.strerror or error}")


def _last_byte(path: Path) -> bytes:
    """The last byte of a recording; none of a file that is not there or empty.

    Raises:
        UnreadableInput: the file holds something else, or other text than UTF-8, to which nothing can be added.
    """
    if path.exists() and not path.is_file():
        raise UnreadableInput(f"answers cannot be kept in {path}: it is no file")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return b""
    if data.startswith(_UTF16) or (data.strip() and not any(read for _, read in lines_of(data, str(path)))):
        raise UnreadableInput(
            f"{path} holds no recorded answers in UTF-8: name another file to keep answers in"
        )
    return data[-1:]


class ReplayingAsker:
    """Gives the answers that were recorded; of several to one question the last.

    Args:
        data: what is in the file.
        name: of the file, for messages.

    Raises:
        UnreadableInput: it is no text, or holds no recorded answer.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._answers: dict[tuple[str, str], ApiAnswer] = {}
        self.left_out: list[int] = []
        """The numbers of lines that are no recorded answers."""
        for number, line in lines_of(data, name):
            if line is None:
                self.left_out.append(number)
            else:
                self._answers[line.pattern, line.event] = line.answer
        if not self._answers:
            raise UnreadableInput(
                f"{name} holds no recorded answers: `pipefilter verify --record` makes such a file"
            )

    def ask(self, pattern: str, event: str) -> ApiAnswer:
        """The answer that was recorded.

        Args:
            pattern: as it is sent.
            event: as it is sent.

        Raises:
            CannotBeAsked: there is none.
        """
        found = self._answers.get((pattern, event))
        if found is None:
            raise CannotBeAsked(f"there is no answer to it in {self._name}")
        return found
