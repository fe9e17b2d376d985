"""Evaluates the fixtures of patterns: the events in `match/` and `no-match/` beside each pattern."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import click

from pipefilter.application.event_outcomes import event_outcomes
from pipefilter.cli.inputs.event_places import place_json
from pipefilter.cli.inputs.files import (
    STDIN,
    InputError,
    is_folder,
    is_inline,
    opened,
    pattern_text,
    shown_name,
)
from pipefilter.cli.inputs.invalid_filters import report_invalid
from pipefilter.cli.inputs.names import all_files, expanded
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL
from pipefilter.cli.terminal.output import counted, is_quiet, print_json, remark, result, styled
from pipefilter.cli.test.untested_events import Untested, beside_pattern, without_pattern
from pipefilter.cli.test.verdicts import (
    OutputOptions,
    VerdictCounts,
    record_place,
    report_undecided,
    report_unreadable,
)
from pipefilter.errors import InvalidEventPattern, UnreadableInput
from pipefilter.filtering.placement import resolve_placement
from pipefilter.filtering.record_evaluator import RecordEvaluator, RecordOutcome
from pipefilter.formats.evaluation_text import evaluation_text
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.ready_patterns import PATTERN_FILE, PatternFolder, pattern_folders
from pipefilter.scanning.events.event_texts import EventText, some_events

__all__ = ["evaluate_fixtures"]


def evaluate_fixtures(name: str, output: OutputOptions) -> int:
    """Evaluate each pattern in a folder or a glob against the events beside it, and return the exit code.

    Raises:
        InputError: there is no such folder.
        click.UsageError: it has no pattern with events beside it.
    """
    if is_inline(name):
        raise click.UsageError("EVENTS is missing: name files with events, or pass an event in quotes")
    folders = [folder for each in expanded(name) for folder in _folders(each)]
    if not any(any(folder.fixtures()) for folder in folders):
        raise click.UsageError(
            f"EVENTS is missing, and {name} is not a folder with pattern.json, match/ and no-match/{_advice(name)}"
        )
    counts = VerdictCounts()
    not_tested = sum(not _evaluate_folder(folder, counts, output) for folder in folders)
    left_out = sum(_report_untested(each, output) for each in _untested(name, folders))
    remark(
        f"{counted(len(folders), 'pattern')}, {counted(counts.all, 'event')}: "
        f"{counts.matched} as expected, {counts.not_matched} unexpected"
        + (f", {counts.undecided} could not be evaluated" if counts.undecided else "")
        + (f"; {counted(not_tested, 'pattern')} could not be tested" if not_tested else "")
        + (f"; events in {counted(left_out, 'other place')} not tested" if left_out else "")
    )
    return COULD_NOT_TELL if not_tested or left_out else counts.code


def _untested(name: str, folders: list[PatternFolder]) -> Iterator[Untested]:
    """The events in the folders that no test reads."""
    for folder in folders:
        yield from beside_pattern(folder)
    for path in dict.fromkeys(map(_folder, expanded(name))):
        if path is not None:
            yield from without_pattern(path)


def _report_untested(untested: Untested, output: OutputOptions) -> bool:
    """Report events that no test reads; whether a run must not pass without them."""
    label = str(untested.path)
    if untested.is_meant_as_test:
        report_unreadable(label, untested.reason, as_json=output.as_json)
    else:
        remark(f"note: {label}: {untested.reason}")
    return untested.is_meant_as_test


def _advice(name: str) -> str:
    """How to test a folder of patterns without events beside them; "" if it is not such a folder."""
    if not is_folder(name):
        return ""
    untested = sorted(_untested(name, _folders(name)), key=lambda each: not each.is_meant_as_test)
    if untested:
        return f"; {untested[0].path}: {untested[0].reason}"
    try:
        names = all_files([name], patterns=True)
    except InputError:
        return ""
    quoted = shlex.quote(name)
    if len(names) == 1:
        return f"; to test its pattern, use pipefilter test {shlex.quote(names[0])} EVENTS"
    return f"; to test its {len(names)} patterns, use pipefilter filter --rules {quoted} EVENTS"


def _folders(name: str) -> list[PatternFolder]:
    path = _folder(name)
    return pattern_folders(path) if path is not None else []


def _folder(name: str) -> Path | None:
    """The folder of a name, which may be that of its pattern; None if it is another file."""
    path = Path(name)
    if name != STDIN and not (name and path.exists()):
        raise InputError(f"there is no file {shown_name(name)}")
    if path.is_file() and path.name == PATTERN_FILE:
        path = path.parent
    return path if is_folder(str(path)) else None


def _evaluate_folder(folder: PatternFolder, counts: VerdictCounts, output: OutputOptions) -> bool:
    """Whether the pattern could be evaluated: it is valid and has events beside it."""
    criteria = _criteria(str(folder.pattern), as_json=output.as_json)
    if criteria is None:
        return False
    evaluator = RecordEvaluator(criteria, resolve_placement(criteria))
    as_expected = VerdictCounts()
    for file, must_match, event in _expected_events(folder, as_expected, output):
        for outcome in event_outcomes(evaluator, event):
            if outcome.undecided:
                report_undecided(outcome, event, str(file), as_json=output.as_json)
            if outcome.matches is None:
                as_expected.add(None)
                continue
            as_expected.add(outcome.matches is must_match)
            if not is_quiet():
                _print(folder, file, event, outcome, output, must_match=must_match)
    if not as_expected.all:
        reason = "match/ and no-match/ contain no events"
        report_unreadable(str(folder.folder), reason, as_json=output.as_json)
        return False
    if not output.as_json and as_expected.matched == as_expected.all:
        result(f"{styled('ok', 'yes')}     {folder.name} ({counted(as_expected.all, 'event')})")
    counts.add_all(as_expected)
    return True


def _criteria(name: str, *, as_json: bool) -> FilterCriteria | None:
    """The filters in a file; None, which is reported, if one is not valid or the file cannot be read."""
    try:
        text = pattern_text(name)
    except InputError as error:
        error.show()
        return None
    try:
        return text.criteria()
    except InvalidEventPattern as error:
        report_invalid(error, text, as_json=as_json)
    return None


def _print(
    folder: PatternFolder,
    file: Path,
    event: EventText,
    outcome: RecordOutcome,
    output: OutputOptions,
    *,
    must_match: bool,
) -> None:
    is_as_expected = outcome.matches is must_match
    if output.as_json:
        print_json(
            {
                "pattern": folder.name,
                **place_json(event, str(file)),
                "expected": "match" if must_match else "no_match",
                "verdict": outcome.word,
                "as_filed": is_as_expected,
            }
        )
    elif not is_as_expected:
        difference = "match (in match/), got no match" if must_match else "no match (in no-match/), got match"
        result(f"{styled('wrong', 'no')}  {folder.name}: expected {difference}")
        if not output.brief:
            for line in evaluation_text(outcome, record_place(outcome, event, str(file)), verbose=True):
                result(line)


def _expected_events(
    folder: PatternFolder, counts: VerdictCounts, output: OutputOptions
) -> Iterator[tuple[Path, bool, EventText]]:
    """Each event beside a pattern, with its file, and whether it must match."""
    for file, must_match in folder.fixtures():
        try:
            with opened(str(file)) as stream:
                for event in some_events(stream):
                    yield file, must_match, event
        except UnreadableInput as error:
            counts.add(None)
            report_unreadable(str(file), str(error), as_json=output.as_json)
