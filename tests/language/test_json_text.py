"""JSON text: the fast reader compared with the strict one, AWS's positions, limits, and Python values."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipefilter.errors import Place
from pipefilter.json_text.number import Number
from pipefilter.json_text.place import LineCounter, aws_source, excerpt, place_of, utf16_length
from pipefilter.json_text.python_value import NotJson, from_python
from pipefilter.json_text.raw_object import raw_object
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import decoded, fast_tree, strict_tree, text_before_fault, value_end
from pipefilter.json_text.writer import written

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip
PIECES = st.lists(
    st.sampled_from(
        [*'{}[]:,"\\ \t\r\n', '"a"', '"b"', "1", "-", "0", ".5", "e9", "1e400", "true", "nul", "NaN",
         "Infinity", "\\u00e9", "\\ud83d", "\\ude00", "\ud83d", "\ude00", "é", "\U0001f600", "\ufeff",
         "\x00", "\x1f", "/", "#", "'", "+1", "01", "-0", '{"a":1}', "[[", "]]"]
    ),
    max_size=14,
).map("".join)  # fmt: skip


def outcome(read: Callable[[str], object], text: str) -> object:
    try:
        return read(text)
    except JsonFault as fault:
        return fault.message, fault.offset


@given(PIECES)
@example('{"a":"\ud83d\\ude00"}')
@example('{"a":1,"a":{"b":[1,{"a":2}]}} x')
@example("[" * 999 + "{}" + "]" * 999)
@example("[" * 1000 + "{}" + "]" * 1000)
@example('{"' + "k" * 50_001 + '":1}')
@example('{"' + "k" * 50_000 + '":1}')
@example('{"' + "\U0001f600" * 25_001 + '":1}')
@example('{"a":' + "1" * 1000 + "}")
@example('{"a":' + "1" * 1001 + "}")
@example('{"a":1.' + "1" * 1000 + "}")
@example('{"a":[' + ",".join(["12345"] * 400) + "]}")
def test_fast_reader_agrees_with_strict_one(text: str) -> None:
    """Both readers give the same tree, or the same error and position."""
    assert outcome(fast_tree, text) == outcome(strict_tree, text)


@given(VALUES, st.booleans())
def test_fast_reader_agrees_on_json(value: object, escaped: bool) -> None:
    """Both readers agree on the output of `json`, and writing the result again keeps its meaning."""
    text = json.dumps(value, ensure_ascii=escaped)
    tree = strict_tree(text)
    assert fast_tree(text) == tree
    assert json.loads(written(tree)) == json.loads(text)
    assert strict_tree(written(tree)) == tree
    assert value_end(text + " ,", 0) == len(text) or isinstance(value, int | float)


@given(st.dictionaries(st.text(max_size=4), VALUES, max_size=4))
def test_python_values_are_read_as_json_writes_them(value: dict[str, object]) -> None:
    """A dict means what its JSON text means."""
    assert from_python(value) == strict_tree(json.dumps(value))


@pytest.mark.parametrize(
    ("value", "pointer", "reason"),
    [
        ({"a": {1, 2}}, "/a", "a set has no JSON form"),
        ({"a": [b"x"]}, "/a/0", "a bytes has no JSON form"),
        ({"a": {1: 2}}, "/a", "the key 1 is not a string"),
        ({"a/b": float("nan")}, "/a~1b", "nan has no JSON form"),
        ({"a": Decimal("Infinity")}, "/a", "Infinity has no JSON form"),
        ({"a": 10**1000}, "/a", "a number of more than 1000 digits"),
        ({"a": 10**6000}, "/a", "a number of more than 1000 digits"),
    ],
)
def test_python_values_without_json(value: object, pointer: str, reason: str) -> None:
    """A value without a JSON form is rejected, with the position and the reason."""
    with pytest.raises(NotJson) as caught:
        from_python(value)
    assert (caught.value.pointer, caught.value.reason) == (pointer, reason)


def test_python_value_that_contains_itself() -> None:
    """A list that contains itself is rejected as too deep."""
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(NotJson):
        from_python({"a": endless})


def test_decimals_of_boto3() -> None:
    """The Decimals that boto3 returns for DynamoDB's numbers are numbers as written."""
    assert from_python({"n": Decimal("1.50")}) == (("n", Number("1.50")),)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b'{"a": 1}', '{"a": 1}'),
        (b'\xef\xbb\xbf{"a": 1}', '{"a": 1}'),
        ('{"a": "é"}'.encode("utf-16"), '{"a": "é"}'),
        ('{"a": "é"}'.encode(), '{"a": "é"}'),
    ],
)
def test_encodings_of_files(data: bytes, text: str) -> None:
    """UTF-8 with or without a byte order mark, and UTF-16 with one, can be read."""
    assert decoded(data) == text


