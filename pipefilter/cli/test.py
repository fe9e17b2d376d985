"""`pipefilter test`: do events match a pattern, and why not?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from pipefilter.cli.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.cli.inputs import STDIN, files_in, opened, pattern_bytes, shown_name
from pipefilter.cli.output import message, print_json, print_problem, result, styled
from pipefilter.cli.progress import progress
from pipefilter.errors import EventTooIntricate, InvalidEvent, InvalidEventPattern, UnreadableInput
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.parse import parse
from pipefilter.matching.compile import Matcher
from pipefilter.ready_patterns import PATTERN_FILE, PatternFolder, pattern_folders
from pipefilter.scanning.event_texts import EventText, event_texts

__all__ = ["command"]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What to print."""

    as_json: bool
    quiet: bool
    brief: bool
    verbose: bool


@dataclass(slots=True)
class _Counts:
    """What was found."""

    matched: int = 0
    not_matched: int = 0
    not_judged: int = 0

    @property
    def code(self) -> int:
        if self.not_judged or not self.all:
            return COULD_NOT_TELL
        return NO if self.not_matched else YES

    @property
    def all(self) -> int:
        return self.matched + self.not_matched + self.not_judged


@click.command("test")
@click.argument("pattern", metavar="PATTERN")
@click.argument("events", nargs=-1, metavar="EVENTS...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object an event, with the reasons.")
@click.option("-q", "--quiet", is_flag=True, help="Print no verdicts; the exit code tells.")
@click.option("-b", "--brief", is_flag=True, help="Print verdicts without reasons.")
@click.option("-v", "--verbose", is_flag=True, help="Print reasons for matches too.")
def command(  # noqa: PLR0913 - one argument an option
    pattern: str,
    events: tuple[str, ...],
    as_json: bool,  # noqa: FBT001 - options come by name
    quiet: bool,  # noqa: FBT001
    brief: bool,  # noqa: FBT001
    verbose: bool,  # noqa: FBT001
) -> int:
    """Say whether events match an event pattern, as AWS would, and why not.

    EVENTS are files, folders, or - for standard input; a file holds one event, JSON lines, concatenated
    objects, or a JSON array of events.

    Without EVENTS, PATTERN is a folder of patterns, each a folder with pattern.json, match/ and no-match/:
    then every event is tested against the pattern beside it.

    \b
    Exit code: 0 all matched (a folder of patterns: all as filed), 1 some did not,
    2 could not tell.
    """
    wanted = _Wanted(as_json, quiet, brief, verbose)
    if not events:
        return _test_folders(pattern, wanted)
    if Path(pattern).is_dir():
        raise click.UsageError(
            f"{pattern} is a folder: give one pattern's file with EVENTS, or the folder alone"
        )
    if pattern == STDIN and STDIN in events:
        raise click.UsageError("only one of PATTERN and EVENTS can be -")
    names = [name for given in events for name in files_in(given)]
    read = _pattern(pattern, wanted)
    return COULD_NOT_TELL if read is None else _test_events(read, names, wanted)


def _pattern(name: str, wanted: _Wanted) -> EventPattern | None:
    shown = shown_name(name)
    try:
        return parse(pattern_bytes(name))
    except InvalidEventPattern as error:
        if wanted.as_json:
            problems = [problem.as_json() for problem in error.problems]
            print_json({"pattern": shown, "verdict": "invalid_pattern", "problems": problems})
        else:
            for problem in error.problems:
                print_problem(problem, shown, is_result=False)
        return None


# -- one pattern, many events


def _test_events(pattern: EventPattern, names: list[str], wanted: _Wanted) -> int:
    matcher = Matcher(pattern)
    counts = _Counts()
    with progress(names) as advance:
        for name in names:
            try:
                with opened(name) as stream:
                    before = counts.all
                    for event in event_texts(stream):
                        verdict = _judge(matcher, event, shown_name(name), wanted)
                        _count(counts, verdict)
                        advance(name, event.end)
                    if counts.all == before:
                        raise UnreadableInput("there is no event in it")
            except UnreadableInput as error:
                counts.not_judged += 1
                _unreadable(shown_name(name), str(error), wanted)
    if counts.all > 1:
        message(
            f"{counts.all} events: {counts.matched} matched, {counts.not_matched} did not"
            + (f", {counts.not_judged} could not be judged" if counts.not_judged else "")
        )
    return counts.code


def _count(counts: _Counts, verdict: bool | None) -> None:  # noqa: FBT001 - a verdict
    if verdict is None:
        counts.not_judged += 1
    elif verdict:
        counts.matched += 1
    else:
        counts.not_matched += 1


def _unreadable(name: str, reason: str, wanted: _Wanted) -> None:
    if wanted.as_json:
        print_json({"event": name, "verdict": "unreadable", "reason": reason})
    else:
        message(f"{name}: {reason}")


