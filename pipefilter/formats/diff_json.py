"""The report of `pipefilter diff` as the objects that `--json` prints."""

from __future__ import annotations

import json

from pipefilter.application.diffing.difference import Diff, Difference, Witness
from pipefilter.formats.difference_words import with_placeholders
from pipefilter.json_text.writer import quoted, written

__all__ = ["difference_json", "unreadable_json"]


def difference_json(difference: Difference) -> str:
    """The object of one list of filters, as JSON on one line; numbers are as the patterns have them."""
    filters = difference.filters
    place = filters.place
    sides = [side for side in (difference.old, difference.new) if side is not None]
    unknown = dict.fromkeys(name for side in sides for name in side.unknown.values())
    doubt = {"field": difference.path or None, "reason": difference.reason}
    members: dict[str, object] = {
        "name": difference.name,
        "old_name": difference.old_name or None,
        "file": filters.file,
        "resource": filters.resource or None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "service": filters.service or None,
        "source": filters.source or None,
        "status": difference.status.replace(" ", "_"),
        "loses": difference.loses,
        "gains": difference.gains,
        "unknown": list(unknown),
        "not_proven": [doubt] if difference.reason else [],
        "note": difference.note or None,
        "problems": [
            {**problem.in_file.as_json(), "file": problem.file} for side in sides for problem in side.problems
        ],
    }
    texts = {name: json.dumps(value, ensure_ascii=False) for name, value in members.items()}
    texts |= {"stops_matching": _witness(difference.stops), "starts_matching": _witness(difference.starts)}
    return "{" + ", ".join(f"{quoted(name)}: {text}" for name, text in texts.items()) + "}"


def unreadable_json(diff: Diff) -> list[dict[str, object]]:
    """The objects of what cannot be read."""
    return [{"name": None, "unreadable": sentence} for sentence in diff.gaps]


def _witness(witness: Witness | None) -> str:
    """An event and its record, as `compare` has them."""
    if witness is None:
        return "null"
    return with_placeholders(
        written((("event", witness.event), ("record", witness.record), ("scope", witness.scope or None))),
        witness,
    )
