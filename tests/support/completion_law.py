"""What must be true of every completion: with it, `check` reports no new problem of the document."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from repository import ROOT, TEST_CASES

from pipefilter.application.check_settings import CheckSettings
from pipefilter.application.pattern_check import check_data
from pipefilter.editing.completion.completion import Completion
from pipefilter.editing.cursor.located_pattern import located_patterns
from pipefilter.editing.document import Document

__all__ = ["applied", "documents", "offsets_in_patterns", "problem_codes"]

SETTINGS = CheckSettings()
_LARGEST = 20_000


def documents() -> Iterator[Document]:
    """The ready-made patterns, the stacks of the examples, the templates of the corpus, and the cases of advice."""
    files = [*(ROOT / "patterns").rglob("pattern.json"), *(ROOT / "examples").rglob("*")]
    files += (TEST_CASES / "templates" / "corpus").rglob("*")
    for path in sorted(files):
        if path.suffix in (".json", ".yaml", ".yml", ".tf") and path.stat().st_size < _LARGEST:
            try:
                text = path.read_bytes().decode("utf-8")
            except UnicodeDecodeError:
                continue
            yield Document(str(path), text)
    for case in json.loads((TEST_CASES / "advice" / "aws_events.json").read_text("utf-8")):
        if "pattern" in case:
            pattern = case["pattern"]
            text = pattern if isinstance(pattern, str) else json.dumps(pattern)
            yield Document("pattern.json", text)


def offsets_in_patterns(document: Document) -> list[int]:
    """The offsets from the start to the end of each pattern in a document."""
    offsets: set[int] = set()
    text = document.text.removeprefix("\ufeff")
    shift = len(document.text) - len(text)
    for located in located_patterns(document.name, text, SETTINGS):
        places = list(located.places)
        if places:
            offsets.update(range(min(places) + shift, max(places) + shift + 1))
    return sorted(offsets)


def applied(document: Document, completion: Completion) -> Document:
    """The document with a completion, and something at each of its stops."""
    text = document.text
    return Document(document.name, text[: completion.start] + completion.example + text[completion.end :])


def problem_codes(document: Document) -> Counter[str]:
    """How often `check` reports each code in a document, without notes; "unreadable" if it cannot be read."""
    report = check_data(document.name, document.data, SETTINGS, is_named=False)
    codes = Counter(
        each.code for pattern in report.patterns for each in pattern.all_problems if each.severity != "note"
    )
    del codes["PF445"]  # that a filter adds nothing to others depends on all of them
    codes["no patterns"] = not report.patterns
    codes["unreadable"] = bool(report.unreadable)
    return codes
