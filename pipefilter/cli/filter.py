"""`pipefilter filter`: of much traffic, the events that match; grep for events."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Mapping
from contextlib import closing

import click

from pipefilter.cli.exit_codes import COULD_NOT_TELL
from pipefilter.cli.inputs import STDIN, is_folder, opened
from pipefilter.cli.output import message
from pipefilter.cli.progress import file_sizes, traffic_progress
from pipefilter.cli.verdicts import Wanted as WantedVerdicts
from pipefilter.cli.verdicts import read_pattern

__all__ = ["command"]

_WORTH_PROCESSES = 1 << 25
"""Below so many bytes, one process is done before others have begun."""
_UNPACKED = 8
"""About so many times its size is in a compressed file."""


@click.command("filter")
@click.argument("arguments", nargs=-1, metavar="PATTERN [FILES]...")
@click.option("-c", "--count", is_flag=True, help="Print only how many events are kept.")
@click.option("-v", "--invert-match", "others", is_flag=True, help="Keep the events that do not match.")
@click.option("-m", "--max", "most", type=click.IntRange(min=1), metavar="N", help="Stop after N kept events.")
@click.option(
    "--explain-misses",
    "misses",
    type=click.IntRange(min=1),
    metavar="N",
    help="Say of the first N events that do not match why not.",
)
@click.option("--strict", is_flag=True, help="Stop at the first malformed event.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object an event, and the counts at the end."
)
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Judge in N processes. [default: one a core]"
)
def command(  # noqa: PLR0913 - one argument an option
    arguments: tuple[str, ...],
    count: bool,  # noqa: FBT001 - options come by name
    others: bool,  # noqa: FBT001 - options come by name
    most: int | None,
    misses: int | None,
    strict: bool,  # noqa: FBT001 - options come by name
    as_json: bool,  # noqa: FBT001 - options come by name
    jobs: int | None,
) -> int:
    r"""Print the events of FILES that match an event pattern, as they are, byte for byte.

    FILES are files, folders, globs, s3://bucket/key or prefix (extra "s3"), or - for standard input, which
    is read if there are none and it is no terminal. Plain, gzip or zstd; JSON lines, a JSON array,
    concatenated objects, and what AWS hands out: {"Records": [...]}, Firehose output, CloudWatch Logs
    exports. An event that stands over several lines is printed on one.

    Malformed events are reported and skipped; the counts go to stderr.

    \b
    Exit code: 0 some events are kept, 1 none is, 2 the pattern is invalid, some events are
    malformed, or a file cannot be read (what could be read was judged).
    """
    if not arguments:
        raise click.UsageError("give a PATTERN, and FILES to look for events in, or - for standard input")
    pattern_name, *given = arguments
    given = given or _standard_input()
    if pattern_name == STDIN and STDIN in given:
        raise click.UsageError("only one of PATTERN and FILES can be -")
    if is_folder(pattern_name):
        raise click.UsageError(f"{pattern_name} is a folder: give one pattern's file")
    pattern = read_pattern(pattern_name, WantedVerdicts(as_json, quiet=False, brief=False, verbose=False))
    if pattern is None:
        return COULD_NOT_TELL
    names = _files(given)

    from pipefilter.cli.filter_report import MOST_FAULTS, FilterReport, Shown  # noqa: PLC0415 - after what fails
    from pipefilter.scanning.judged import Wanted  # noqa: PLC0415 - likewise
    from pipefilter.scanning.judged_traffic import judged_traffic  # noqa: PLC0415 - likewise
    from pipefilter.scanning.judging import Judging  # noqa: PLC0415 - likewise
    from pipefilter.scanning.worker_processes import WorkerDied  # noqa: PLC0415 - likewise

    report = FilterReport(pattern, Shown(as_json, count, others, most or 0, misses or 0, strict))
    wanted = Wanted(
        lines=not count and not as_json,
        events=as_json and not count,
        others=others,
        misses=misses or 0,
        faults=MOST_FAULTS,
        strict=strict,
    )
    sizes = file_sizes(names)
    pieces = judged_traffic(names, opened, Judging(pattern, wanted), jobs or _jobs(sizes))
    try:
        with closing(pieces), traffic_progress(sizes, prints=not count) as advance:
            for piece in pieces:
                advance(piece.name, piece.read, piece.judged.read)
                if not report.add(piece):
                    break
    except WorkerDied as error:
        message(f"Error: {error}")
        return COULD_NOT_TELL
    return report.end()


def _standard_input() -> list[str]:
    if sys.stdin is None or sys.stdin.isatty():
        raise click.UsageError("give FILES to look for events in, or - for standard input")
    return [STDIN]


def _files(given: list[str]) -> list[str]:
    return given


def _jobs(sizes: Mapping[str, int | None]) -> int:
    """How many processes are worth while."""
    total = 0
    for name, size in sizes.items():
        if size is None:
            # what comes from a pipe comes slowly, and is to be printed as it comes
            return 1 if name == STDIN and not _is_file(sys.stdin) else _cores()
        total += size * (_UNPACKED if name.endswith((".gz", ".zst", ".gzip", ".zstd")) else 1)
    return _cores() if total >= _WORTH_PROCESSES else 1


def _is_file(stream: object) -> bool:
    try:
        return stat.S_ISREG(os.fstat(stream.fileno()).st_mode)  # type: ignore[attr-defined]  # raises if it has none
    except (AttributeError, OSError, ValueError):
        return False


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1
