"""Files of events in any form, read as blocks of lines: nothing lost, correct places, constant memory."""

from __future__ import annotations

import io
import json
import re
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipefilter.errors import UnreadableInput
from pipefilter.scanning.events import file_form, json_stream
from pipefilter.scanning.events.block import Block
from pipefilter.scanning.events.blocks import blocks
from pipefilter.scanning.events.line_events import events_of_lines

WHITE = b" \t\r\n"
STAMP = b"2026-11-23T10:00:00.000Z "

scalars = (
    st.none() | st.booleans() | st.integers() | st.text(st.sampled_from('a"\\{}[],:\n\r\té€😀 '), max_size=8)
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
events = st.dictionaries(st.text(st.sampled_from('ab"\\{é'), max_size=3), values, max_size=4)
lists = st.lists(events, max_size=6)
sizes = st.integers(1, 100)


class Trickle(io.RawIOBase):
    """A stream whose reads return a few bytes each."""

    def __init__(self, data: bytes, steps: list[int]) -> None:
        self._data = data
        self._at = 0
        self._steps = steps or [1 << 20]
        self._reads = 0

    def read(self, size: int = -1) -> bytes:
        """Some bytes."""
        step = min(size if size >= 0 else 1 << 20, self._steps[self._reads % len(self._steps)])
        self._reads += 1
        data = self._data[self._at : self._at + step]
        self._at += len(data)
        return data


def read(data: bytes, size: int = 1 << 18, steps: list[int] | None = None) -> list[Block]:
    return list(blocks(Trickle(data, steps or []), size=size))  # type: ignore[arg-type]  # it has what is used


def read_to_fault(data: bytes, size: int = 1 << 18) -> tuple[list[Block], str]:
    parts: list[Block] = []
    try:
        for block in blocks(io.BytesIO(data), size=size):
            parts.append(block)  # noqa: PERF402 - what comes before an error counts
    except UnreadableInput as error:
        return parts, str(error)
    return parts, ""


def lines_of(parts: list[Block]) -> list[bytes]:
    return [line for block in parts for line in block.data.split(b"\n") if line.strip()]


def placed(parts: list[Block]) -> list[tuple[int, int]]:
    """The places, after a check that each line has one."""
    for block in parts:
        assert block.places is not None
        assert block.data.endswith(b"\n")
        assert len(block.places) == block.data.count(b"\n")
        assert block.line == block.places[0][0]
    return [place for block in parts for place in block.places or ()]


def text_at(text: str, place: tuple[int, int]) -> str:
    """The text that starts at a place; columns are in UTF-16 units."""
    line = re.split(r"\r\n|\r|\n", text)[place[0] - 1 :]
    return "\n".join(line).encode("utf-16-le")[2 * (place[1] - 1) :].decode("utf-16-le")


def dumped(event: object, *, indent: int | None = None, compact: bool = False) -> str:
    return json.dumps(
        event, ensure_ascii=False, indent=indent, separators=(",", ":") if compact and indent is None else None
    )


@pytest.mark.slow
@given(lists, st.sampled_from(("\n", "\r\n", "\n\n", " \n")), st.booleans(), sizes, st.lists(sizes, max_size=4))
def test_json_lines_are_the_file(
    objects: list[dict[str, object]], end: str, last: bool, size: int, steps: list[int]
) -> None:
    text = end.join(map(dumped, objects)) + (end if last else "")
    for data in (text.encode(), b"\xef\xbb\xbf" + text.encode()):
        parts = read(data, size, steps)
        assert b"".join(block.data for block in parts) == text.encode()
        line = 1
        for number, block in enumerate(parts, 1):
            assert block.data
            assert block.line == line
            assert block.places is None or len(objects) == 1
            assert block.data.endswith(b"\n") or number == len(parts)
            assert not block.prefixed
            line += block.data.count(b"\n")
        assert [json.loads(line) for line in lines_of(parts)] == objects


@given(
    st.lists(
        st.sampled_from(
            (
                "",
                "oops",
                "}",
                "{",
                '{"a": 1',
                '{"a": {"b": 1}',
                '{"a": "b',
                '{"a": [',
                '{"a": 1}}',
                '{"a"}, {"b"}',
            )
        )
        | events.map(json.dumps),
        min_size=1,
    ),
    sizes,
)
def test_malformed_lines_stay_as_they_are(texts: list[str], size: int) -> None:
    data = "\n".join((*texts, "")).encode()
    parts = read(data, size)
    assert b"".join(block.data for block in parts) == data
    assert all(block.places is None for block in parts)


@given(lists, sizes, st.lists(sizes, max_size=4))
def test_multiline_events_are_not_split(objects: list[dict[str, object]], size: int, steps: list[int]) -> None:
    data = "".join(dumped(event, indent=1) + "\n" for event in objects).encode()
    parts = read(data, size, steps)
    assert b"".join(block.data for block in parts) == data
    out: list[dict[str, object]] = []
    for block in parts:
        for event in events_of_lines(io.BytesIO(block.data), block.line, 0):
            assert (
                event.line == [n for n, line in enumerate(data.split(b"\n"), 1) if line[:1] == b"{"][len(out)]
            )
            out.append(json.loads(event.text))
    assert out == objects


@given(
    lists,
    st.tuples(st.sampled_from((None, 0, 1, 2)), st.booleans(), st.sampled_from(("\n", "\r\n", "\r"))),
    st.sampled_from(("", "\n", " \r\n")),
    sizes,
    st.lists(sizes, max_size=4),
)
@example([{}, {"a": "é😀"}, {"b": 1}], (None, False, "\n"), "", 1, [])
def test_one_array(
    objects: list[dict[str, object]],
    form: tuple[int | None, bool, str],
    before: str,
    size: int,
    steps: list[int],
) -> None:
    indent, compact, end = form
    text = before + dumped(objects, indent=indent, compact=compact).replace("\n", end) + "\n"
    parts = read(text.encode(), size, steps)
    assert [json.loads(line) for line in lines_of(parts)] == objects
    assert b"\r" not in b"".join(block.data for block in parts)
    decoder = json.JSONDecoder()
    at = [decoder.raw_decode(text_at(text, place))[0] for place in placed(parts)]
    assert at == objects


@given(lists, st.sampled_from(("", " ", "\t")), sizes, st.lists(sizes, max_size=4))
def test_objects_with_nothing_between(
    objects: list[dict[str, object]], between: str, size: int, steps: list[int]
) -> None:
    text = between.join(map(dumped, objects))
    parts = read(text.encode(), size, steps)
    assert [json.loads(line) for line in lines_of(parts)] == objects
    if len(objects) > 1:
        assert [json.JSONDecoder().raw_decode(text_at(text, place))[0] for place in placed(parts)] == objects


@given(st.lists(lists, min_size=1, max_size=3), st.sampled_from(("", "\n", " \r\n")), st.booleans(), sizes)
def test_records(batches: list[list[dict[str, object]]], between: str, indented: bool, size: int) -> None:
    text = between.join(
        dumped({"a": [{"Records": 1}], "Records": some, "b": "}"}, indent=1 if indented else None)
        for some in batches
    )
    parts = read(text.encode(), size)
    expected = [event for some in batches for event in some]
    assert [json.loads(line) for line in lines_of(parts)] == expected
    assert [json.JSONDecoder().raw_decode(text_at(text, place))[0] for place in placed(parts)] == expected


@given(st.lists(lists, min_size=1, max_size=3), st.sampled_from(("", "\n")), st.booleans(), sizes)
def test_log_events(batches: list[list[dict[str, object]]], between: str, to_firehose: bool, size: int) -> None:
    def wrapper(messages: list[str], kind: str = "DATA_MESSAGE") -> str:
        log_events = [{"id": "1", "timestamp": 1, "message": message} for message in messages]
        if to_firehose:
            return dumped({"messageType": kind, "owner": "1", "logEvents": log_events})
        return dumped({"events": log_events if kind == "DATA_MESSAGE" else [], "nextToken": "}"})

    all_messages = [["ping"], *([dumped(event, indent=1) for event in some] for some in batches), ["a\n b", ""]]
    text = between.join(
        wrapper(some, "DATA_MESSAGE" if number or not to_firehose else "CONTROL_MESSAGE")
        for number, some in enumerate(all_messages)
    )
    lines = lines_of(parts := read(text.encode(), size))
    assert placed(parts)
    if not to_firehose:
        assert lines.pop(0) == b"ping"
    assert lines.pop() == b"a  b"
    assert [json.loads(line) for line in lines] == [event for some in batches for event in some]
    for place in placed(parts):
        assert text_at(text, place).startswith('{"id": "1"')


@given(lists.filter(bool), sizes)
def test_prefixed_lines(objects: list[dict[str, object]], size: int) -> None:
    data = b"".join(STAMP + dumped(event).encode() + b"\n" for event in objects)
    parts = read(data, size)
    assert b"".join(block.data for block in parts) == data
    assert all(block.prefixed and block.places is None for block in parts)


@given(lists, st.sampled_from(("utf-16-le", "utf-16-be")), st.booleans(), sizes)
def test_utf16(objects: list[dict[str, object]], encoding: str, is_array: bool, size: int) -> None:
    text = dumped(objects) if is_array else "\n".join(map(dumped, objects))
    parts = read(("\ufeff" + text).encode(encoding), size)
    assert [json.loads(line) for line in lines_of(parts)] == objects
    if not is_array and len(objects) != 1:
        assert b"".join(block.data for block in parts) == text.encode()


pieces = st.sampled_from(
    [
        *(
            b"{",
            b"}",
            b"[",
            b"]",
            b'"',
            b"\\",
            b",",
            b":",
            b"\n",
            b"\r",
            b" ",
            b"1",
            b"a",
            b"\xff",
            b"\xc3",
            b"\0",
        ),
        *(
            b'{"a":1}',
            b'\n{"a":',
            b'{"Records":[{',
            b'{"events":[{"message":"',
            b'"logEvents":[{"message":"x"}]',
        ),
        *(b"\xef\xbb\xbf", b"\xff\xfe", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", STAMP, b'[{"a":1},'),
    ]
)


@given(st.lists(pieces, max_size=30).map(b"".join) | st.binary(max_size=60), sizes)
def test_nothing_is_lost(data: bytes, size: int) -> None:
    parts, fault = read_to_fault(data, size)
    assert all(block.data for block in parts)
    if fault or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    out = b"".join(block.data for block in parts)
    if all(block.places is None for block in parts):
        if parts or not data.removeprefix(b"\xef\xbb\xbf"):
            assert out == data.removeprefix(b"\xef\xbb\xbf")
        return
    placed(parts)
    if b"Records" in data or b"essage" in data:
        return  # the wrapper itself does not come out
    # of an array its brackets and commas do not come out
    left = iter(data.removeprefix(b"\xef\xbb\xbf").translate(None, WHITE + b"[],"))
    assert bytes(left) == out.translate(None, WHITE + b"[],")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "lines", "fault"),
    [
        ("", [], ""),
        ("\n \n", [], ""),
        ("[]", [], ""),
        ("[", [], "line 1, column 2: the array of events is cut off"),
        ("[{}", ["{}"], "line 1, column 4: the array of events is cut off"),
        ("[{},", ["{}"], "line 1, column 5: the array of events is cut off"),
        ("[{},\n]", ["{}"], "line 1, column 4: extra comma before ]"),
        ("[{}\n {}]", ["{}"], "line 2, column 2: expected a comma or ] in the array of events"),
        ("[{}]\n{}", ["{}"], "line 2, column 1: nothing may follow the array of events"),
        ("[{},,{}]", ["{}"], "line 1, column 5: an element of the array of events is missing"),
        ('[{},1,"a]",[2],tru]', ["{}", "1", '"a]"', "[2]", "tru"], ""),
        ('[{},{"a": [1,\n2', ["{}", '{"a": [1, 2'], ""),
        ('[{},{"a": "b', ["{}", '{"a": "b'], ""),
        ("[INFO] started\n{}\n", ["[INFO] started", "{}"], ""),
        # a line break in a string is no JSON, and must not become JSON
        ('[{"a": "b\nc",\n"d": 1}]', ['{"a": "b\tc", "d": 1}'], ""),
        ('{"a": {"b": 1}\n{"c": 2}\n', ['{"a": {"b": 1}', '{"c": 2}'], ""),
        ('{"a": 1} {"b": 2}\n{"c": 3}\n', ['{"a": 1} {"b": 2}', '{"c": 3}'], ""),
        ('{\n"a": 1}{\n"b": 2}oops{"c": 3}', ['{ "a": 1}', '{ "b": 2}', "oops", '{"c": 3}'], ""),
        # one that is cut off does not take the next with it
        ('{\n"a": 1}{"b": "x\n{"c": 3}', ['{ "a": 1}', '{"b": "x', '{"c": 3}'], ""),
        ('{\n"a": 1}{"b": {"x":1}\n{"c": 3}', ['{ "a": 1}', '{"b": {"x":1}', '{"c": 3}'], ""),
        # no wrappers
        ('{"detail-type": "a", "Records": [{"b": 1}]}', ['{"detail-type": "a", "Records": [{"b": 1}]}'], ""),
        ('{"Records": [{"b": 1}], "source": "a"}', ['{"Records": [{"b": 1}], "source": "a"}'], ""),
        ('{"Records": [1]}', ['{"Records": [1]}'], ""),
        ('{"Records": {}}', ['{"Records": {}}'], ""),
        ('{"a": {"Records": [{}]}}', ['{"a": {"Records": [{}]}}'], ""),
        ('{"events": [{"a": 1}]}', ['{"events": [{"a": 1}]}'], ""),
        ('{"events": [{"message": 1}]}', ['{"events": [{"message": 1}]}'], ""),
        ('{"events": []}', ['{"events": []}'], ""),
        ('{"a": 1}\n{"Records": [{"b": 1}]}', ['{"a": 1}', '{"Records": [{"b": 1}]}'], ""),
        # wrappers, and what is none among them
        ('{"Records": []}', [], ""),
        ('{"Records": []}\n{"a": 1}\noops\n{"Records": 1}', ['{"a": 1}', "oops", '{"Records": 1}'], ""),
        ('{"Records": [{}]}\n{"a" 1}{"Records": [{}]}', ["{}", '{"a" 1}', "{}"], ""),
        ('{"Records": [{}]}\n{"a": [\n{"Records": [{"b":1}]}', ["{}", '{"a": [', '{"Records": [{"b":1}]}'], ""),
        ('{"Records": [{}], "a": 1, "Records": [{"a": 1}]}', ["{}", '{"a": 1}'], ""),
        ('{"Records": [{}', ["{}"], "line 1, column 16: the array of events is cut off"),
        (
            '{"Records": [{}]',
            ["{}"],
            "line 1, column 17: the object is malformed or cut off after Records",
        ),
        ('{"events": [{"message": "a"}, {"m": 1}, 2]}', ["a", '{"m": 1}', "2"], ""),
        ('{"events": [{"message": "a"}, {"message": 1}]}', ["a", '{"message": 1}'], ""),
        # times
        ("2026-11-23T10:00:00Z {}\n2026", ["2026-11-23T10:00:00Z {}", "2026"], ""),
        ("2026-11-23\n{}", ["2026-11-23", "{}"], ""),
    ],
)
@pytest.mark.parametrize("size", [1, 3, 1 << 18])
def test_forms(text: str, lines: list[str], fault: str, size: int) -> None:
    parts, message = read_to_fault(text.encode(), size)
    assert [line.decode() for line in lines_of(parts)] == lines
    assert message == fault


