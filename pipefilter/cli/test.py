"""`pipefilter test`: do events match a pattern, and why not?"""

from __future__ import annotations

import click

from pipefilter.cli.exit_codes import COULD_NOT_TELL
from pipefilter.cli.filed_events import test_folders
from pipefilter.cli.inputs import STDIN, InputError, all_files, is_folder, is_reference, opened, shown_name
from pipefilter.cli.output import message
from pipefilter.cli.progress import progress
from pipefilter.cli.verdicts import Counts, Wanted, judge, read_criteria, say_unreadable
from pipefilter.errors import UnreadableInput
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import FilterCriteria, parse_filters
from pipefilter.matching.compile import Matcher
from pipefilter.scanning.event_texts import some_events
from pipefilter.services import SERVICES
from pipefilter.sources import SOURCES

__all__ = ["command"]


@click.command("test")
@click.argument("pattern", metavar="PATTERN")
@click.argument("events", nargs=-1, metavar="EVENTS...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object an event, with the reasons.")
@click.option("-q", "--quiet", is_flag=True, help="Print no verdicts; the exit code tells.")
@click.option("-b", "--brief", is_flag=True, help="Print verdicts without reasons.")
@click.option("-v", "--verbose", is_flag=True, help="Print reasons for matches too.")
@click.option(
    "--source",
    type=click.Choice([source.name for source in SOURCES]),
    help="Where the records are from: unwraps and decodes them. [default: told by the record]",
)
@click.option(
    "--service",
    type=click.Choice([service.name for service in SERVICES]),
    help="Where the filters run: judges the records as this service does.",
)
def command(  # noqa: PLR0913 - one argument an option
    pattern: str,
    events: tuple[str, ...],
    as_json: bool,  # noqa: FBT001 - options come by name
    quiet: bool,  # noqa: FBT001 - options come by name
    brief: bool,  # noqa: FBT001 - options come by name
    verbose: bool,  # noqa: FBT001 - options come by name
    source: str | None,
    service: str | None,
) -> int:
    """Say whether events match an event pattern, as AWS would, and why not.

    EVENTS are files, folders, or - for standard input; a file holds one event, JSON lines, concatenated
    objects, or a JSON array of events.

    With --source or --service, or if PATTERN holds filter criteria ({"Filters": [{"Pattern": "..."}]}), EVENTS
    are records of a stream, a queue or a broker, alone or as Lambda, Pipes or the AWS CLI hand them out: each is
    taken out, decoded, and judged by all filters as the service does it.

    PATTERN can be one in a template, such as template.yaml#OrdersPipe (its second filter: #OrdersPipe/2); service
    and source are those of the resource then. Where the verdict depends on what the template does not tell, such as
    !Ref Stage, it is not judged.

    Without EVENTS, PATTERN is a folder of patterns, each a folder with pattern.json, match/ and no-match/:
    then every event is tested against the pattern beside it.

    Exit code: 0 all matched (a folder of patterns: all as filed), 1 some did not,
    2 could not tell.
    """
    wanted = Wanted(as_json, quiet, brief, verbose)
    if not events and (source or service):
        raise click.UsageError("give EVENTS: files, folders, or - for standard input")
    if not events:
        return test_folders(pattern, wanted)
    if is_folder(pattern):
        raise click.UsageError(
            f"{pattern} is a folder: give one pattern's file with EVENTS, or the folder alone"
        )
    if pattern == STDIN and STDIN in events:
        raise click.UsageError("only one of PATTERN and EVENTS can be -")
    names = all_files(events)
    criteria = read_criteria(pattern, wanted)
    if criteria is None:
        return COULD_NOT_TELL
    if is_reference(pattern):
        return _test_deployed(criteria, pattern, names, wanted, source=source, service=service)
    if source or service or not criteria.is_lone:
        return _test_records(criteria, pattern, names, wanted, source=source, service=service)
    return _test_events(criteria.filters[0].pattern, names, wanted)


def _test_records(  # noqa: PLR0913 - what the user gave
    criteria: FilterCriteria,
    pattern: str,
    names: list[str],
    wanted: Wanted,
    *,
    source: str | None,
    service: str | None,
) -> int:
    from pipefilter.cli.refused_filters import are_refused  # noqa: PLC0415 - not for plain events
    from pipefilter.cli.tested_records import settings, test_records  # noqa: PLC0415 - likewise

    given = settings(source, service, criteria)
    if are_refused(criteria, shown_name(pattern), given, wanted):
        return COULD_NOT_TELL
    return test_records(criteria, names, given, wanted, None)


def _test_deployed(  # noqa: PLR0913 - what the user gave
    criteria: FilterCriteria,
    pattern: str,
    names: list[str],
    wanted: Wanted,
    *,
    source: str | None,
    service: str | None,
) -> int:
    """Test a pattern in a template, which tells where it runs."""
    from pipefilter.cli.pattern_in_template import template_pattern  # noqa: PLC0415 - only for a template
    from pipefilter.cli.refused_filters import are_refused  # noqa: PLC0415 - not for plain events
    from pipefilter.cli.tested_records import Bounds, settings, test_records  # noqa: PLC0415 - likewise

    deployed = template_pattern(pattern)
    assert deployed is not None  # noqa: S101 - it is a reference
    bounds = None
    if deployed.unknown:
        unknown = ", ".join(deployed.unknown)
        texts = deployed.bounds()
        if texts is None:
            raise InputError(f"{pattern}: the verdict depends on {unknown}, which the template does not tell")
        bounds = Bounds(parse_filters(texts[0]), parse_filters(texts[1]), unknown)
    given = settings(source or deployed.source or None, service or deployed.service or None, criteria)
    if are_refused(criteria, pattern, given, wanted):
        return COULD_NOT_TELL
    return test_records(criteria, names, given, wanted, bounds)


def _test_events(pattern: EventPattern, names: list[str], wanted: Wanted) -> int:
    matcher = Matcher(pattern)
    counts = Counts()
    with progress(names) as advance:
        for name in names:
            try:
                with opened(name) as stream:
                    for event in some_events(stream):
                        counts.add(judge(matcher, event, shown_name(name), wanted))
                        advance(name, event.end)
            except UnreadableInput as error:
                counts.add(None)
                say_unreadable(shown_name(name), str(error), wanted)
    if counts.all > 1:
        message(
            f"{counts.all} events: {counts.matched} matched, {counts.not_matched} did not"
            + (f", {counts.not_judged} could not be judged" if counts.not_judged else "")
        )
    return counts.code
