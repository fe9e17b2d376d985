"""Which native libraries the scanner should use: `python -m benchmarks.libraries` compares those that are installed.

`pip install pysimdjson msgspec orjson stringzilla hyperscan ahocorasick_rs` for all of them. Prints, for each kind of
traffic, the processor time as a ratio to parsing each line with pysimdjson, and that time itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any

from benchmarks.one_pattern import best_cpu_times, parse_alone, split_lines
from benchmarks.synthetic_traffic import synthetic_events, to_blocks

_COUNT, _PASSES = 20_000, 5
_PATHS = {
    "lots": ("properties", "STREET"),
    "records": ("dynamodb", "NewImage", "state", "S"),
    "events": ("detail", "state"),
}
_ABSENT = (b'"FRANKLINX"', b'"SHIPPEDX"', b'"ZZZZ', b"no such thing", b'"QQQ')
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
            work[f"hyperscan, {len(texts)} strings"] = each(
                lambda block, base=base: base.scan(block, match_event_handler=lambda *_: None)  # type: ignore[misc]  # bound here
            )
    ahocorasick = _installed("ahocorasick_rs")
    if ahocorasick:
        automaton = ahocorasick.BytesAhoCorasick(list(_ABSENT))
        work["ahocorasick_rs, 5 strings"] = each(automaton.find_matches_as_indexes)
    return work


def main() -> None:
    """Print the tables."""
    for kind in _PATHS:
        blocks = to_blocks(synthetic_events(kind, _COUNT))
        times = best_cpu_times({**parsing(blocks, kind), **searching(blocks)}, _PASSES)
        print(f"\n| {kind.capitalize()} | Of parse alone | MB/s |\n|---|---|---|")
        size = sum(map(len, blocks))
        for name, seconds in times.items():
            print(
                f"| {name} | {seconds / times['pysimdjson: parse alone']:.2f} | {size / seconds / 1e6:,.0f} |"
            )


if __name__ == "__main__":
    main()
