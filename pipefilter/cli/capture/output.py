"""Prints captured records as they arrive, and their number at the end."""

from __future__ import annotations

import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from pipefilter.aws.capture.page import Page
from pipefilter.cli.capture.options import CaptureOptions
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL, INTERRUPTED, NO, YES
from pipefilter.cli.terminal.output import counted, message, print_json, result
from pipefilter.errors import UnreadableInput

if TYPE_CHECKING:
    from collections.abc import Generator

    from pipefilter.redaction import Redaction

__all__ = ["print_captured"]

_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def print_captured(pages: Generator[Page] | Iterator[Page], options: CaptureOptions, source: str) -> int:
    """Print the records of pages, and return the exit code.

    Args:
        pages: of a live source; they are always closed.
        source: the name of their source, as for the option `--source` of other commands.
    """
    printer = _Printer(options, source)
    ended = ""
    with _interrupting_signals() as received:
        try:
            with closing(pages) as open_pages, _progress() as show:  # type: ignore[type-var]  # all are generators
                for page in open_pages:
                    printer.add(page)
                    show(printer.records, page.reads)
        except KeyboardInterrupt:
            ended = "interrupted"
        except UnreadableInput as error:
            ended = str(error)
    code = printer.end(ended)
    return 128 + received[0] if received and code == INTERRUPTED else code


class _Printer:
    """Prints records, and counts them."""

    def __init__(self, options: CaptureOptions, source: str) -> None:
        self._options = options
        self._source = source
        self._redaction = _redaction(options)
        self._escapes = not (sys.stdout.encoding or "").lower().startswith("utf")
        self._began = time.monotonic()
        self.records = 0
        self._passed_over = 0
        self._faults: list[str] = []

    def add(self, page: Page) -> None:
        """Print the notes, faults and records of a page."""
        for note in page.notes:
            message(f"note: {note}")
        for fault in page.faults:
            message(fault)
        self._faults.extend(page.faults)
        for record in page.records:
            text = record if self._redaction is None else self._redaction.record(record)
            if self._escapes:  # characters that the terminal cannot show must stay valid JSON
                text = _NOT_ASCII.sub(_escaped, text)
            result(f'{{"record": {text}}}' if self._options.as_json else text)
            self.records += 1
        self._passed_over += page.passed_over

    def end(self, ended: str) -> int:
        """Print how many records there were, and why capturing ended early, if it did; return the exit code."""
        is_interrupted = ended == "interrupted"
        if self._options.as_json:
            summary = {
                "source": self._source,
                "records": self.records,
                "passed_over": self._passed_over,
                "seconds": round(time.monotonic() - self._began, 1),
                "redacted": self._options.redact,
                "unreadable": self._faults,
                "ended": ended or None,
            }
            print_json({"summary": summary})
        others = f", {self._passed_over} skipped" if self._passed_over else ""
        totals = f"{counted(self.records, 'record')} captured{others}"
        message(f"{totals}; {ended}" if is_interrupted else totals)
        if self.records and self._redaction is not None and (unused := self._redaction.unused_paths):
            message(f"note: --keep: no record has a value at {', '.join('.'.join(path) for path in unused)}")
        if ended and not is_interrupted:
            message(f"Error: {ended}")
            return COULD_NOT_TELL
        if is_interrupted:
            return INTERRUPTED
        if self._faults:
            return COULD_NOT_TELL
        return YES if self.records else NO


def _escaped(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _redaction(options: CaptureOptions) -> Redaction | None:
    if not options.redact:
        return None
    from pipefilter.redaction import Redaction, redaction_key

    return Redaction(redaction_key(options.redact_key), options.kept_paths())


@contextmanager
def _interrupting_signals() -> Iterator[list[int]]:
    """Handle SIGTERM and SIGHUP like Ctrl-C, so that messages return to their queue; the list has the signals received."""
    received: list[int] = []

    def interrupt(number: int, _frame: object) -> None:
        if not received:  # another signal, such as the shell's own SIGHUP, must not interrupt the clean-up
            received.append(number)
            raise KeyboardInterrupt

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():  # Python allows it there only
        numbers = []
    # an ignored signal stays ignored, as nohup wants it
    before = {
        number: handler
        for number in numbers
        if callable(handler := signal.getsignal(number)) or handler == signal.SIG_DFL
    }
    try:
        for number in before:
            signal.signal(number, interrupt)
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _progress() -> Iterator[Callable[[int, str], None]]:
    """A function that shows the number of records and the source being read, only on a terminal."""
    # records on the same terminal would tear the line apart
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda _records, _reads: None
        return
    from rich.console import Console

    console = Console(stderr=True)
    with console.status("capturing") as status:
        yield lambda records, reads: status.update(
            f"{counted(records, 'record')}" + (f" from {reads}" if reads else "")
        )
