"""Traffic counts as bytes, to be sent from one machine to another: zlib over JSON, with long arrays as base64.

`from_bytes(to_bytes(counts))` is equal to `counts`. Nothing is pickled, so bytes from outside run no code.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from pipefilter.costs.traffic.counts import Arrivals, Signature, TrafficCounts
from pipefilter.costs.traffic.example_events import ExampleEvents
from pipefilter.errors import Place, Problem
from pipefilter.scanning.events.scan_result import Fault

__all__ = ["from_bytes", "to_bytes"]

_FORM = 6
"""Raised when the format changes, so that counts of different versions of pipefilter are not added up."""
_FAST = 1
_SUMS = (
    *("lines", "events", "untimed", "malformed", "undecided", "commas", "first_comma"),
    *("unlike", "ignoring_data", "of_services", "minute_step"),
)


class _Signatures:
    """Signatures by number, so that each is written once."""

    def __init__(self, known: Iterable[Signature] = ()) -> None:
        self.numbers = {signature: number for number, signature in enumerate(known)}

    def number(self, signature: Signature) -> int:
        return self.numbers.setdefault(signature, len(self.numbers))


def to_bytes(counts: TrafficCounts) -> bytes:
    """Counts as bytes, without relevant changes, which are not counted on a cluster."""
    assert counts.reads is None
    signatures = _Signatures()
    written = {
        "form": _FORM,
        "sums": [getattr(counts, name) for name in _SUMS],
        "span": [counts.first, counts.last],
        "sizes": _flattened(
            (signatures.number(signature), size, count)
            for (signature, size), count in counts.signatures.items()
        ),
        "minutes": _flattened(
            (minute, signatures.number(signature), count)
            for (minute, signature), count in counts.minutes.items()
        ),
        "signatures": list(signatures.numbers),
        "regions": dict(counts.regions),
        "other_sources": dict(counts.other_sources),
        "faults": [asdict(fault) for fault in counts.faults],
        "arrivals": None if counts.arrivals is None else _arrivals_json(counts.arrivals),
        "examples": None if counts.examples is None else _examples_json(counts.examples),
    }
    return zlib.compress(json.dumps(written, separators=(",", ":")).encode(), _FAST)


def from_bytes(data: bytes) -> TrafficCounts:
    """The counts that `to_bytes` has written.

    Raises:
        ValueError: they were written by another version of pipefilter.
    """
    written = json.loads(zlib.decompress(data))
    if written["form"] != _FORM:
        raise ValueError(
            "the counts are from another version of pipefilter: install the same version on all machines"
        )
    first, last = written["span"]
    signatures = [tuple(signature) for signature in written["signatures"]]
    arrivals, examples = written["arrivals"], written["examples"]
    return TrafficCounts(
        **dict(zip(_SUMS, written["sums"], strict=True)),
        signatures=Counter(
            {(signatures[signature], size): count for signature, size, count in _triples(written["sizes"])}
        ),
        minutes=Counter(
            {
                (minute, signatures[signature]): count
                for minute, signature, count in _triples(written["minutes"])
            }
        ),
        regions=Counter(written["regions"]),
        other_sources=Counter(written["other_sources"]),
        first=first,
        last=last,
        faults=[_fault(**fault) for fault in written["faults"]],
        arrivals=None if arrivals is None else _arrivals(**arrivals),
        examples=None if examples is None else _examples(examples),
    )


def _flattened(triples: Iterable[tuple[int, int, int]]) -> list[int]:
    return [number for triple in triples for number in triple]


def _triples(flat: list[int]) -> Iterable[tuple[int, int, int]]:
    return zip(flat[::3], flat[1::3], flat[2::3], strict=True)


def _fault(problem: dict[str, Any] | None, rules: list[int], **members: Any) -> Fault:  # noqa: ANN401 - as they are written
    if problem is None:
        return Fault(**members, rules=tuple(rules))
    places = {name: problem[name] and Place(**problem[name]) for name in ("start", "end", "aws_place")}
    return Fault(**members, problem=Problem(**problem | places), rules=tuple(rules))


def _arrivals_json(arrivals: Arrivals) -> dict[str, object]:
    return {
        "times": _numbers_json(arrivals.times),
        "sizes": _numbers_json(arrivals.sizes),
        "signatures": _numbers_json(arrivals.signatures),
        "known": list(arrivals.known),
    }


def _arrivals(times: str, sizes: str, signatures: str, known: list[list[int]]) -> Arrivals:
    return Arrivals(
        _numbers(times),
        _numbers(sizes),
        array("l", _numbers(signatures)),
        {tuple(signature): number for number, signature in enumerate(known)},
    )


def _numbers_json(numbers: array[int]) -> str:
    """An array with 64 bits a number, low byte first on every machine."""
    wide = array("q", numbers)
    if sys.byteorder == "big":
        wide.byteswap()
    return _base64(zlib.compress(wide, _FAST))


def _numbers(written: str) -> array[int]:
    wide = array("q")
    wide.frombytes(zlib.decompress(b64decode(written)))
    if sys.byteorder == "big":
        wide.byteswap()
    return wide


def _examples_json(examples: ExampleEvents) -> dict[str, object]:
    return {
        "most": examples.max_events,
        "most_bytes": examples.max_bytes,
        "limit": examples.hash_limit,
        "texts": [[_base64(text), count] for text, count in examples.counts.items()],
    }


def _examples(written: dict[str, Any]) -> ExampleEvents:
    examples = ExampleEvents(written["most"], written["most_bytes"], hash_limit=written["limit"])
    for text, count in written["texts"]:
        examples.add(b64decode(text), count)
    return examples


def _base64(data: bytes) -> str:
    return b64encode(data).decode()
