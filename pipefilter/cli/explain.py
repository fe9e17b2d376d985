"""`pipefilter explain`: a pattern in plain words."""

from __future__ import annotations

import click

from pipefilter.cli.exit_codes import COULD_NOT_TELL, YES
from pipefilter.cli.help_page import examples
from pipefilter.cli.inputs import pattern_bytes, shown_name
from pipefilter.cli.named_files import all_files
from pipefilter.cli.output import print_json, print_problem, result
from pipefilter.errors import InvalidEventPattern
from pipefilter.explaining.words import alternatives_in_words, pattern_in_words
from pipefilter.language.branches import branch_count, every_field
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import InvalidFilter, parse_filters

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
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a pattern.")
def command(patterns: tuple[str, ...], as_json: bool) -> int:  # noqa: FBT001 - options come by name
    """Put event patterns in plain words.

    PATTERN is a file with a pattern or filter criteria, a pattern in a template (template.yaml#OrdersPipe), a
    folder (the patterns in it that `pipefilter check` looks at), JSON itself, or - for standard input. To learn why an
    event does not match, use `pipefilter test`.

    Exit code: 0, or 2 if a pattern is not valid or cannot be read.
    """
    names = all_files(patterns, patterns=True)
    code = YES
    for number, name in enumerate(names):
        if len(names) > 1 and not as_json:
            result(("\n" if number else "") + f"{shown_name(name)}:")
        code = max(code, _explain(name, as_json=as_json))
    return code


def _explain(name: str, *, as_json: bool) -> int:
    shown = shown_name(name)
    data = pattern_bytes(name, unknown_too=True)
    try:
        criteria = parse_filters(data)
    except InvalidEventPattern as error:
        number = error.number if isinstance(error, InvalidFilter) else 0
        if as_json:
            problems = [problem.as_json() for problem in error.problems]
            line = {"pattern": shown, "valid": False, "problems": problems}
            print_json({**line, "filter": number} if number else line)
        else:
            for problem in error.problems:
                print_problem(problem, f"{shown} (filter {number})" if number else shown, is_result=False)
        from pipefilter.cli.swapped_arguments import report_event  # noqa: PLC0415 - only for an error

        report_event(name, data)
        return COULD_NOT_TELL
    for each in criteria.filters:
        words = pattern_in_words(each.pattern)
        if as_json:
            line = _as_json(each.pattern, shown, words)
            print_json(line if criteria.is_lone else {**line, "filter": each.number})
            continue
        if not criteria.is_lone:
            result(f"filter {each.number}{f' ({each.scope})' if each.scope else ''}:")
        result(words)
    if not criteria.filters and not as_json:
        result("no filters: everything goes through")
    return YES


def _as_json(pattern: EventPattern, shown: str, words: str) -> dict[str, object]:
    fields = [
        {"path": field.path, "pointer": field.pointer, "wanted": alternatives_in_words(field.alternatives)}
        for field in every_field(pattern.members)
    ]
    return {
        "pattern": shown,
        "valid": True,
        "words": words.split("\n"),
        "fields": fields,
        "branches": branch_count(pattern.members),
    }
