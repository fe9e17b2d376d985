"""`pipefilter explain`: describes patterns in plain English."""

from __future__ import annotations

from collections.abc import Sequence

import click

from pipefilter.application.pattern_text import PatternText
from pipefilter.cli.inputs.file_name import PATTERN
from pipefilter.cli.inputs.files import InputError, pattern_text, shown_name
from pipefilter.cli.inputs.invalid_filters import print_invalid, report_event, report_problems
from pipefilter.cli.inputs.name_choice import service_option, source_option
from pipefilter.cli.inputs.names import all_files
from pipefilter.cli.inputs.parameters import parameter_option
from pipefilter.cli.inputs.placement import placement_of
from pipefilter.cli.inputs.refused_filters import report_remarks, report_unread_content
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL, YES
from pipefilter.cli.terminal.help_page import examples
from pipefilter.cli.terminal.output import print_json, remark, result
from pipefilter.errors import InvalidEventPattern, Problem
from pipefilter.filtering.placement import Placement
from pipefilter.language.filter_criteria import FilterCriteria, filter_number
from pipefilter.sources.sns import SNS

__all__ = ["command"]

_OPEN_SCOPE = (
    "a filter policy of SNS, of which the template does not specify whether it sees the attributes of messages or their "
    "body; use --service sns or sns-body"
)


@click.command(
    "explain",
    epilog=examples(
        "pipefilter explain pattern.json",
        "pipefilter explain template.yaml#OrdersPipe",
        "pipefilter explain pattern.json --service sns-body",
        "pipefilter explain 'rules/*.json' --json",
    ),
)
@click.argument("patterns", nargs=-1, required=True, metavar="PATTERN...", type=PATTERN)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per pattern.")
@parameter_option
@service_option("Service that runs the filters. [default: from a template or a scope]")
@source_option("Source of the records. [default: from a template]")
def command(patterns: tuple[str, ...], service: str | None, source: str | None, as_json: bool) -> int:
    """Describe patterns in plain English.

    PATTERN is a file with a pattern or filter criteria, a pattern in a template (template.yaml#OrdersPipe), a folder
    (all patterns that `pipefilter check` finds in it), JSON itself, or - for standard input. To find out why an event
    does not match, use `pipefilter test`.

    Exit code: 0, or 2 if a pattern is invalid or cannot be read.
    """
    names = all_files(patterns, patterns=True)
    code = YES
    for number, name in enumerate(names):
        if len(names) > 1 and not as_json:
            result(("\n" if number else "") + f"{shown_name(name)}:")
        try:
            code = max(code, _explain(name, service or "", source or "", as_json=as_json))
        except InputError as error:  # the other patterns are described all the same
            error.show()
            code = COULD_NOT_TELL
    return code


def _explain(name: str, service: str, source: str, *, as_json: bool) -> int:
    from pipefilter.application.refused_filters import operator_doubts, service_refusals
    from pipefilter.formats.pattern_words import words_json, words_text

    label = shown_name(name)
    text = pattern_text(name)
    try:
        criteria = text.criteria(service, source)
    except InvalidEventPattern as error:
        if as_json:
            _report_problems(error.problems, filter_number(error), label, as_json=True)
            report_event(text)
        else:
            print_invalid(error, text, label)
        return COULD_NOT_TELL
    placement = _placement(text, criteria, service, source)
    service = _service_name(text, placement, service)
    is_open = placement.source is SNS and not service  # the template leaves the scope open
    refusals = service_refusals(criteria, placement) if placement.is_explicit and not is_open else ()
    if refusals:
        number = refusals[0].number
        _report_problems(
            [each.problem for each in refusals if each.number == number], number, label, as_json=as_json
        )
        return COULD_NOT_TELL
    if is_open:
        remark(f"{label}: {_OPEN_SCOPE}")
    report_unread_content(criteria, label)
    report_remarks(operator_doubts(criteria, service), label)
    if as_json:
        for words in words_json(criteria, label, service, text.guesses, text.unknown):
            print_json(words)
    else:
        for line in words_text(criteria, service, text.guesses):
            result(line)
        if not criteria.filters:
            result("no filters: everything matches")
    return YES


def _placement(text: PatternText, criteria: FilterCriteria, service: str, source: str) -> Placement:
    """Where the filters run, as far as that is certain.

    Raises:
        click.UsageError: the options contradict each other, the template, or a scope.
    """
    return placement_of(criteria, service=service or text.service, source=source or text.source)


def _service_name(text: PatternText, placement: Placement, service: str) -> str:
    """The name of the service that runs the filters; "" if it is not known."""
    if placement.source is SNS and not text.source:
        return placement.usual_service.name  # as in every command, on attributes unless something else is known
    return service or text.service


def _report_problems(problems: Sequence[Problem], number: int, label: str, *, as_json: bool) -> None:
    if as_json:
        from pipefilter.formats.invalid_json import invalid_words_json

        print_json(invalid_words_json(label, problems, number))
    else:
        report_problems(problems, number, label, as_json=False)
