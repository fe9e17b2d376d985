"""Judging events for `pipefilter test`, and printing verdicts with their reasons."""

from __future__ import annotations

from dataclasses import dataclass

from pipefilter.cli.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.cli.inputs import InputError, pattern_bytes, shown_name
from pipefilter.cli.output import message, print_json, print_problem, result, styled
from pipefilter.errors import EventTooIntricate, InvalidEvent, InvalidEventPattern
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import FilterCriteria, InvalidFilter, one_pattern, parse_filters
from pipefilter.matching.compile import Matcher
from pipefilter.scanning.event_texts import EventText

__all__ = [
    "Counts",
    "Wanted",
    "judge",
    "print_with_reasons",
    "read_criteria",
    "read_pattern",
    "say_unreadable",
    "where",
]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to print."""

    as_json: bool
    quiet: bool
    brief: bool
    verbose: bool


@dataclass(slots=True)
class Counts:
    """What was found."""

    matched: int = 0
    """Or as filed, where events are filed."""
    not_matched: int = 0
    not_judged: int = 0

    def add(self, verdict: bool | None) -> None:  # noqa: FBT001 - a verdict
        """Count one more: right, wrong, or not judged."""
        if verdict is None:
            self.not_judged += 1
        elif verdict:
            self.matched += 1
        else:
            self.not_matched += 1

    @property
    def code(self) -> int:
        """The exit code."""
        if self.not_judged or not self.all:
            return COULD_NOT_TELL
        return NO if self.not_matched else YES

    @property
    def all(self) -> int:
        """How many in all."""
        return self.matched + self.not_matched + self.not_judged


def read_pattern(name: str, wanted: Wanted) -> EventPattern | None:
    """The pattern in a file; None if it is not valid or cannot be read, which is said then."""
    shown = shown_name(name)
    try:
        return one_pattern(pattern_bytes(name))
    except InvalidEventPattern as error:
        if wanted.as_json:
            problems = [problem.as_json() for problem in error.problems]
            print_json({"pattern": shown, "verdict": "invalid_pattern", "problems": problems})
        else:
            for problem in error.problems:
                print_problem(problem, shown, is_result=False)
    except InputError as error:  # other patterns of a folder may be readable
        error.show()
    return None


def read_criteria(name: str, wanted: Wanted) -> FilterCriteria | None:
    """The filters in a file; None if one is not valid or the file cannot be read, which is said then."""
    shown = shown_name(name)
    try:
        return parse_filters(pattern_bytes(name, unknown_too=True))
    except InvalidEventPattern as error:
        number = error.number if isinstance(error, InvalidFilter) else 0
        if wanted.as_json:
            problems = [problem.as_json() for problem in error.problems]
            line = {"pattern": shown, "verdict": "invalid_pattern", "problems": problems}
            print_json({**line, "filter": number} if number else line)
        else:
            for problem in error.problems:
                print_problem(problem, f"{shown} (filter {number})" if number else shown, is_result=False)
    except InputError as error:
        error.show()
    return None


def say_unreadable(name: str, reason: str, wanted: Wanted) -> None:
    """Say that a file could not be judged."""
    if wanted.as_json:
        print_json({"event": name, "verdict": "unreadable", "reason": reason})
    else:
        message(f"{name}: {reason}")


def _place(event: EventText, name: str) -> str:
    if event.alone:
        return name
    return f"{name}:{event.line}" + (f":{event.column}" if event.column > 1 else "")


def judge(matcher: Matcher, event: EventText, name: str, wanted: Wanted) -> bool | None:
    """The verdict on one event of the file `name`, printed as wanted; None if it could not be judged."""
    place = _place(event, name)
    try:
        verdict = matcher.matches(event.text)
    except InvalidEvent as error:
        problem = error.problem.moved(event.line - 1, event.column - 1)
        if wanted.as_json:
            print_json({**where(event, name), "verdict": "invalid_event", "problem": problem.as_json()})
        else:
            print_problem(problem, name, is_result=False)
        return None
    except EventTooIntricate as error:
        if wanted.as_json:
            print_json({**where(event, name), "verdict": "unreadable", "reason": str(error)})
        else:
            message(f"{place}: {error}")
        return None
    if wanted.quiet:
        return verdict
    if wanted.as_json or ((wanted.verbose or not verdict) and not wanted.brief):
        print_with_reasons(matcher.pattern, event, name, verdict=verdict, as_json=wanted.as_json)
    else:
        result(_verdict_line(place, verdict=verdict))
    return verdict


def where(event: EventText, name: str) -> dict[str, object]:
    """The place of an event, as `--json` prints it."""
    return {"event": name, "line": event.line, "column": event.column}


def _verdict_line(place: str, *, verdict: bool) -> str:
    return f"{styled('match   ', 'yes') if verdict else styled('no match', 'no')}  {place}"


def print_with_reasons(
    pattern: EventPattern, event: EventText, name: str, *, verdict: bool, as_json: bool
) -> None:
    """Print the verdict on an event, and what decided it."""
    from pipefilter.explaining.explain import explain_within_budget  # noqa: PLC0415 - not for a plain match
    from pipefilter.explaining.show import lines_of  # noqa: PLC0415 - not for a plain match

    explanation = explain_within_budget(pattern, event.text)
    if as_json:
        shown = "match" if verdict else "no_match"
        print_json(
            {
                **where(event, name),
                "verdict": shown,
                "explanation": explanation.as_json() if explanation else None,
            }
        )
        return
    result(_verdict_line(_place(event, name), verdict=verdict))
    for meant, text in lines_of(explanation):
        result(styled(text, meant))
