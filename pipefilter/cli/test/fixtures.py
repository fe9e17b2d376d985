"""`pipefilter test` on a folder of patterns, each with events that it must take or leave."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import click

from pipefilter.application.event_outcomes import event_outcomes
from pipefilter.cli.inputs.files import STDIN, InputError, is_folder, opened, shown_name
from pipefilter.cli.inputs.names import all_files, expanded
from pipefilter.cli.inputs.verdicts import Counts, Wanted, read_or_report, say_unreadable, where
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL
from pipefilter.cli.terminal.output import counted, is_quiet, print_json, remark, result, styled
from pipefilter.cli.test.records import record_place, say_undecided
from pipefilter.errors import UnreadableInput
from pipefilter.filtering.placement import resolve_placement
from pipefilter.filtering.record_evaluator import RecordEvaluator, RecordOutcome
from pipefilter.formats.evaluation_text import evaluation_text
from pipefilter.ready_patterns import PATTERN_FILE, PatternFolder, pattern_folders
from pipefilter.scanning.events.event_texts import EventText, some_events

__all__ = ["evaluate_fixtures"]


def evaluate_fixtures(name: str, wanted: Wanted) -> int:
    """Test each pattern in a folder against the events filed beside it, and return the exit code.

    Args:
        name: a folder, the `pattern.json` in one, or a glob of such.
        wanted: what to print.

    Raises:
        InputError: there is no such folder.
        click.UsageError: it has no pattern with events beside it.
    """
    folders = [folder for each in expanded(name) for folder in _folders(each)]
    if not any(any(one.fixtures()) for one in folders):
        raise click.UsageError(
            "give EVENTS (files, folders, or - for standard input), or a folder with pattern.json, "
            f"match/ and no-match/: {name} is not one{_what_it_has(name)}"
        )
    counts = Counts()
    not_tested = sum(not _test_folder(one, counts, wanted) for one in folders)
    remark(
        f"{counted(len(folders), 'pattern')}, {counted(counts.all, 'event')}: "
        f"{counts.matched} as filed, {counts.not_matched} not"
        + (f", {counts.not_judged} could not be evaluated" if counts.not_judged else "")
        + (f"; {counted(not_tested, 'pattern')} could not be tested" if not_tested else "")
    )
    return COULD_NOT_TELL if not_tested else counts.code


def _what_it_has(name: str) -> str:
    """What to do with a folder of patterns without events beside them; "" if it is not one."""
    if not is_folder(name):
        return ""
    try:
        names = all_files([name], patterns=True)
    except InputError:
        return ""
    quoted = shlex.quote(name)
    if len(names) == 1:
        return f"; its pattern is {names[0]}: pipefilter test {shlex.quote(names[0])} EVENTS"
    return f", but has {len(names)} patterns: pipefilter filter --rules {quoted} EVENTS evaluates all of them"


def _folders(name: str) -> list[PatternFolder]:
    path = Path(name)
    if name != STDIN and not (name and path.exists()):
        raise InputError(f"there is no file {shown_name(name)}")
    if path.is_file() and path.name == PATTERN_FILE:
        path = path.parent
    return pattern_folders(path) if is_folder(str(path)) else []


def _test_folder(one: PatternFolder, counts: Counts, wanted: Wanted) -> bool:
    """Whether the pattern could be tested: it is valid and has events beside it."""
    criteria = read_or_report(str(one.pattern), wanted)
    if criteria is None:
        return False
    evaluator = RecordEvaluator(criteria, resolve_placement(criteria))
    found = Counts()
    for file, must_match, event in _filed_events(one, found, wanted):
        for outcome in event_outcomes(evaluator, event):
            if outcome.undecided:
                say_undecided(outcome, event, str(file), wanted)
            if outcome.matches is None:
                found.add(None)
                continue
            found.add(outcome.matches is must_match)
            if not is_quiet():
                _print(one, file, event, outcome, wanted, must_match=must_match)
    if not found.all:
        say_unreadable(str(one.folder), "there are no events in match/ and no-match/", wanted)
        return False
    if not wanted.as_json and found.matched == found.all:
        result(f"{styled('ok', 'yes')}     {one.name} ({counted(found.all, 'event')})")
    counts.matched += found.matched
    counts.not_matched += found.not_matched
    counts.not_judged += found.not_judged
    return True


def _print(  # noqa: PLR0913 - what is printed
    one: PatternFolder,
    file: Path,
    event: EventText,
    outcome: RecordOutcome,
    wanted: Wanted,
    *,
    must_match: bool,
) -> None:
    is_as_expected = outcome.matches is must_match
    if wanted.as_json:
        print_json(
            {
                "pattern": one.name,
                **where(event, str(file)),
                "expected": "match" if must_match else "no_match",
                "verdict": outcome.word,
                "as_filed": is_as_expected,
            }
        )
    elif not is_as_expected:
        side = "match/, but it does not match" if must_match else "no-match/, but it matches"
        result(f"{styled('wrong', 'no')}  {one.name}: filed under {side}")
        if not wanted.brief:
            for line in evaluation_text(outcome, record_place(outcome, event, str(file)), verbose=True):
                result(line)


def _filed_events(one: PatternFolder, found: Counts, wanted: Wanted) -> Iterator[tuple[Path, bool, EventText]]:
    for file, must_match in one.fixtures():
        try:
            with opened(str(file)) as stream:
                for event in some_events(stream):
                    yield file, must_match, event
        except UnreadableInput as error:
            found.add(None)
            say_unreadable(str(file), str(error), wanted)
