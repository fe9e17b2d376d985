"""Patterns read and checked for `pipefilter check`, and what is found in them printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from pipefilter.analysis.findings import findings
from pipefilter.cli.check_settings import CheckSettings, Totals, verdict_in_words, with_counts
from pipefilter.cli.checked_templates import CheckedTemplate, check_template
from pipefilter.cli.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.cli.filter_places import FilterPlaces
from pipefilter.cli.inputs import InputError, file_bytes, shown_name
from pipefilter.cli.output import counted, message, print_json, print_problem, remark, result
from pipefilter.cli.sarif import Located, sarif
from pipefilter.cli.template_inputs import FileToCheck, has_patterns, read_template, referred
from pipefilter.errors import InvalidEventPattern, Problem
from pipefilter.json_text.place import offset_of
from pipefilter.language.filter_criteria import InvalidFilter, valid_filters
from pipefilter.ready_patterns import PATTERN_FILE

__all__ = ["check_all"]


def check_all(files: Iterable[FileToCheck], given: CheckSettings, *, skip_others: bool = False) -> int:
    """Check the patterns in files, print what is found, and return the exit code.

    Args:
        files: that may have patterns.
        given: what to look for, and how to print it.
        skip_others: whether it is no error if there is no pattern at all.
    """
    checked = _Checked(given)
    codes = [code for one in files if (code := checked.check_or_say(one)) is not None]
    if not codes and not skip_others:
        message("there are no patterns in these files")
        codes = [COULD_NOT_TELL]
    if given.as_sarif:
        from pipefilter.cli.problem_kinds import problem_kinds  # noqa: PLC0415 - only for SARIF

        print_json(sarif(checked.found, problem_kinds()))
    elif checked.totals.patterns > 1:
        others = f"; {counted(checked.others, 'other file')} without any" if checked.others else ""
        remark(f"{checked.totals}{others}")
    return max(codes, default=YES)


class _Checked:
    """What was found so far."""

    def __init__(self, given: CheckSettings) -> None:
        self._given = given
        self.found: list[Located] = []
        self.totals = Totals()
        self.others = 0

    def check_or_say(self, file: FileToCheck) -> int | None:
        """The same as `check`; a file that cannot be read is said to be so, and the others are still checked."""
        try:
            return self.check(file)
        except InputError as error:
            message(f"Error: {error.message}")
            return COULD_NOT_TELL

    def check(self, file: FileToCheck) -> int | None:
        """Check one file, and return its exit code; None if it lies in a folder and has no patterns."""
        shown = shown_name(file.name)
        if (referred_to := referred(file.name)) is not None:
            template, resource, number = referred_to
            path = file.name.rpartition("#")[0]
            return self._add(check_template(path, template, (resource, number), self._given, self.totals))
        data = file_bytes(file.name)
        read = read_template(file.name, data, is_given=file.is_given)
        if read is not None and (read.found if file.is_given else has_patterns(read)):
            return self._add(check_template(shown, read, None, self._given, self.totals))
        if read is not None or (not file.is_given and not _is_pattern(file.name, data)):
            return self._without(shown, is_given=file.is_given)
        return self._plain(shown, data)

    def _add(self, checked: CheckedTemplate) -> int:
        self.found += checked.found
        return checked.code

    def _without(self, shown: str, *, is_given: bool) -> int | None:
        self.others += 1
        if is_given:
            remark(f"{shown}: there are no patterns in it")
            return YES
        return None

    def _plain(self, shown: str, data: bytes) -> int:
        """A pattern or filter criteria in JSON."""
        try:
            criteria, faults = valid_filters(data)
        except InvalidEventPattern as error:
            self._invalid(shown, error)
            return COULD_NOT_TELL
        for fault in faults:
            self._invalid(shown, fault, criteria.text)
        given = self._given
        found = findings(criteria, service=given.service, source=given.source, emulators=given.emulators)
        if faults:  # what is said of the list as a whole would be of a part of it
            found = [one for one in found if one.number]
        wanted = [one for one in found if given.wants(one.problem)]
        if not criteria.is_lone and not faults:
            self._criteria(shown, len(criteria.filters), [one.problem for one in wanted if not one.number])
        for one in criteria.filters:
            number = 0 if criteria.is_lone else one.number
            problems = [found.problem for found in wanted if found.number == number]
            self.totals.add(problems)
            self._locate(shown, problems, number, criteria.text, one.span[0])
            self._filter(shown, problems, number=number)
        serious = [one for one in wanted if given.strict or one.problem.severity != "note"]
        return COULD_NOT_TELL if faults else NO if serious else YES

    def _locate(self, shown: str, problems: Sequence[Problem], number: int, text: str, at: int) -> None:
        """Note problems with their places in the file; those of a filter are in its own text.

        Args:
            shown: what the file is called.
            problems: with places in the pattern's text.
            number: of the filter; 0 for a lone pattern.
            text: of the file.
            at: where the filter begins in it.
        """
        places = FilterPlaces(text, at) if number and problems and self._given.as_sarif else None
        self.found += [
            Located(shown, problem, number, places.span(problem) if places else None) for problem in problems
        ]

    def _invalid(self, shown: str, error: InvalidEventPattern, text: str = "") -> None:
        number = error.number if isinstance(error, InvalidFilter) else 0
        at = offset_of(text, error.start) if isinstance(error, InvalidFilter) and error.start else 0
        self.totals.add(error.problems)
        self._locate(shown, error.problems, number, text, at)
        if self._given.as_json:
            problems = [problem.as_json() for problem in error.problems]
            line: dict[str, object] = {"pattern": shown, "valid": False, "problems": problems, "advice": []}
            if answer := self._answer():
                line["service_answer"] = answer
            print_json({**line, "filter": number} if number else line)
        elif not self._given.as_sarif:
            for problem in error.problems:
                print_problem(problem, _label(shown, number), is_result=True)
            if answer := self._answer():
                result(f"   AWS says no more there than: {answer}")

    def _answer(self) -> str:
        """What the service says of any filter that is not valid; "" if it says what is wrong, or that is not known."""
        service = self._given.service
        return "" if service is None or "{message}" in service.refusal else service.refusal

    def _criteria(self, shown: str, count: int, found: list[Problem]) -> None:
        """What is found in the list as a whole."""
        self.totals.add_to_list(found)
        self.found += [Located(shown, problem) for problem in found]
        if self._given.as_json:
            pieces = [problem.as_json() for problem in found]
            print_json({"pattern": shown, "filters": count, "valid": True, "problems": [], "advice": pieces})
        elif not self._given.as_sarif:
            for problem in found:
                print_problem(problem, shown, is_result=True)
            if not count:
                result(f"{shown}: no filters: everything goes through")
            elif found:
                result(f"{shown}: {counted(count, 'filter')}{with_counts(found)}")

    def _filter(self, shown: str, found: list[Problem], *, number: int) -> None:
        if self._given.as_json:
            pieces = [problem.as_json() for problem in found]
            line: dict[str, object] = {"pattern": shown, "valid": True, "problems": [], "advice": pieces}
            print_json({**line, "filter": number} if number else line)
        elif not self._given.as_sarif:
            for problem in found:
                print_problem(problem, _label(shown, number), is_result=True)
            result(f"{_label(shown, number)}: {verdict_in_words(found)}")


def _is_pattern(name: str, data: bytes) -> bool:
    """Whether a JSON file among templates is a pattern or filter criteria, and nothing else."""
    if not name.endswith(".json"):
        return False
    try:
        valid_filters(data)
    except InvalidEventPattern:
        return Path(name).name == PATTERN_FILE
    return True


def _label(shown: str, number: int) -> str:
    return f"{shown} (filter {number})" if number else shown