def test_invalid_utf8_is_passed_on() -> None:
    assert lines_of(read(b'[{"a":"\xff"},{"\xc3":1}]')) == [b'{"a":"\xff"}', b'{"\xc3":1}']
    assert lines_of(read("\ufeff".encode("utf-16-le") + b"\x00\xd8{\x00")) == [b"\xed\xa0\x80{"]
    for cut_off in (b"\n", b"\x00\xd8"):
        parts, fault = read_to_fault("\ufeff{}".encode("utf-16-le") + cut_off)
        assert lines_of(parts) == [b"{}"]
        assert "ends within a character" in fault


def deep(levels: int) -> bytes:
    return b'{"a":' + b'[{"b":' * levels + b"1" + b"}]" * levels + b"}"


@pytest.mark.slow
@pytest.mark.parametrize("size", [1000, 1 << 18])
def test_deep_and_long_events(size: int) -> None:
    objects = [
        deep(5000),
        deep(4),
        b'{"a":"' + b'\\"}]\\\\' * 100_000 + b'"}',
        b'{"a":[' + b'"{",' * 100_000 + b"1]}",
    ]
    assert lines_of(read(b"[" + b",".join(objects) + b"]", size)) == objects
    assert lines_of(read(b"".join(objects), size)) == objects
    assert lines_of(read(b'{"Records":[' + b",".join(objects) + b"]}", size)) == objects


