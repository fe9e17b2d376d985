"""Runs `pipefilter verify`: asks AWS or a recording one question after the other, and compares the answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import groupby
from pathlib import Path

import click

from pipefilter.application.refused_filters import service_findings
from pipefilter.aws.events.event_pattern_call import PatternApi
from pipefilter.cli.inputs.aws_options import AwsOptions
from pipefilter.cli.inputs.files import (
    STDIN,
    InputError,
    file_bytes,
    is_folder,
    pattern_text,
    refuse_repeated_stdin,
    shown_name,
)
from pipefilter.cli.inputs.names import all_files, expanded, one_pattern
from pipefilter.cli.inputs.refused_filters import report_service_findings
from pipefilter.cli.terminal.exit_codes import INTERRUPTED
from pipefilter.cli.terminal.output import message
from pipefilter.cli.verify.cases import event_cases, folder_cases, pattern_cases, record_cases
from pipefilter.cli.verify.filters import read_filters
from pipefilter.cli.verify.report import VerifyReport
from pipefilter.dataclass import dataclass
from pipefilter.errors import UnreadableInput
from pipefilter.ready_patterns import pattern_folders
from pipefilter.verification.case import Case
from pipefilter.verification.comparison import Backend, compare
from pipefilter.verification.envelope import CannotBeAsked
from pipefilter.verification.recorded_answers import RecordingBackend, ReplayingBackend

__all__ = ["VerifyOptions", "verify"]

_MAX_LINES = 5
_TAKES_SEVERAL = "`verify FOLDER` accepts a folder of patterns, each with its events next to it"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyOptions(AwsOptions):
    """The options of `pipefilter verify`.

    Args:
        pattern: the name of a file, of a pattern in a template, or of a folder of patterns.
        events: the names of files; empty to test only the patterns.
        record: the file to add AWS's answers to.
        replay: the file to read answers from, instead of calling AWS.
        save: the folder for a file on each difference.
    """

    pattern: str
    events: tuple[str, ...]
    source: str | None
    service: str | None
    record: str | None
    replay: str | None
    save: str | None
    as_json: bool


def verify(options: VerifyOptions) -> int:
    """Ask, compare and print, and return the exit code.

    Raises:
        InputError: a file cannot be read, or AWS cannot be called.
        click.UsageError: the options contradict each other.
    """
    _check_files(options)
    refuse_repeated_stdin([options.pattern, *options.events, options.replay])
    folders = [] if options.events else expanded(options.pattern)
    is_collection = bool(folders) and all(map(is_folder, folders))
    cases = (
        _collection(folders, options)
        if is_collection
        else _cases(one_pattern(options.pattern, _TAKES_SEVERAL), options)
    )
    report = VerifyReport(as_json=options.as_json, brief=is_collection, folder=options.save or None)
    try:
        with _asker(options) as asker:
            for name, group in groupby(cases, key=lambda case: case.name):
                before = report.same, report.differ, report.not_compared
                for case in group:
                    _ask(case, asker, report)
                if is_collection and (report.differ, report.not_compared) == before[1:]:
                    report.same_in_folder(name, report.same - before[0])
    except KeyboardInterrupt:
        report.summary()
        message("interrupted")
        return INTERRUPTED
    except UnreadableInput as error:
        if report.same or report.differ or report.not_compared:
            report.summary()
        raise InputError(str(error)) from None
    report.summary()
    return report.code


def _check_files(options: VerifyOptions) -> None:
    """Check the names of files to write and to replay.

    Raises:
        click.UsageError: one is empty, or they contradict each other.
    """
    for name, file in (("record", options.record), ("replay", options.replay), ("save", options.save)):
        if file == "" or (file == STDIN and name != "replay"):
            raise click.UsageError(f"--{name} requires the name of a {'folder' if name == 'save' else 'file'}")
    if options.record and options.replay:
        raise click.UsageError("use either --record, which calls AWS, or --replay, which does not")


def _ask(case: Case, asker: Backend, report: VerifyReport) -> None:
    if case.reason:
        report.add_not_compared(case, case.reason)
        return
    try:
        comparison = compare(case.pattern, case.event, asker)
    except CannotBeAsked as reason:
        report.add_not_compared(case, str(reason))
        return
    report.add(case, comparison)


def _collection(names: Sequence[str], options: VerifyOptions) -> Iterable[Case]:
    """The questions about folders of patterns."""
    if options.source or options.service:
        raise click.UsageError(
            "a folder of patterns contains its own events: --source and --service require EVENTS"
        )
    folders = [folder for name in names for folder in pattern_folders(Path(name))]
    if not folders:
        raise click.UsageError(
            f"{options.pattern} is not a pattern: give a file, or a folder with pattern.json, match/ and no-match/"
        )
    return (case for folder in folders for case in folder_cases(folder))


def _cases(name: str, options: VerifyOptions) -> Iterable[Case]:
    """The questions about the patterns in one file."""
    if not options.events:
        all_files([name])  # reports a missing file
        return pattern_cases(read_filters(name, options.source, options.service))
    try:
        names = all_files(options.events)
    except InputError:
        pattern_text(name)  # reports a template without the name of a pattern
        raise
    filters = read_filters(name, options.source, options.service)
    if not filters.placement.is_explicit and filters.invalid:
        return event_cases(filters, names)
    if filters.placement.is_explicit:
        findings = service_findings(filters.criteria, filters.placement)
        report_service_findings(findings, filters.name, as_json=options.as_json)
    return record_cases(filters, names)


@contextmanager
def _asker(options: VerifyOptions) -> Iterator[Backend]:
    """The backend that answers: AWS, or a recording."""
    if options.replay:
        name = options.replay
        replaying = ReplayingBackend(file_bytes(name), shown_name(name))
        if replaying.left_out:
            lines = ", ".join(map(str, replaying.left_out[:_MAX_LINES]))
            more = " and more" if len(replaying.left_out) > _MAX_LINES else ""
            message(f"{shown_name(name)}: skipped lines that are not recorded responses: {lines}{more}")
        yield replaying
        return
    with ExitStack() as stack:
        api = stack.enter_context(PatternApi(options.connection))
        yield stack.enter_context(RecordingBackend(api, options.record)) if options.record else api
