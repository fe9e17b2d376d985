"""The report of `check` as the objects that `--json` prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipefilter.application.report import FileReport, LocatedProblem, PatternReport

__all__ = ["check_json", "passed_over_json"]


def check_json(report: FileReport) -> Iterator[dict[str, object]]:
    """The objects of one file: one for each pattern, or one that says why the file cannot be read."""
    if report.unreadable:
        place = report.place.as_json() if report.place is not None else {}
        yield {"unreadable": {"file": report.file, "reason": report.unreadable, **place}}
    yield from map(_pattern_json, report.patterns)


def passed_over_json(files: Sequence[str]) -> Iterator[dict[str, object]]:
    """The last object, with the skipped files; nothing if there are none."""
    if files:
        yield {"passed_over": list(files)}


def _pattern_json(pattern: PatternReport) -> dict[str, object]:
    value: dict[str, object] = {"pattern": pattern.name}
    is_list = pattern.count is not None
    if is_list:
        value["filters"] = pattern.count
    if pattern.in_template:
        if pattern.number:
            value["filter"] = pattern.number
        value["service"] = pattern.service or None
        value["source"] = pattern.source or None
        if pattern.place is not None:
            value |= pattern.place.as_json()
    value["valid"] = pattern.valid
    if pattern.in_template and not is_list:
        value["unknown"] = list(pattern.unknown)
    value["problems"] = [_problem_json(each) for each in pattern.problems]
    value["advice"] = [_problem_json(each) for each in pattern.advice]
    answers = {
        "service_answer": pattern.service_answer,
        "service_answers": list(pattern.service_answers),
        "service_answers_recorded": pattern.answers_recorded,
        "event_kind": pattern.event_kind,
    }
    value |= {name: answer for name, answer in answers.items() if answer}
    if pattern.number and not pattern.in_template:
        value["filter"] = pattern.number
    return value


def _problem_json(located: LocatedProblem) -> dict[str, object]:
    """A problem; if it is in the text of a filter, also with its place in the file."""
    value = located.problem.as_json()
    if located.number or located.excerpt:
        value["in_file"] = {"start": located.start.as_json(), "end": located.end.as_json()}
    return value
