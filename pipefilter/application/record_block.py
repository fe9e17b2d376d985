"""Evaluates conditions on the data of SQS messages or Kinesis records, a whole block of lines at a time.

What shows that records are what they seem to be is searched for once in all lines, not in each. Other members than those
with the source and the data do not matter to such conditions, unless they are among `PlainRecordForm.contradictions`.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable, Sequence

from pipefilter.application.data_field import DataField
from pipefilter.application.plain_record_form import PlainRecordForm
from pipefilter.dataclass import dataclass
from pipefilter.json_text.number import MAX_DIGITS
from pipefilter.matching.projection.projection import Projection
from pipefilter.matching.projection.safe_text import FLAT_SIZE, may_have_long_number
from pipefilter.native_libraries.byte_search import count, find
from pipefilter.native_libraries.json_reader import Object, Parser
from pipefilter.scanning.events.lines import Lines

__all__ = ["BlockVerdicts", "RecordBlocks"]

_ESCAPED_LETTER = re.compile(rb"\\u00[2-7]")
"""Of a name, or of the backslash before a letter of a name in data."""
_SEPARATOR = b"\0"
"""No JSON has this byte."""
_SOURCE = b"eventSource"


@dataclass(frozen=True, slots=True)
class BlockVerdicts:
    """The verdicts on the lines of a block.

    Args:
        matched: the indexes of the lines that match, ascending.
        unclear: the indexes of the lines without a verdict.
    """

    matched: list[int]
    unclear: list[int]


class RecordBlocks:
    """Conditions on the data of the records of one source, any of which must match.

    Args:
        max_size: of a record, in bytes.
    """

    def __init__(self, form: PlainRecordForm, conditions: Sequence[Projection], max_size: int) -> None:
        self._form = form
        self._conditions = tuple(conditions)
        self._max_size = min(max_size, FLAT_SIZE - 1)
        self._names = form.names
        self._contradictions = form.contradictions
        fields = self._conditions[0].fields_of_all if len(self._conditions) == 1 else ()
        self._first = DataField(fields[0]) if fields else None
        self._has_more_fields = len(fields) > 1
        self._parse = Parser().parse
        self._parse_data = Parser().parse

    def verdicts(self, lines: Lines) -> BlockVerdicts | None:
        """The verdicts on some lines; None unless all are certainly such records, with data that is a JSON object."""
        if not self._may_all_be_plain(lines):
            return None
        try:
            contents = self._contents(lines)
            return None if contents is None else self._evaluate(contents)
        except (AttributeError, KeyError, TypeError, ValueError, RuntimeError):  # other values, or not JSON
            return None

    def _may_all_be_plain(self, lines: Lines) -> bool:
        """Whether all lines are such records if each is JSON and has the names that lead to the data.

        As all have them, and they are as often in the block as there are lines, no line has one of them twice.
        """
        data, total = lines.data, len(lines)
        if any(count(data, name) != total for name in self._names):
            return False
        if any(find(data, text) >= 0 for text in self._contradictions):
            return False
        longest = lines.longest
        return (
            count(data, b"\n{") + data.startswith(b"{") == total
            and longest <= self._max_size
            and (longest < MAX_DIGITS or not may_have_long_number(data))
            and (find(data, b"\\u00") < 0 or _ESCAPED_LETTER.search(data) is None)
        )

    def _contents(self, lines: Lines) -> list[bytes] | None:
        """The data of all records; None if a record is of another source."""
        parse, form = self._parse, self._form
        source, holder, key = form.event_source, form.holder.encode(), form.key.encode()
        texts: list[str] = []
        for line in lines:
            record = parse(line)
            if record[_SOURCE] != source:  # type: ignore[index]  # bytes are faster
                return None
            value = record[holder][key] if holder else record[key]  # type: ignore[index]  # as above
            texts.append(value)  # type: ignore[arg-type]  # only a string can be decoded
            del record  # before the next is parsed
        if form.source.is_base64:
            return [binascii.a2b_base64(text, strict_mode=True) for text in texts]
        return [text.encode() for text in texts]

    def _evaluate(self, contents: Sequence[bytes]) -> BlockVerdicts | None:
        joined = _SEPARATOR.join(contents)
        if count(joined, _SEPARATOR + b"{") + joined.startswith(b"{") != len(contents):
            return None
        if self._form.source.is_base64 and may_have_long_number(joined):
            return None
        if any(each.may_hide(joined) for each in self._conditions):
            return self._one_by_one(contents, range(len(contents)), [])
        for each in self._conditions:
            each.settle()
        first = self._first.verdicts(contents, joined) if self._first is not None else None
        if first is None:
            return self._one_by_one(contents, range(len(contents)), [])
        if self._has_more_fields:
            return self._one_by_one(contents, sorted(first.matched + first.undecided), [])
        return self._one_by_one(contents, first.undecided, first.matched)

    def _one_by_one(
        self, contents: Sequence[bytes], indexes: Iterable[int], matched: list[int]
    ) -> BlockVerdicts:
        """The verdicts on some data, beside those on data that matches; all others do not match."""
        parse, conditions = self._parse_data, self._conditions
        unclear: list[int] = []
        for index in indexes:
            content = contents[index]
            verdict = _any_matches(conditions, parse(content), content)  # type: ignore[arg-type]  # an Object
            if verdict is not False:
                (unclear if verdict is None else matched).append(index)
        matched.sort()
        return BlockVerdicts(matched, unclear)


def _any_matches(conditions: Sequence[Projection], content: Object, text: bytes) -> bool | None:
    """Whether any condition matches; None if that is not certain."""
    verdicts = [each.verdict(content, text) for each in conditions]
    return True if True in verdicts else None if None in verdicts else False
