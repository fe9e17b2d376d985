r"""Reads the lines of a block as one JSON document: a native reader takes a third less time than with a call for each line.

The lines become the values of members that all have one name, or the elements of an array, with a string after each:
`{"S": LINE, "S": LINE}` or `[LINE, "S", LINE, "S"]`. The string is nowhere in the lines. If the document is JSON, and its
root has nothing else, and the string once for each line, then each line is a JSON value by itself:

- No string continues over a line feed, as JSON has no line feeds in strings.
- The string is written once for each line, and not in it. If the root has it as often, no line is inside of another.
- In the root, there is just one value between two of these strings.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.json_text.reader import MAX_DEPTH, MAX_NAME
from pipefilter.matching.projection.safe_text import may_have_long_number
from pipefilter.native_libraries.byte_search import count, find
from pipefilter.native_libraries.json_reader import Array, Object, Parser
from pipefilter.scanning.events.lines import Lines

__all__ = ["LineDocument", "NotADocument"]

_MAX_SIZE = 1 << 20
"""Bytes; a parser keeps memory for the longest document that it has read."""
_STRING = "\x7f"
"""A string of one character costs no memory; this one is in hardly any traffic."""
_RAW = _STRING.encode()
_ESCAPED = b"\\u007"
_NAMED = b'\n,"%b":' % _RAW
_LISTED = b'\n,"%b",' % _RAW
_NATIVE_DEPTH = 1024
"""simdjson accepts no deeper JSON."""
_OUTER = _NATIVE_DEPTH - MAX_DEPTH + 8
"""The number of arrays around the document: so simdjson refuses a line that is too deep for AWS's parser."""
_OPEN, _CLOSE = b"[" * _OUTER, b"]" * _OUTER
_ROOT = "/0" * _OUTER
_WAIT = 16
"""The number of blocks that are read line by line after one that is no such document."""


class NotADocument(ValueError):
    """Some line may not be an event by itself."""


class LineDocument:
    """A parser for the lines of blocks."""

    def __init__(self) -> None:
        self._parse = Parser().parse
        self._wait = 0

    def are_events(self, lines: Lines, max_size: int) -> bool:
        """Whether each line is certainly a JSON object that AWS's parser accepts; False if that is not certain.

        Args:
            max_size: of a line, in bytes.
        """
        if not self._are_possible(lines, max_size):
            return False
        # a value for the name after the last line feed
        rest = b"0" if lines.data.endswith(b"\n") else b""
        try:
            root = self._root(b'{"%b":' % _RAW, lines.data.replace(b"\n", _NAMED), rest + b"}")
            if len(root) == len(lines) + len(rest) and set(root) == {_STRING}:
                return True
        except (ValueError, RuntimeError):
            pass
        self._wait = _WAIT
        return False

    def events(self, lines: Lines, max_size: int) -> Iterator[Object]:
        """The parsed lines; what is done with them must be dropped if there is an error later.

        The last of them must be freed before the next document is read.

        Args:
            max_size: of a line, in bytes.

        Raises:
            NotADocument: some line may not be an event that AWS's parser accepts.
        """
        if not self._are_possible(lines, max_size):
            raise NotADocument
        rest = b"0]" if lines.data.endswith(b"\n") else b',"%b"]' % _RAW
        left = len(lines)
        try:
            elements = iter(self._root(b"[", lines.data.replace(b"\n", _LISTED), rest))
            for event, string in zip(elements, elements, strict=False):  # without the 0
                if string != _STRING:
                    break
                left -= 1
                yield event  # type: ignore[misc]  # an Object, as each line starts like one
        except (ValueError, RuntimeError):
            pass
        if left:
            self._wait = _WAIT
            raise NotADocument

    def _are_possible(self, lines: Lines, max_size: int) -> bool:
        """Whether nothing in the lines makes the document useless."""
        if self._wait:
            self._wait -= 1
            return False
        data, total = lines.data, len(lines)
        if (
            not total
            or len(data) > _MAX_SIZE
            or count(data, b"\n{") + data.startswith(b"{") != total
            or find(data, _RAW) >= 0
            or find(data, _ESCAPED) >= 0
            or may_have_long_number(data)
            or not lines.are_shorter_than(min(max_size, MAX_NAME))
        ):
            self._wait = _WAIT
            return False
        return True

    def _root(self, head: bytes, body: bytes, tail: bytes) -> Object | Array:
        document = self._parse(b"".join((_OPEN, head, body, tail, _CLOSE)))
        return document.at_pointer(_ROOT)  # type: ignore[union-attr,return-value]  # it begins with arrays
