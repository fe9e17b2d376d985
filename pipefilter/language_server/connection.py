"""The connection to the editor, over standard input and output."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, BinaryIO

from pygls.io_ import StdoutWriter

if TYPE_CHECKING:
    from pipefilter.language_server.server import EditorServer

__all__ = ["serve"]

_BLOCK = 1 << 16
_SECONDS_BETWEEN_LOOKS = 2.0
"""After this many seconds, it is noticed that the editor has ended without closing our input."""


def serve(server: EditorServer) -> bool:
    """Answer the editor until it closes the connection; return whether it has asked for the end before.

    Standard output is the editor's alone: whatever prints, prints to standard error meanwhile.
    """
    # what pygls logs is told to the editor by the server, in its own words
    logging.getLogger("pygls").addHandler(logging.NullHandler())
    logging.getLogger("pygls").propagate = False
    with _reserved_output() as output:
        server.protocol.set_writer(StdoutWriter(output))
        # SystemExit: pygls ends so after the message `exit`; a broken pipe and an end inside a message: the editor has ended
        with suppress(SystemExit, BrokenPipeError, EOFError):
            asyncio.run(_answer(server))
    return server.protocol.is_shut_down


@contextmanager
def _reserved_output() -> Iterator[BinaryIO]:
    """Standard output, to which nothing else prints in this block, not even a compiled library."""
    sys.stdout.flush()
    before = os.dup(1)
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        yield output
    finally:
        with suppress(OSError, ValueError):  # pygls may have closed it
            output.close()
        sys.stdout.flush()
        os.dup2(before, 1)
        os.close(before)


async def _answer(server: EditorServer) -> None:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    threading.Thread(target=_read, args=(loop, reader), name="input", daemon=True).start()
    loop.set_exception_handler(lambda _loop, context: _report(server, context))
    watch = asyncio.ensure_future(_end_with_editor(server, reader))
    try:
        await _take_messages(server, reader)
    finally:
        watch.cancel()
        loop.set_exception_handler(lambda _loop, _context: None)  # what is cancelled now is no fault


async def _take_messages(server: EditorServer, reader: asyncio.StreamReader) -> None:
    """Handle messages until the input ends, or until it is not known where the next one begins."""
    while True:
        length, line = b"", b""
        has_headers = False
        try:
            while (line := await reader.readline()).strip():
                has_headers = True
                name, _, value = line.partition(b":")
                if name.strip().lower() == b"content-length":
                    length = value.strip()
            count = int(length) if length.isdigit() else -1
        except ValueError:  # a line, or a number, of absurd length
            line, count, has_headers = b"\n", -1, True
        if not line:
            return
        if has_headers and count < 0:
            server.log(
                "a message of the editor has no valid Content-Length, so what follows cannot be read: the server ends"
            )
            return
        if has_headers and (body := await reader.readexactly(count)):
            server.protocol.take(body)


def _report(server: EditorServer, context: dict[str, Any]) -> None:
    """Say in the editor's log that something failed of which nobody awaits the result."""
    error = context.get("exception")
    if isinstance(error, Exception):
        server.log_error(str(context.get("message", "the server")), error)


def _read(loop: asyncio.AbstractEventLoop, reader: asyncio.StreamReader) -> None:
    """Read standard input in a thread, which need not have ended when the process ends, unlike those of pygls."""
    data = b"."
    while data:
        try:
            data = os.read(0, _BLOCK)
        except OSError:
            data = b""
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(reader.feed_data if data else lambda _data: reader.feed_eof(), data)


async def _end_with_editor(server: EditorServer, reader: asyncio.StreamReader) -> None:
    """End the input when the editor's process has ended, although something else still has the other end of our input."""
    while sys.platform != "win32":  # where a pipe ends with its process, and where looking for one could end it
        await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
        if server.process_id is not None and not _is_alive(server.process_id):
            reader.feed_eof()
            return


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # it belongs to someone else; or its number is none
        return True
    return True