def _place(event: EventText, name: str) -> str:
    if event.alone:
        return name
    return f"{name}:{event.line}" + (f":{event.column}" if event.column > 1 else "")


def _judge(matcher: Matcher, event: EventText, name: str, wanted: _Wanted) -> bool | None:
    place = _place(event, name)
    try:
        verdict = matcher.matches(event.text)
    except InvalidEvent as error:
        problem = error.problem.moved(event.line - 1, event.column - 1)
        if wanted.as_json:
            print_json({**_where(event, name), "verdict": "invalid_event", "problem": problem.as_json()})
        else:
            print_problem(problem, name, is_result=False)
        return None
    except EventTooIntricate as error:
        _unreadable(place, str(error), wanted)
        return None
    reasons = wanted.as_json or ((wanted.verbose or not verdict) and not wanted.brief)
    if wanted.quiet:
        return verdict
    if reasons:
        _print_with_reasons(matcher.pattern, event, name, verdict=verdict, as_json=wanted.as_json)
    else:
        result(_verdict_line(place, verdict=verdict))
    return verdict


def _where(event: EventText, name: str) -> dict[str, object]:
    return {"event": name, "line": event.line, "column": event.column}


def _verdict_line(place: str, *, verdict: bool) -> str:
    return f"{styled('match   ', 'yes') if verdict else styled('no match', 'no')}  {place}"


def _print_with_reasons(
    pattern: EventPattern, event: EventText, name: str, *, verdict: bool, as_json: bool
) -> None:
    from pipefilter.explaining.explain import explain  # noqa: PLC0415 - not for a plain match
    from pipefilter.explaining.show import lines_of  # noqa: PLC0415

    explanation = explain(pattern, event.text)
    if as_json:
        shown = "match" if verdict else "no_match"
        print_json({**_where(event, name), "verdict": shown, "explanation": explanation.as_json()})
        return
    result(_verdict_line(_place(event, name), verdict=verdict))
    for meant, text in lines_of(explanation):
        result(styled(text, meant))


# -- many patterns, each with its own events


def _test_folders(name: str, wanted: _Wanted) -> int:
    path = Path(name)
    if path.is_file() and path.name == PATTERN_FILE:
        path = path.parent
    if name == STDIN or not path.exists():
        raise click.UsageError("give EVENTS: files, folders, or - for standard input")
    folders = [one for one in pattern_folders(path) if any(one.filed())] if path.is_dir() else []
    if not folders:
        raise click.UsageError(
            f"give EVENTS, or a folder with pattern.json, match/ and no-match/: {name} has none"
        )
    counts = _Counts()
    for one in folders:
        _test_folder(one, counts, wanted)
    message(
        f"{len(folders)} patterns, {counts.all} events: {counts.matched} as filed, "
        f"{counts.not_matched} not"
        + (f", {counts.not_judged} could not be judged" if counts.not_judged else "")
    )
    return counts.code


def _test_folder(one: PatternFolder, counts: _Counts, wanted: _Wanted) -> None:
    pattern = _pattern(str(one.pattern), wanted)
    if pattern is None:
        counts.not_judged += 1
        return
    matcher = Matcher(pattern)
    found = _Counts()
    for file, must_match, event in _filed_events(one, found, wanted):
        quiet = _Wanted(as_json=False, quiet=True, brief=False, verbose=False)
        verdict = _judge(matcher, event, str(file), quiet)
        _count(found, None if verdict is None else verdict is must_match)
        if verdict is None:
            continue
        if wanted.as_json:
            print_json(
                {
                    "pattern": one.name,
                    **_where(event, str(file)),
                    "expected": "match" if must_match else "no_match",
                    "verdict": "match" if verdict else "no_match",
                    "as_filed": verdict is must_match,
                }
            )
        elif verdict is not must_match:
            result(f"{styled('wrong', 'no')}  {one.name}: filed under {_side(must_match)}")
            _print_with_reasons(pattern, event, str(file), verdict=verdict, as_json=False)
    if not wanted.as_json and not wanted.quiet and not found.not_matched and not found.not_judged:
        result(f"{styled('ok', 'yes')}     {one.name} ({found.all} events)")
    counts.matched += found.matched
    counts.not_matched += found.not_matched
    counts.not_judged += found.not_judged


def _side(must_match: bool) -> str:  # noqa: FBT001 - it is the side
    return "match/, but it does not match" if must_match else "no-match/, but it matches"


def _filed_events(
    one: PatternFolder, found: _Counts, wanted: _Wanted
) -> Iterator[tuple[Path, bool, EventText]]:
    for file, must_match in one.filed():
        try:
            with opened(str(file)) as stream:
                for event in event_texts(stream):
                    yield file, must_match, event
        except UnreadableInput as error:
            found.not_judged += 1
            _unreadable(str(file), str(error), wanted)
