"""`pipefilter compare`: compares what two patterns match."""

from __future__ import annotations

from typing import Literal

import click

from pipefilter.cli.inputs.files import refuse_repeated_stdin
from pipefilter.cli.inputs.filters import read_filters
from pipefilter.cli.inputs.names import one_pattern
from pipefilter.cli.inputs.parameters import parameter_option
from pipefilter.cli.inputs.placement import placement_options
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.cli.terminal.help_page import GroupedCommand, examples
from pipefilter.cli.terminal.output import is_quiet, message, print_json_text, result
from pipefilter.cli.terminal.quiet import quiet_option
from pipefilter.json_text.writer import written

__all__ = ["command"]

_CODES = {True: YES, False: NO, None: COULD_NOT_TELL}
_SEVERAL = "`compare` compares two patterns"


@click.command(
    "compare",
    epilog=examples(
        "pipefilter compare a.json b.json",
        "pipefilter compare a.json template.yaml#OrdersPipe --allow wider",
        "pipefilter compare - pattern.json --json < a.json",
    ),
    cls=GroupedCommand,
    groups={
        "Records": ("--source", "--service", "--parameter"),
        "Output": ("--allow", "--json", "--quiet"),
    },
)
@click.argument("first", metavar="FIRST")
@click.argument("second", metavar="SECOND")
@click.option(
    "--allow",
    type=click.Choice(("wider", "narrower")),
    help="Exit with 0 also if SECOND matches more than FIRST (wider), so that no event is lost, or less (narrower).",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@parameter_option
@quiet_option()
@placement_options(compares=True)
def command(
    first: str,
    second: str,
    allow: Literal["wider", "narrower"] | None,
    as_json: bool,
    source: str | None,
    service: str | None,
) -> int:
    """Compare what two patterns match.

    Print whether FIRST and SECOND match the same events, less, more, or others, with events that show it: the shortest
    that there are, as filters see them. Each event has been evaluated. What is not shown by an event is proven for all
    events; else the reason why it is not proven is printed.

    FIRST and SECOND are files with a pattern or filter criteria, patterns in templates (template.yaml#OrdersPipe), JSON
    itself, or - for standard input. Of filter criteria, one matching filter is enough. A value that a template leaves
    open, such as !Ref Stage, is equal only to itself.

    Exit code: 0 if they match the same events (or what --allow permits), 1 if they do not, 2 if that is not proven, or
    a pattern is not valid or cannot be read.
    """
    refuse_repeated_stdin((first, second))
    names = [one_pattern(name, _SEVERAL) for name in (first, second)]
    sides = [read_filters(name, service, source, as_json=as_json) for name in names]
    left, right = sides
    if left is None or right is None:
        return COULD_NOT_TELL
    from pipefilter.application.comparison import compare_filters

    comparison = compare_filters(left, right)
    if as_json:
        from pipefilter.formats.comparison_json import comparison_json

        print_json_text(written(comparison_json(comparison)))
    else:
        result(str(comparison))
    code = _CODES[comparison.is_allowed(allow or "")]
    if code == COULD_NOT_TELL and is_quiet():
        message("\n".join((comparison.headline, *comparison.reasons)))
    return code
