"""Which native libraries the scanner should use: compares those that are installed.

`pip install pysimdjson msgspec orjson stringzilla hyperscan ahocorasick_rs` for all of them. For each kind of traffic,
the processor time as a ratio to parsing each line with pysimdjson.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any

from benchmarks.one_pattern import best_cpu_times, parse_alone, split_lines
from benchmarks.synthetic_traffic import synthetic_events, to_blocks
from benchmarks.table import NOT_INSTALLED, Figures, Sizes, Table

__all__ = ["TABLES", "figures"]

_PATHS = {
    "lots": ("properties", "STREET"),
    "records": ("dynamodb", "NewImage", "state", "S"),
}
_ABSENT = (b'"FRANKLINX"', b'"SHIPPEDX"', b'"ZZZZ', b"no such thing", b'"QQQ')
_WORK = (
    "pysimdjson: parse alone",
    "pysimdjson: parse, look up one field",
    "orjson: loads, look up one field",
    "msgspec: decode into a Struct with one field",
    "msgspec: decode all, look up one field",
    "bytes.find, 1 string",
    "bytes.find, 5 strings",
    "stringzilla, 1 string",
    "stringzilla, 5 strings",
    "hyperscan, 1 string",
    "hyperscan, 5 strings",
    "ahocorasick_rs, 5 strings",
)
TABLES = tuple(
    Table(
        f"libraries: {kind}",
        f"Libraries, {kind}",
        (kind.capitalize(), "× pysimdjson's time", "MB/s"),
        tuple((name,) for name in _WORK),
    )
    for kind in _PATHS
)
Work = dict[str, Callable[[], object]]


def _installed(name: str) -> ModuleType | None:
    try:
        return import_module(name)
    except ImportError:
        return None


def _each_line(blocks: list[bytes], work: Callable[[bytes], object]) -> None:
    for block in blocks:
        for line in split_lines(block):
            work(line)


def _look_up(load: Callable[[bytes], Any], path: tuple[str, ...], line: bytes) -> object:
    node = load(line)
    try:
        for step in path:
            node = node[step]
    except KeyError:
        return None
    return node


def _struct(msgspec: Any, path: tuple[str, ...]) -> Any:  # noqa: ANN401 - msgspec may not be installed
    """A msgspec decoder for only the path."""
    kind: Any = str
    for number, step in enumerate(reversed(path)):
        field = f"field_{number}"
        inner = msgspec.defstruct(f"Struct{number}", [(field, kind | None, None)], rename={field: step})
        kind = inner
    return msgspec.json.Decoder(kind)


def parsing(blocks: list[bytes], kind: str) -> Work:
    """Ways to get one field of each line."""
    path = _PATHS[kind]
    work: Work = {"pysimdjson: parse alone": partial(parse_alone, blocks)}
    simdjson, orjson, msgspec = _installed("simdjson"), _installed("orjson"), _installed("msgspec")
    if simdjson:
        load = simdjson.Parser().parse
        work["pysimdjson: parse, look up one field"] = partial(
            _each_line, blocks, partial(_look_up, load, path)
        )
    if orjson:
        load = orjson.loads
        work["orjson: loads, look up one field"] = partial(_each_line, blocks, partial(_look_up, load, path))
    if msgspec:
        work["msgspec: decode into a Struct with one field"] = partial(
            _each_line, blocks, _struct(msgspec, path).decode
        )
        work["msgspec: decode all, look up one field"] = partial(
            _each_line, blocks, partial(_look_up, msgspec.json.Decoder().decode, path)
        )
    return work


def searching(blocks: list[bytes]) -> Work:
    """Ways to find out that a block has none of some strings."""

    def each(find: Callable[[bytes], object]) -> Callable[[], object]:
        return lambda: [find(block) for block in blocks]

    work: Work = {
        "bytes.find, 1 string": each(lambda block: block.find(_ABSENT[0])),
        "bytes.find, 5 strings": each(lambda block: [block.find(text) for text in _ABSENT]),
    }
    stringzilla = _installed("stringzilla")
    if stringzilla:
        find = stringzilla.find
        work["stringzilla, 1 string"] = each(lambda block: find(block, _ABSENT[0]))
        work["stringzilla, 5 strings"] = each(lambda block: [find(block, text) for text in _ABSENT])
    hyperscan = _installed("hyperscan")
    if hyperscan:
        for texts in (_ABSENT[:1], _ABSENT):
            base = hyperscan.Database()
            base.compile(expressions=list(texts), ids=list(range(len(texts))), elements=len(texts))
            work[f"hyperscan, {len(texts)} string{'s' * (len(texts) > 1)}"] = each(
                lambda block, base=base: base.scan(block, match_event_handler=lambda *_: None)  # type: ignore[misc]  # bound here
            )
    ahocorasick = _installed("ahocorasick_rs")
    if ahocorasick:
        automaton = ahocorasick.BytesAhoCorasick(list(_ABSENT))
        work["ahocorasick_rs, 5 strings"] = each(automaton.find_matches_as_indexes)
    return work


def figures(sizes: Sizes) -> Iterator[Figures]:
    """The tables, measured."""
    for table, kind in zip(TABLES, _PATHS, strict=True):
        blocks = to_blocks(synthetic_events(kind, min(sizes.count, 20_000)))
        times = best_cpu_times({**parsing(blocks, kind), **searching(blocks)}, sizes.passes)
        size = sum(map(len, blocks))
        yield Figures(
            table,
            [
                (name, f"{times[name] / times[_WORK[0]]:.2f}", f"{size / times[name] / 1e6:,.0f}")
                if name in times
                else (name, NOT_INSTALLED, "-")
                for name in _WORK
            ],
        )
