"""Checks files for `pipefilter check`, and prints the reports in one of its formats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pipefilter.application.check import check_file
from pipefilter.application.check_settings import CheckSettings
from pipefilter.application.pattern_files import PatternFile
from pipefilter.application.report import FileReport, Outcome
from pipefilter.cli.inputs.files import STDIN, input_label, is_inline
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.cli.terminal.output import error_result, is_quiet, message, print_json, remark, result
from pipefilter.errors import UnreadableInput
from pipefilter.formats.check_text import CheckTotals, check_text
from pipefilter.formats.style import problem_text
from pipefilter.single_line import single_line

__all__ = ["annotate", "check_files", "remark_codes"]

_CODES: dict[Outcome, int] = {
    "valid": YES,
    "advice": NO,
    "invalid": COULD_NOT_TELL,
    "unreadable": COULD_NOT_TELL,
    "no_patterns": YES,
}
_LOGS = ("sarif", "cdk")
"""The formats with one object for all files, at the end."""


def check_files(
    files: Iterable[PatternFile], settings: CheckSettings, print_format: str, *, skip_others: bool = False
) -> int:
    """Check the patterns in files, print the reports, and return the exit code.

    Args:
        print_format: `text`, `json`, `sarif`, `github` or `cdk`; for `cdk`, also check the templates of nested stacks.
        skip_others: whether files without any pattern are allowed.
    """
    try:
        every = files if print_format != "cdk" else _with_nested(files)
    except UnreadableInput as error:
        return _not_checked(str(error))
    return _check(every, settings, print_format, skip_others=skip_others)


def _check(
    files: Iterable[PatternFile], settings: CheckSettings, print_format: str, *, skip_others: bool
) -> int:
    totals, codes, failure = CheckTotals(), list[int](), ""
    reports = list[FileReport]()
    for file in files:
        name = file.name
        is_json = name == STDIN or is_inline(name)
        report = check_file(file, settings, label=input_label(name), is_json=is_json)
        totals.add(report)
        if print_format in _LOGS:
            reports.append(report)
        _print(report, print_format, is_strict=settings.strict)
        outcome = report.outcome(strict=settings.strict)
        if outcome != "no_patterns" or file.is_named:
            codes.append(_CODES[outcome])
    if not codes and not skip_others:
        failure = "no patterns in these files"
        message(failure)
        annotate(failure, print_format)
        codes = [COULD_NOT_TELL]
    if print_format in _LOGS:
        print_json(_log(reports, print_format, failure))
    elif totals.patterns > 1:
        remark(str(totals))
    if passed_over := totals.passed_over_in_words():
        remark(passed_over)
    if print_format == "json":
        from pipefilter.formats.check_json import passed_over_json

        for value in passed_over_json(totals.passed_over):
            print_json(value)
    return max(codes, default=YES)


def _with_nested(files: Iterable[PatternFile]) -> list[PatternFile]:
    from pipefilter.application.assembly_templates import assembly_templates

    return assembly_templates(files)


def _not_checked(reason: str) -> int:
    """Print the report for the CDK if the templates of nested stacks are not known."""
    from pipefilter.formats.cdk_report import cdk_failure

    message(f"Error: {reason}")
    print_json(cdk_failure(reason))
    return COULD_NOT_TELL


def _log(reports: Sequence[FileReport], print_format: str, failure: str) -> Mapping[str, object]:
    """The object with the reports on all files.

    Args:
        failure: why nothing was checked; "" if something was.
    """
    if print_format == "cdk":
        from pipefilter.application.violation import violations
        from pipefilter.formats.cdk_report import cdk_report

        return cdk_report(each for report in reports for each in violations(report))
    from pipefilter.application.problem_kinds import problem_kinds
    from pipefilter.formats.sarif import sarif

    problems = [each for report in reports for pattern in report.patterns for each in pattern.all_problems]
    unreadable = [report for report in reports if report.unreadable]
    return sarif(problems, problem_kinds(), unreadable=unreadable, failure=failure)


def _print(report: FileReport, print_format: str, *, is_strict: bool) -> None:
    """Print the report on one file; a log is printed at the end, for all files."""
    if report.unreadable:
        message(f"Error: {report.unreadable}")
    elif report.is_named and not report.patterns:
        remark(f"{single_line(report.file)}: no patterns")
    if print_format == "github":
        from pipefilter.formats.github import github_annotations

        for line in github_annotations(report, errors_only=is_quiet()):
            error_result(line)
    elif is_quiet():
        _print_errors(report, is_strict=is_strict)
    elif print_format == "text":
        for line in check_text(report):
            result(line)
    elif print_format == "json":
        from pipefilter.formats.check_json import check_json

        for value in check_json(report):
            print_json(value)


def remark_codes(ignored: Iterable[str]) -> None:
    """Say which codes cannot be ignored."""
    if ignored:
        from pipefilter.application.problem_kinds import always_reported

        for code in always_reported(ignored):
            remark(f"--ignore {code}: patterns that AWS rejects are always reported")


def annotate(sentence: str, print_format: str) -> None:
    """Print an annotation on no file in particular, such as on a folder without patterns; only `github` has them."""
    if print_format == "github":
        from pipefilter.formats.github import github_error

        error_result(github_error(sentence))


def _print_errors(report: FileReport, *, is_strict: bool) -> None:
    """Print the problems that set the exit code: with --quiet, nothing else is printed."""
    for pattern in report.patterns:
        for each in pattern.all_problems:
            if is_strict or each.severity != "note" or pattern.is_undecided:
                message(problem_text(each.in_file, pattern.file))
