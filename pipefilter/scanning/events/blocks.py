"""Reads a file of events of any form as blocks of lines, in constant memory.

JSON lines stay as they are, byte for byte; in all other forms each event is put on one line, with its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from pipefilter.scanning.bytes.byte_source import WithHead
from pipefilter.scanning.bytes.compression import uncompressed
from pipefilter.scanning.bytes.utf16 import as_utf8
from pipefilter.scanning.events.aws_wrappers import wrapped_events
from pipefilter.scanning.events.block import BLOCK_SIZE, Block
from pipefilter.scanning.events.event_lists import array_events, concatenated_events, in_blocks
from pipefilter.scanning.events.file_form import Form, read_head
from pipefilter.scanning.events.json_stream import JsonStream
from pipefilter.scanning.events.line_blocks import line_blocks
from pipefilter.scanning.events.wrapper_rule import WrapperRule

__all__ = ["blocks"]


def blocks(stream: BinaryIO, *, size: int = BLOCK_SIZE, rule: WrapperRule | None = None) -> Iterator[Block]:
    """The events of a file, block by block.

    Args:
        stream: the file, opened for reading bytes; gzip and zstd are unpacked, UTF-16 becomes UTF-8.
        size: the number of bytes to read at a time.
        rule: decides which objects are wrappers of records for the filters; None if all objects with such a list are.

    Raises:
        UnreadableInput: the file is damaged or cut off, a list in it is malformed, or an event is too long;
            everything before is in the blocks.
    """
    source = as_utf8(uncompressed(stream))
    head = read_head(source, size)
    text = WithHead(head.data, source, head.fault)
    events = JsonStream(text, size)
    match head.form:
        case Form.LINES | Form.PREFIXED_LINES:
            yield from line_blocks(text, size, prefixed=head.form is Form.PREFIXED_LINES)
        case Form.ARRAY:
            yield from in_blocks(array_events(events), events, size)
        case Form.CONCATENATED:
            yield from in_blocks(concatenated_events(events), events, size)
        case Form.WRAPPED:
            yield from in_blocks(wrapped_events(events, head.wrapper, rule), events, size)
