"""The report of `check` as text for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pipefilter.application.report import OVER_BUDGET, FileReport, PatternReport
from pipefilter.errors import Problem, Severity
from pipefilter.formats.style import counted, problem_text, styled
from pipefilter.override import override
from pipefilter.single_line import single_line

__all__ = ["CheckTotals", "check_text", "counts_in_words", "problem_label", "verdict_in_words", "with_counts"]

_MAX_NAMES = 5
"""The number of skipped files that are listed; the rest are counted."""
_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


def check_text(report: FileReport) -> Iterator[str]:
    """The lines on the patterns of one file."""
    for pattern in report.patterns:
        # an event used as a pattern is invalid at each of its values: the first place is enough
        for each in pattern.all_problems[:1] if pattern.event_kind else pattern.all_problems:
            yield problem_text(each.in_file, pattern.file)
        if verdict := _verdict(pattern):
            yield verdict


def problem_label(pattern: PatternReport) -> str:
    """The text to which the places of problems refer: the file, or a filter in the file."""
    if pattern.in_template or not pattern.number:
        return single_line(pattern.file)
    return f"{single_line(pattern.file)} (filter {pattern.number})"


def _verdict(pattern: PatternReport) -> str:
    """The last line on a pattern; "" if its problems say it all."""
    advice = [each.problem for each in pattern.advice]
    if pattern.count is not None:
        return _list_verdict(pattern, advice)
    if pattern.in_template:
        label = f"{pattern.name}/{pattern.number}" if pattern.number else pattern.name
        return f"{single_line(label)}: {_template_verdict(pattern, advice)}"
    if pattern.valid is False and pattern.event_kind:
        return f"{problem_label(pattern)}: {styled('not a pattern', 'no')}: it contains {pattern.event_kind}"
    if pattern.valid is False:
        answer = pattern.service_answer
        return f"   AWS responds only with: {answer}" if answer else ""
    if pattern.is_undecided:
        return f"{problem_label(pattern)}: {styled('could not tell', 'hint')}{with_counts(advice)}"
    return f"{problem_label(pattern)}: {verdict_in_words(advice)}"


def _list_verdict(pattern: PatternReport, advice: Sequence[Problem]) -> str:
    name = single_line(pattern.name)
    if pattern.in_template:
        return f"{name}: {pattern.count} filters{with_counts(advice)}"
    if not pattern.count:
        return f"{name}: no filters: everything matches"
    return f"{name}: {counted(pattern.count, 'filter')}{with_counts(advice)}" if advice else ""


def _template_verdict(pattern: PatternReport, advice: Sequence[Problem]) -> str:
    unknown = single_line(", ".join(pattern.unknown))
    if pattern.is_undecided:
        return f"{styled('could not tell', 'hint')}{with_counts(advice)}"
    if pattern.valid is None:
        there = f": the template contains {unknown} instead" if unknown else ""
        if pattern.unknown == OVER_BUDGET:
            there = f": it contains {unknown}"
        return f"{styled('not known', 'hint')}{there}{with_counts(advice)}"
    if not pattern.valid:
        return f"{styled('not valid', 'no')}{with_counts(advice)}"
    return verdict_in_words(advice, f", for any value of {unknown}" if unknown else "")


def counts_in_words(problems: Sequence[Problem]) -> str:
    """How many errors, warnings and notes there are; "" if there are none."""
    counts = Counter(problem.severity for problem in problems)
    return ", ".join(counted(counts[severity], severity) for severity in _SEVERITIES if counts[severity])


def verdict_in_words(advice: Sequence[Problem], rest: str = "") -> str:
    """Whether a pattern is valid, or how many errors it has: AWS accepts patterns with errors that only our checks detect."""
    if any(problem.severity == "error" for problem in advice):
        return f"{counts_in_words(advice)}{rest}"
    return f"{styled('valid', 'yes')}{rest}{with_counts(advice)}"


def with_counts(advice: Sequence[Problem]) -> str:
    """How many errors, warnings and notes there are, as the end of a line; "" if there are none."""
    counts = counts_in_words(advice)
    return f", with {counts}" if counts else ""


class CheckTotals:
    """The totals of all files, for the last line."""

    def __init__(self) -> None:
        self.patterns = 0
        self._with_problems = 0
        self._problems: list[Problem] = []
        self.passed_over: list[str] = []

    def add(self, report: FileReport) -> None:
        """Add a file."""
        if report.is_passed_over:
            self.passed_over.append(report.file)
        for pattern in report.patterns:
            problems = [each.problem for each in pattern.all_problems]
            self._problems += problems
            if pattern.count is None:
                self.patterns += 1
                self._with_problems += bool(problems)

    @override
    def __str__(self) -> str:
        if not self._problems:
            return f"{counted(self.patterns, 'pattern')} checked"
        several = f"{self._with_problems} of " if self._with_problems else ""
        return f"{counts_in_words(self._problems)} in {several}{counted(self.patterns, 'pattern')}"

    def passed_over_in_words(self) -> str:
        """Which files were skipped, JSON files first; "" if there are none."""
        files = sorted(self.passed_over, key=lambda file: not file.lower().endswith(".json"))
        if not files:
            return ""
        more = f" and {len(files) - _MAX_NAMES} more" if len(files) > _MAX_NAMES else ""
        return f"skipped {counted(len(files), 'file')} without patterns: {', '.join(map(single_line, files[:_MAX_NAMES]))}{more}"
