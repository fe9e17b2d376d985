"""What a diff says about a list of filters, in the words of a reviewer."""

from __future__ import annotations

from collections.abc import Mapping

from pipefilter.application.diffing.difference import Diff, Difference, Status, Witness
from pipefilter.formats.style import Meaning, counted
from pipefilter.json_text.writer import quoted, written

__all__ = ["MEANINGS", "difference_words", "event_text", "reason_words", "summary_words", "with_placeholders"]

MEANINGS: Mapping[Status, Meaning] = {
    "unchanged": "dim",
    "equal": "yes",
    "narrower": "no",
    "wider": "hint",
    "different": "no",
    "added": "hint",
    "removed": "no",
    "not proven": "hint",
}
_WORDS: Mapping[Status, str] = {
    "unchanged": "is unchanged",
    "equal": "is written differently, and matches the same {things}",
    "narrower": "stops matching some {things}",
    "wider": "starts matching more {things}",
    "different": "stops matching some {things}, and starts matching others",
    "added": "is new",
    "removed": "is removed",
}
_DISJOINT = "matches none of the {things} that it matched before, but others"
_PARTLY = {
    (True, None): "stops matching some {things}; it is not proven whether it starts matching others",
    (False, None): "still matches the same {things}; it is not proven whether it starts matching others",
    (None, True): "starts matching more {things}; it is not proven whether it stops matching some",
    (None, False): "matches no more {things} than before; it is not proven whether it stops matching some",
    (None, None): "not proven",
}


def difference_words(difference: Difference) -> str:
    """What happens to the filters, as the predicate of a sentence."""
    if difference.status == "not proven":
        words = _PARTLY[difference.loses, difference.gains]
    elif difference.status == "different" and difference.is_disjoint:
        words = _DISJOINT
    else:
        words = _WORDS[difference.status]
    if difference.old_name and difference.status == "unchanged":
        words = "is renamed or moved, and otherwise unchanged"
    return words.format(things=_things(difference))


def reason_words(difference: Difference) -> str:
    """Why something is not proven, with its place; "" if all is."""
    if not difference.reason:
        return ""
    return f"{difference.path}: {difference.reason}" if difference.path else difference.reason


def event_text(witness: Witness) -> str:
    """The event as JSON on one line, with placeholders for values that are not known."""
    return with_placeholders(written(witness.event, compact=True), witness)


def with_placeholders(text: str, witness: Witness) -> str:
    """JSON with placeholders for values that are not known."""
    for mark, placeholder in witness.unknown:
        text = text.replace(mark, quoted(placeholder)[1:-1])
    return text


def summary_words(diff: Diff) -> str:
    """How many filters have each status."""
    counts = diff.counts()
    parts = [f"{count} {status}" for status, count in counts.items()]
    if diff.unreadable:
        parts.append(f"{counted(len(diff.unreadable), 'file')} not readable")
    if diff.not_compared:
        parts.append(f"{len(diff.not_compared)} not compared")
    return ", ".join(parts) if parts else "no filter differs"


def _things(difference: Difference) -> str:
    filters = difference.filters
    is_of_records = filters.source not in ("", "bus") or filters.service in ("pipe", "lambda")
    return "records" if is_of_records else "events"