@pytest.mark.parametrize(
    ("text", "comparable"),
    [
        ("1", 1.0), ("1.0", 1.0), ("1e0", 1.0), ("10e-1", 1.0), ("-0", 0.0), ("0e999", 0.0),
        ("9007199254740992", 9007199254740992.0), ("9007199254740993", None), ("1e400", None),
        ("5e-324", None), ("4.9e-324", 5e-324), ("49e-325", 5e-324), ("2e-323", 2e-323),
        ("1e-400", None), ("1e99999999999", None), ("0e99999999999", None), ("2e23", 2e23),
        ("20e22", 2e23), ("0.1000000000000000055511151231257827", None),
        ("123456789012345", 123456789012345.0), ("0.30000000000000004", 0.30000000000000004),
        ("1.7976931348623157e308", 1.7976931348623157e308), ("100000000000000000000", 1e20),
    ],
)  # fmt: skip
def test_comparable_numbers(text: str, comparable: float | None) -> None:
    """A number is compared by value exactly if it is what Java prints for its double."""
    assert Number(text).comparable == comparable


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_double_is_comparable_as_printed(value: float) -> None:
    """Each double as Python prints it is comparable, except subnormals of one digit."""
    text = repr(value)
    if abs(value) >= 2.3e-308 or value == 0:
        assert Number(text).comparable == value


@given(PIECES)
def test_positions(text: str) -> None:
    """Lines and columns grow with the offset, and two ways to count them agree."""
    lines = LineCounter(text)
    before = Place(0, 0)
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] == "\r\n":
            continue  # no position between the two
        place = place_of(text, offset)
        assert lines.place(offset) == place
        assert (place.line, place.column) > (before.line, before.column)
        before = place


def test_columns_count_utf16_units() -> None:
    """A character outside the BMP takes two columns, as AWS counts."""
    assert place_of('"\U0001f600é"', 3) == Place(1, 5)
    assert utf16_length("\U0001f600é") == 3


def test_aws_source_is_cut_and_escaped() -> None:
    """AWS shows 500 UTF-16 units of a pattern, and control characters as escapes."""
    assert aws_source("a\tb\r\n\x7f") == '"a\\u0009b\r\n\\u007F"'
    assert aws_source("x" * 501) == '"' + "x" * 500 + '"[truncated 1 chars]'
    assert aws_source("\U0001f600" * 251) == '"' + "\U0001f600" * 250 + '"[truncated 2 chars]'


def test_excerpt_of_a_long_line() -> None:
    """The excerpt of a long line is only the part around the position."""
    text = "{" + " " * 300 + '"a": 1' + " " * 300 + "}"
    line, carets = excerpt(text, 301, 304).split("\n")
    assert line.startswith("...")
    assert line.endswith("...")
    assert len(line) < 120
    assert line[carets.index("^") : carets.rindex("^") + 1] == '"a"'


def test_no_recursion_in_readers() -> None:
    """Ten thousand levels are rejected without a crash."""
    for text in ("[" * 10_000, '{"a":' * 10_000):
        with pytest.raises(JsonFault) as caught:
            strict_tree(text)
        assert "Document nesting depth (1001)" in caught.value.message


def test_position_of_an_invalid_byte() -> None:
    """The position of an invalid byte counts characters, whatever the encoding and the byte order mark."""
    for data, before in (
        (b'\xef\xbb\xbf{"a": ["\xff"]}', '{"a": ["'),
        (b'{"\xc3\xa9": "\xff"}', '{"é": "'),
        ('{"a": '.encode("utf-16") + b"\x00", '{"a": '),
    ):
        with pytest.raises(UnicodeDecodeError) as caught:
            decoded(data)
        assert text_before_fault(caught.value) == before


@pytest.mark.parametrize("digits", [1000, 1001])
def test_long_numbers_at_any_offset(digits: int) -> None:
    """The fast reader also rejects a number that is too long, at whatever offset it begins."""
    for before in range(0, 2000, 3):
        text = '{"' + "x" * before + '":' + "1" * digits + "}"
        result = outcome(fast_tree, text)
        assert result == outcome(strict_tree, text)
        assert ("Number value length (1001)" in str(result)) is (digits > 1000)


LONG_MEMBERS: list[tuple[str, object]] = [
    *(("a", "x" * length) for length in (999, 1000, 1001)),
    ("b" * 1001, 1),
    ("c", int("1" * 999)),
]
WHITE = st.text(" \t\r\n", max_size=2)


@given(
    members=st.lists(st.tuples(st.text(max_size=3), VALUES), max_size=4),
    is_ascii=st.booleans(),
    data=st.data(),
)
@example(members=LONG_MEMBERS, is_ascii=True, data=None)
def test_raw_objects(members: list[tuple[str, object]], is_ascii: bool, data: st.DataObject | None) -> None:
    """Members are those of the strict reader, in their order and with repeated names, with white space anywhere."""

    def white() -> str:
        return data.draw(WHITE) if data is not None else ""

    texts = (
        f"{white()}{json.dumps(name, ensure_ascii=is_ascii)}{white()}:{white()}"
        f"{json.dumps(value, ensure_ascii=is_ascii)}{white()}"
        for name, value in members
    )
    text = f"{white()}{{{white()}{','.join(texts)}}}{white()}"
    read = raw_object(text)
    assert tuple((name, fast_tree(value)) for name, value in read.members) == strict_tree(text)
    ends = (at + len(value) for at, (_, value) in zip(read.offsets, read.members, strict=True))
    assert all(value_end(text, at) == end for at, end in zip(read.offsets, ends, strict=True))
    assert read.text == text
