"""What `pipefilter verify` is asked for: questions put to AWS or to a recording, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from pipefilter.application.refused_filters import service_findings
from pipefilter.aws.events.event_pattern_call import PatternApi
from pipefilter.cli.inputs.aws_options import connection
from pipefilter.cli.inputs.files import STDIN, InputError, file_bytes, is_folder, pattern_text, shown_name
from pipefilter.cli.inputs.names import all_files, expanded, one_pattern
from pipefilter.cli.inputs.refused_filters import report_service_findings
from pipefilter.cli.inputs.verdicts import Wanted
from pipefilter.cli.terminal.exit_codes import INTERRUPTED
from pipefilter.cli.terminal.output import message
from pipefilter.cli.verify.cases import Case, event_cases, folder_cases, pattern_cases, record_cases
from pipefilter.cli.verify.filters import read_filters
from pipefilter.cli.verify.report import VerifyReport
from pipefilter.errors import UnreadableInput
from pipefilter.ready_patterns import pattern_folders
from pipefilter.verification.comparison import Backend, compare
from pipefilter.verification.envelope import CannotBeAsked
from pipefilter.verification.recorded_answers import RecordingBackend, ReplayingBackend

__all__ = ["verify"]

_SHOWN_LINES = 5
_TAKES_SEVERAL = "`verify FOLDER` takes a folder of patterns, each with the events beside it"


def verify(options: Mapping[str, Any]) -> int:
    """Ask, compare and print, and return the exit code.

    Args:
        options: of the command, by their names.

    Raises:
        InputError: a file cannot be read, or AWS cannot be asked.
        click.UsageError: the options do not go together.
    """
    _check_places(options)
    stdin = [options["pattern"], *options["events"], options["replay"]].count(STDIN)
    if stdin > 1:
        raise click.UsageError("- can be given once only: standard input is read to its end")
    folders = [] if options["events"] else expanded(options["pattern"])
    is_collection = bool(folders) and all(map(is_folder, folders))
    cases = (
        _collection(folders, options)
        if is_collection
        else _cases(one_pattern(options["pattern"], _TAKES_SEVERAL), options)
    )
    report = VerifyReport(as_json=options["as_json"], brief=is_collection, folder=options["save"] or None)
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


def _check_places(options: Mapping[str, Any]) -> None:
    """See that what is to be kept, and where, is named, and goes together."""
    for name in ("record", "replay", "save"):
        if options[name] == "" or (options[name] == STDIN and name != "replay"):
            raise click.UsageError(f"--{name} takes the name of a file, or for --save of a folder")
    if options["record"] and options["replay"]:
        raise click.UsageError("--record asks AWS and --replay does not: give one")


def _ask(case: Case, asker: Backend, report: VerifyReport) -> None:
    if case.reason:
        report.add_not_compared(case, case.reason)
        return
    try:
        found = compare(case.pattern, case.event, asker)
    except CannotBeAsked as reason:
        report.add_not_compared(case, str(reason))
        return
    report.add(case, found)


def _collection(names: Sequence[str], options: Mapping[str, Any]) -> Iterable[Case]:
    """The questions about folders of patterns."""
    if options["source"] or options["service"]:
        raise click.UsageError(
            "a folder of patterns is for events as they are: --source and --service need EVENTS"
        )
    folders = [folder for name in names for folder in pattern_folders(Path(name))]
    if not folders:
        raise click.UsageError(
            "give a pattern's file, or a folder with pattern.json, match/ and no-match/: "
            f"{options['pattern']} is not one"
        )
    return (case for one in folders for case in folder_cases(one))


def _cases(name: str, options: Mapping[str, Any]) -> Iterable[Case]:
    """The questions about the patterns in one file."""
    if not options["events"]:
        all_files([name])  # says if it is not there
        return pattern_cases(read_filters(name, options["source"], options["service"]))
    try:
        names = all_files(options["events"])
    except InputError:
        pattern_text(name)  # a template without the name of a pattern is the error then
        raise
    filters = read_filters(name, options["source"], options["service"])
    if not filters.placement.is_explicit and filters.invalid:
        return event_cases(filters, names)
    if filters.placement.is_explicit:
        wanted = Wanted(as_json=options["as_json"], brief=False, verbose=False)
        findings = service_findings(filters.criteria, filters.placement)
        report_service_findings(findings, filters.name, wanted)
    return record_cases(filters, names)


@contextmanager
def _asker(options: Mapping[str, Any]) -> Iterator[Backend]:
    """Who answers."""
    if options["replay"]:
        name = options["replay"]
        replaying = ReplayingBackend(file_bytes(name), shown_name(name))
        if replaying.left_out:
            lines = ", ".join(map(str, replaying.left_out[:_SHOWN_LINES]))
            more = " and more" if len(replaying.left_out) > _SHOWN_LINES else ""
            message(f"{shown_name(name)}: no recorded answers, and left out: line {lines}{more}")
        yield replaying
        return
    with ExitStack() as stack:
        api = stack.enter_context(PatternApi(connection(options)))
        yield stack.enter_context(RecordingBackend(api, options["record"])) if options["record"] else api
