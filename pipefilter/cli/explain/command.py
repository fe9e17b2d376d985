"""`pipefilter explain`: describes patterns in plain English."""

from __future__ import annotations

import click

from pipefilter.application.refused_filters import operator_doubts
from pipefilter.cli.inputs.files import InputError, pattern_text, shown_name
from pipefilter.cli.inputs.invalid_filters import print_invalid, report_event
from pipefilter.cli.inputs.names import all_files
from pipefilter.cli.inputs.parameters import parameter_option
from pipefilter.cli.inputs.refused_filters import report_remarks, report_unread_content
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL, YES
from pipefilter.cli.terminal.help_page import examples
from pipefilter.cli.terminal.output import print_json, result
from pipefilter.errors import InvalidEventPattern
from pipefilter.formats.pattern_words import words_json, words_text
from pipefilter.language.filter_criteria import filter_number

__all__ = ["command"]


@click.command(
    "explain",
    epilog=examples(
        "pipefilter explain pattern.json",
        "pipefilter explain template.yaml#OrdersPipe",
        "pipefilter explain 'rules/*.json' --json",
    ),
)
@click.argument("patterns", nargs=-1, required=True, metavar="PATTERN...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per pattern.")
@parameter_option
def command(patterns: tuple[str, ...], as_json: bool) -> int:
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
            code = max(code, _explain(name, as_json=as_json))
        except InputError as error:  # the other patterns are described all the same
            error.show()
            code = COULD_NOT_TELL
    return code


def _explain(name: str, *, as_json: bool) -> int:
    label = shown_name(name)
    text = pattern_text(name)
    try:
        criteria = text.criteria()
    except InvalidEventPattern as error:
        if as_json:
            from pipefilter.formats.invalid_json import invalid_words_json

            print_json(invalid_words_json(label, error.problems, filter_number(error)))
            report_event(text)
        else:
            print_invalid(error, text, label)
        return COULD_NOT_TELL
    report_unread_content(criteria, label)
    report_remarks(operator_doubts(criteria, text.service), label)
    if as_json:
        for words in words_json(criteria, label, text.service):
            print_json(words)
    else:
        for line in words_text(criteria, text.service):
            result(line)
        if not criteria.filters:
            result("no filters: everything matches")
    return YES
