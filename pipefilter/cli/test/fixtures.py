"""Evaluates the fixtures of patterns: the events in `match/` and `no-match/` beside each pattern."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import click

from pipefilter.application.folder_evaluation import NO_EVENTS, ExpectedOutcome, file_outcomes, folder_evaluator
from pipefilter.application.untested_events import Untested, beside_pattern, without_pattern
from pipefilter.cli.inputs.files import (
    STDIN,
    InputError,
    is_folder,
    is_inline,
    pattern_text,
    shown_name,
)
from pipefilter.cli.inputs.invalid_filters import report_invalid
from pipefilter.cli.inputs.names import all_files, expanded
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL
from pipefilter.cli.terminal.output import counted, is_quiet, print_json, remark, result, styled
from pipefilter.cli.test.verdicts import (
    OutputOptions,
    VerdictCounts,
    report_undecided,
    report_unreadable,
)
from pipefilter.errors import InvalidEventPattern, UnreadableInput
from pipefilter.filtering.record_evaluator import RecordEvaluator
from pipefilter.formats.event_place import place_json
from pipefilter.formats.expectation_text import unexpected_text
from pipefilter.ready_patterns import PATTERN_FILE, PatternFolder, pattern_folders

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
    evaluator = _evaluator(str(folder.pattern), as_json=output.as_json)
    if evaluator is None:
        return False
    as_expected = VerdictCounts()
    for expected in _expected_outcomes(folder, evaluator, as_expected, output):
        as_expected.add(expected.is_as_expected)
        if expected.outcome.undecided:
            report_undecided(expected.outcome, expected.event, str(expected.file), as_json=output.as_json)
        if expected.is_as_expected is not None and not is_quiet():
            _print(folder, expected, output)
    if not as_expected.all:
        report_unreadable(str(folder.folder), NO_EVENTS, as_json=output.as_json)
        return False
    if not output.as_json and as_expected.matched == as_expected.all:
        result(f"{styled('ok', 'yes')}     {folder.name} ({counted(as_expected.all, 'event')})")
    counts.add_all(as_expected)
    return True


def _evaluator(name: str, *, as_json: bool) -> RecordEvaluator | None:
    """Evaluates with the filters in a file; None, which is reported, if one is not valid or the file cannot be read."""
    try:
        text = pattern_text(name)
    except InputError as error:
        error.show()
        return None
    try:
        return folder_evaluator(text)
    except InvalidEventPattern as error:
        report_invalid(error, text, as_json=as_json)
    return None


def _print(folder: PatternFolder, expected: ExpectedOutcome, output: OutputOptions) -> None:
    if output.as_json:
        print_json(
            {
                "pattern": folder.name,
                **place_json(expected.event, str(expected.file)),
                "expected": "match" if expected.must_match else "no_match",
                "verdict": expected.outcome.word,
                "as_filed": expected.is_as_expected,
            }
        )
    elif not expected.is_as_expected:
        for line in unexpected_text(expected, folder.name, str(expected.file), brief=output.brief):
            result(line)


def _expected_outcomes(
    folder: PatternFolder, evaluator: RecordEvaluator, counts: VerdictCounts, output: OutputOptions
) -> Iterator[ExpectedOutcome]:
    """The outcomes for the events beside a pattern; a file that cannot be read is reported and counted."""
    for file, must_match in folder.fixtures():
        try:
            yield from file_outcomes(evaluator, file, must_match=must_match)
        except UnreadableInput as error:
            counts.add(None)
            report_unreadable(str(file), str(error), as_json=output.as_json)
