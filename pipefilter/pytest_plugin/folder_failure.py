"""Why the test of a pattern or of the events beside it fails, in the words of `pipefilter test FOLDER`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from pipefilter.application.folder_evaluation import NO_EVENTS, file_outcomes, folder_evaluator
from pipefilter.application.pattern_text import read_pattern_text
from pipefilter.application.untested_events import beside_pattern
from pipefilter.errors import InvalidEventPattern, PipefilterError, UnreadableInput
from pipefilter.filtering.record_evaluator import RecordEvaluator
from pipefilter.formats.evaluation_text import undecided_text
from pipefilter.formats.expectation_text import unexpected_text
from pipefilter.formats.invalid_text import invalid_text
from pipefilter.formats.style import plain
from pipefilter.ready_patterns import EVENT_SUFFIXES, PatternFolder, files_below
from pipefilter.sources.pattern_parts import root_names

__all__ = ["event_failure", "has_misnamed_events", "pattern_failure"]

_MAX_FILES = 20
"""How many files are read to see whether they are events."""

_Label = Callable[[Path], str]
"""The name of a path in messages."""


def pattern_failure(folder: PatternFolder, label: _Label) -> str:
    """Why a pattern or some of the events beside it cannot be tested; "" if all can."""
    evaluator = _evaluator(folder, label)
    lines = [evaluator] if isinstance(evaluator, str) else []
    if not any(folder.fixtures()):
        lines.append(f"{label(folder.folder)}: {NO_EVENTS}")
    lines += [f"{label(each.path)}: {each.reason}" for each in beside_pattern(folder, with_notes=False)]
    return plain("\n".join(lines))


def has_misnamed_events(folder: PatternFolder) -> bool:
    """Whether a valid pattern has its events in a folder whose name probably means `match` or `no-match`.

    Files of other tools have such names, too: a `pattern.json` beside `matches/` may be about football.
    """
    folders = [each.path for each in beside_pattern(folder, with_notes=False) if each.path.is_dir()]
    evaluator = _evaluator(folder, str)
    if isinstance(evaluator, str):
        return False
    paths = sorted(path for each in folders for path in files_below(each))
    files = [path for path in paths if path.suffix.lower() in EVENT_SUFFIXES]
    return any(_is_event(evaluator, file) for file in files[:_MAX_FILES])


def _is_event(evaluator: RecordEvaluator, file: Path) -> bool:
    """Whether the first record in a file has a known source, or a field that the pattern tests."""
    try:
        record = next(file_outcomes(evaluator, file, must_match=True)).outcome.record
    except UnreadableInput:
        return False
    names = root_names(each.pattern for each in evaluator.criteria.filters)
    return record.source is not None or any(record.record.has(name) for name in names)


def event_failure(folder: PatternFolder, file: Path, label: _Label, *, must_match: bool) -> str:
    """Why the events in a file do not have the verdict of their folder; "" if all have."""
    evaluator = _evaluator(folder, label)
    if isinstance(evaluator, str):
        return plain(evaluator)
    return plain("\n".join(_event_lines(evaluator, folder, file, label(file), must_match=must_match)))


def _event_lines(
    evaluator: RecordEvaluator, folder: PatternFolder, file: Path, name: str, *, must_match: bool
) -> Iterator[str]:
    try:
        for expected in file_outcomes(evaluator, file, must_match=must_match):
            if expected.is_as_expected is None:
                yield undecided_text(expected.outcome, expected.event, name)
            elif not expected.is_as_expected:
                yield from unexpected_text(expected, folder.name, name)
    except UnreadableInput as error:
        yield f"{name}: {error}"


def _evaluator(folder: PatternFolder, label: _Label) -> RecordEvaluator | str:
    """Evaluates events with a pattern, or why that is not possible."""
    name = label(folder.pattern)
    try:
        pattern = replace(read_pattern_text(folder.pattern), name=name)
    except PipefilterError as error:
        return str(error).replace(str(folder.pattern), name)
    try:
        return folder_evaluator(pattern)
    except InvalidEventPattern as error:
        return "\n".join(invalid_text(error, pattern, name))
