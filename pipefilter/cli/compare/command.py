"""`pipefilter compare`: compares what two patterns match."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import click

from pipefilter.cli.inputs.file_name import FILE, PATTERN
from pipefilter.cli.inputs.files import refuse_repeated_stdin
from pipefilter.cli.inputs.names import one_pattern
from pipefilter.cli.inputs.parameters import parameter_option
from pipefilter.cli.inputs.placement import placement_options
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.cli.terminal.help_page import GroupedCommand, examples
from pipefilter.cli.terminal.output import is_quiet, message, print_json_text, result
from pipefilter.cli.terminal.quiet import quiet_option
from pipefilter.json_text.writer import written

if TYPE_CHECKING:
    from pipefilter.application.filters import Filters
    from pipefilter.application.pattern_comparison import PatternComparison
    from pipefilter.application.traffic_comparison import TrafficComparison
    from pipefilter.application.traffic_inputs import Sizes

__all__ = ["command"]

_CODES = {True: YES, False: NO, None: COULD_NOT_TELL}
_SEVERAL = "`compare` compares two patterns"


@click.command(
    "compare",
    epilog=examples(
        "pipefilter compare a.json b.json",
        "pipefilter compare a.json template.yaml#OrdersPipe --allow wider",
        "pipefilter compare a.json b.json --traffic traffic/",
        "pipefilter compare - pattern.json --json < a.json",
    ),
    cls=GroupedCommand,
    groups={
        "Traffic": ("--traffic", "--jobs"),
        "Records": ("--source", "--service", "--parameter"),
        "Output": ("--allow", "--json", "--quiet"),
    },
)
@click.argument("first", metavar="FIRST", type=PATTERN)
@click.argument("second", metavar="SECOND", type=PATTERN)
@click.option(
    "--allow",
    type=click.Choice(("wider", "narrower")),
    help="Also exit with code 0 if SECOND matches more than FIRST (wider: no event is lost), or less (narrower).",
)
@click.option(
    "--traffic",
    multiple=True,
    metavar="FILES",
    type=FILE,
    help="Count the events of a sample that both patterns match, only one matches, and neither matches. FILES are as for "
    "`pipefilter filter`: files, folders, globs, s3:// or -; for several, repeat the option.",
)
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Use N processes. [default: one per core]"
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@parameter_option
@quiet_option()
@placement_options(compares=True)
def command(
    first: str,
    second: str,
    traffic: tuple[str, ...],
    jobs: int | None,
    allow: Literal["wider", "narrower"] | None,
    as_json: bool,
    source: str | None,
    service: str | None,
) -> int:
    """Compare what two patterns match.

    Print whether FIRST matches the same events as SECOND, fewer, more, or different ones. Differences are shown by
    events: the shortest possible ones, as filters see them, each evaluated with both patterns. If no event is shown for
    a difference, it is proven that none exists; if that cannot be proven, the reason is printed.

    FIRST and SECOND are files with a pattern or filter criteria, patterns in templates (template.yaml#OrdersPipe), JSON
    itself, or - for standard input. Filter criteria match an event if one of their filters does. A value that a
    template leaves open, such as !Ref Stage, is equal only to itself.

    With --traffic, also print how many events of a sample only one of the patterns matches, and where the first of them
    is.

    Exit code: 0 if they match the same events (or differ only as --allow permits), 1 if they do not, 2 if that is not
    proven, or a pattern is not valid or cannot be read, or an event of --traffic has no verdict.
    """
    from pipefilter.cli.inputs.filters import read_filters

    refuse_repeated_stdin((first, second, *traffic))
    names = [one_pattern(name, _SEVERAL) for name in (first, second)]
    sides = [read_filters(name, service, source, as_json=as_json) for name in names]
    left, right = sides
    if left is None or right is None:
        return COULD_NOT_TELL
    from pipefilter.application.comparison import compare_filters

    sizes = _sizes(left, right, traffic) if traffic else []
    comparison = compare_filters(left, right)
    if not as_json:
        result(str(comparison))
    counts = _counts(left, right, sizes, comparison, jobs) if traffic else None
    if counts is not None and counts.summary.sums.read and not as_json:
        from pipefilter.formats.comparison_text import traffic_text

        for line in traffic_text(comparison, counts):
            result(line)
    if as_json:
        from pipefilter.formats.comparison_json import comparison_json

        print_json_text(written(comparison_json(comparison, counts)))
    code = _CODES[comparison.is_allowed(allow or "")]
    if code == COULD_NOT_TELL and is_quiet():
        message("\n".join((comparison.headline, *comparison.reasons)))
    return code if not traffic or (counts is not None and counts.summary.is_certain) else COULD_NOT_TELL


def _sizes(first: Filters, second: Filters, files: Sequence[str]) -> Sizes:
    from pipefilter.cli.compare.traffic import require_complete
    from pipefilter.cli.inputs.traffic import traffic_sizes

    require_complete(first)
    require_complete(second)
    return traffic_sizes(files)


def _counts(
    first: Filters, second: Filters, sizes: Sizes, comparison: PatternComparison, jobs: int | None
) -> TrafficComparison | None:
    from pipefilter.cli.compare.traffic import compare_traffic

    return compare_traffic(first, second, sizes, (comparison.first, comparison.second), jobs)
