"""Lines that are read as one document: only if each is an event by itself, and with the same verdicts."""

from __future__ import annotations

from itertools import product

import pytest

from pipefilter.json_text.reader import MAX_DEPTH
from pipefilter.language.parse import parse
from pipefilter.matching.event_text import event_tree
from pipefilter.matching.matcher import Matcher
from pipefilter.matching.reference_matcher import ReferenceMatcher
from pipefilter.scanning.events.lines import Lines

native = pytest.importorskip(
    "pipefilter.native_libraries.json_reader", reason="pysimdjson and stringzilla have no wheel here"
)

from pipefilter.scanning.fast.line_document import LineDocument, NotADocument  # noqa: E402 - needs simdjson
from pipefilter.scanning.fast.line_scanner import line_scanner  # noqa: E402 - likewise

PARTS = (
    b"{}",
    b'{"a": [{}, [{}]], "b": {}}',
    b'{"a": 1}',
    b'{"a": [{}',  # an array that the next line may close
    b"{}]}",
    b"{}, {}]}",
    b'{"a": [[{}',
    b"{}]]}",
    b'{"a": {"b": {}',  # an object that the next line may close
    b"{}}}",
    b"{}}",
    b'{"a": {}',
    b"{}, {}",  # several values in a line
    b'{}, "x", {}',
    b'{}, "\x7f", {}',
    b'{}, "\\u007f", {}',
    b'{}, "\\u007F": {}',
    b'{}, "\x7f": {}',
    b'{}, "x": {}',
    b'{"\x7f": {}}',
    b'{"a": "',  # a string that the next line may end
    b'{"}',
    b'{", "}',
    b'{"a": "\\',
    b"{},",
    b"{} ]",
    b"{}]",
    b"{} \r",
    b"{}0",
    b"[]",
    b"",
    b" {}",
    b'{"a": "\xff"}',
)
"""Lines that are events, and others that are parts of one, or more than one."""


def as_dict(line: bytes) -> object:
    """A line as simdjson reads it."""
    return native.Parser().parse(line).as_dict()


def is_plain_object(line: bytes) -> bool:
    """Whether simdjson reads a line as an object by itself, and the string between lines is not in it."""
    if not line.startswith(b"{") or b"\x7f" in line or b"\\u007" in line:
        return False
    try:
        as_dict(line)
    except ValueError:
        return False
    return True


EVENTS = frozenset(filter(is_plain_object, PARTS))


def check(lines: tuple[bytes, ...], *, ended: bool) -> None:
    """Both forms of the document are only read if each line is an event, and the array has these events."""
    data = b"\n".join(lines) + b"\n" * ended
    are_events = EVENTS.issuperset(lines)
    assert LineDocument().are_events(Lines(data), 1000) is are_events, lines
    events = LineDocument().events(Lines(data), 1000)
    if are_events:
        assert [event.as_dict() for event in events] == [as_dict(line) for line in lines]
    else:
        with pytest.raises(NotADocument):
            for _ in events:
                pass


def test_aws_accepts_the_events() -> None:
    """What simdjson reads as an object is an event for AWS's parser, too."""
    assert len(EVENTS) == 4
    for line in EVENTS:
        event_tree(line)


def test_events_are_read() -> None:
    """One to three lines, also with white space and without the last line feed."""
    for count in (1, 2, 3):
        for ended in (True, False):
            assert LineDocument().are_events(
                Lines(b"\n".join([b'{"a": [1, {}]} \r'] * count) + b"\n" * ended), 1000
            )


@pytest.mark.parametrize("ended", [True, False])
def test_parts_of_events_are_not(ended: bool) -> None:
    """All sequences of three lines, of which some make events together."""
    for lines in product(PARTS, repeat=3):
        if b"" not in lines:
            check(lines, ended=ended)


@pytest.mark.nightly
@pytest.mark.parametrize("ended", [True, False])
def test_long_sequences_of_parts_are_not(ended: bool) -> None:
    """All sequences of four lines."""
    for lines in product(PARTS, repeat=4):
        if b"" not in lines:
            check(lines, ended=ended)


def test_limits() -> None:
    """Lines near the limits of AWS's parser are read one by one."""
    for inner, is_near in (
        (b"[" * (MAX_DEPTH - 20) + b"]" * (MAX_DEPTH - 20), False),
        (b"[" * (MAX_DEPTH - 1) + b"]" * (MAX_DEPTH - 1), True),
        (b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, True),
        (b"0." + b"1" * 800, False),
        (b"0." + b"1" * 1001, True),
        (b'{"' + b"n" * 50_001 + b'": 1}', True),
    ):
        lines = Lines(b'{}\n{"a": ' + inner + b"}\n{}\n")
        assert LineDocument().are_events(lines, 100_000) is not is_near
    assert not LineDocument().are_events(Lines(b'{}\n{"a": "' + b"x" * 900 + b'"}\n'), 900)
    assert not LineDocument().are_events(Lines(b""), 1000)


MEMBERS = (
    b'"a": 5',
    b'"a": 1',
    b'"a": 1, "a": 5',
    b'"b": 5',
    b'"\\u0061": 5',
    b'"b": {"a": 5}',
    b'"b": "a"',
    b'"b": "\\"a\\""',
    b'"a": [1, 5]',
    b'"a": [1, "a", 5]',
    b'"a": [{"a": 5}]',
    b'"a": {"a": 5}',
    b'"a": "p5"',
    b'"a": "q5"',
    b'"a": null',
    b'"a": true',
    b'"a": 5.0',
    b'"a": []',
    b'"a": {"b": 5}',
    b'"a": {"b": 1, "b": 5}',
    b'"a": [{"b": 5}]',
    b'"a.b": 5',
    b'"a": {"b": 1}, "a.b": 5',
)
PATTERNS = (
    '{"a": [5]}',
    '{"a": [{"numeric": [">", 4, "<", 6]}]}',
    '{"a": [{"prefix": "p"}, 5]}',
    '{"a": [{"anything-but": [1, 4]}]}',
    '{"a": [{"exists": true}]}',
    '{"a": [{"exists": false}]}',
    '{"a": [null, true]}',
    '{"a": {"b": [5]}}',
    '{"a": {"b": [{"anything-but": 1}]}}',
    '{"a": [{"suffix": "5"}]}',
)


def check_verdicts(pattern: str, lines: tuple[bytes, ...]) -> None:
    """Compare the verdicts on a block, and on the same block again, with those of the reference matcher."""
    scanner = line_scanner(Matcher(parse(pattern)))
    assert scanner is not None
    reference = ReferenceMatcher(parse(pattern))
    truth = [number for number, line in enumerate(lines) if reference.matches(line)]
    for _ in range(2):
        scanned = scanner.scan(Lines(b"\n".join(lines)))
        assert not scanned.undecided
        assert scanned.matched == truth, (pattern, lines)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_excluded_lines_do_not_match(pattern: str) -> None:
    """A field that is as often in a block as there are lines may be twice in one, and not at all in another."""
    for members in product(MEMBERS, repeat=2):
        check_verdicts(pattern, tuple(b"{%b}" % member for member in members))


@pytest.mark.nightly
@pytest.mark.parametrize("pattern", PATTERNS)
def test_excluded_lines_of_longer_blocks_do_not_match(pattern: str) -> None:
    """The same with three lines."""
    for members in product(MEMBERS, repeat=3):
        check_verdicts(pattern, tuple(b"{%b}" % member for member in members))