def test_an_event_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_form, "_MAX_HEAD", 1 << 18)
    monkeypatch.setattr(json_stream, "MAX_EVENT", 1 << 20)
    for text in (b'[{},\n {"a":"%s', b'{"Records":[{},\n {"a":"%s'):
        parts, fault = read_to_fault(text % (b"x" * 5_000_000), 1000)
        assert lines_of(parts) == [b"{}"]
        assert fault == "line 2, column 2: an event of more than 256 MB"
    # lines none of which begins an event
    data = b"oops oops\n" * 500_000
    parts = read(data, 1000)
    assert b"".join(block.data for block in parts) == data
    assert max(len(block.data) for block in parts) < 1 << 19


def test_a_long_first_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_form, "_MAX_HEAD", 1000)
    event = b'{"a":"%s"}' % (b"x" * 400)
    assert lines_of(read(event * 20, 100)) == [event] * 20
    assert b"".join(block.data for block in read((event + b"\n") * 20, 100)) == (event + b"\n") * 20
    # where the first line is longer than what is looked at, each event comes on a line of its own
    assert lines_of(read(event * 20 + b"\n" + event, 100)) == [event] * 21


class Endless(io.RawIOBase):
    """A stream generated while it is read."""

    def __init__(self, before: bytes, event: bytes, count: int, after: bytes) -> None:
        self._pieces: Iterator[bytes] = iter((before, *[event * 100] * (count // 100), after))
        self._piece = b""

    def read(self, size: int = -1) -> bytes:
        """Some bytes."""
        if not self._piece:
            self._piece = next(self._pieces, b"")
        data, self._piece = self._piece[:size], self._piece[size:]
        return data


@pytest.mark.slow
@pytest.mark.parametrize(
    ("before", "between", "after"),
    [
        (b"", b"\n", b""),
        (b"", b"", b""),
        (b"[", b",", b"{}]"),
        (b'{"x":1,"Records":[', b",", b'{}],"y":1}'),
        (b'{"messageType":"DATA_MESSAGE","logEvents":[', b",", b'{"message":"{}"}]}'),
    ],
)
def test_memory_stays_flat(before: bytes, between: bytes, after: bytes) -> None:
    event = b'{"message":"{}","b":"%s"}' % (b"x" * 3000)
    count = 8000
    stream = Endless(before, event + between, count, after)
    tracemalloc.start()
    lines = 0
    for block in blocks(stream):  # type: ignore[arg-type]  # it has what is used
        lines += len(block.places) if block.places else block.data.count(b"\n")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert lines == count + bool(after)
    assert peak < 10_000_000


@pytest.mark.parametrize("form", ["%s\n", "%s\r\n", '{"Records": [%s]}\n', "[%s,", "[%s, "])
def test_an_event_is_emitted_before_the_next_arrives(form: str) -> None:
    """As with `tail -f`: a complete event is not held back until the next one starts."""
    events = [dumped({"a": number, "b": "x" * 50}) for number in range(5)]
    texts = [form % event for event in events]
    if form.startswith("["):
        texts[1:] = [text[1:] for text in texts[1:]]
    sent = 0

    class Slow(io.RawIOBase):
        def read(self, _size: int = -1) -> bytes:
            """One event."""
            nonlocal sent
            sent += 1
            return texts[sent - 1].encode() if sent <= len(texts) else b"]"

    reading = blocks(Slow())  # type: ignore[arg-type]  # it has what is used
    for number, event in enumerate(events, 1):
        assert next(reading).data.strip() == event.encode()
        assert sent == number
