"""Asserts that events match a pattern, or do not; the failure explains the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipefilter.application.loading import load
from pipefilter.application.named_outcomes import EventInput, named_outcomes
from pipefilter.application.pattern_input import ARGUMENT, PatternInput
from pipefilter.errors import PipefilterError
from pipefilter.formats.assertion_text import assertion_text
from pipefilter.templates.values import NO_VALUES, Values

if TYPE_CHECKING:
    from pipefilter.application.filters import Filters

__all__ = ["assert_matches", "assert_no_match", "require_verdict"]

__unittest = True  # unittest leaves lines of such modules out of tracebacks


def assert_matches(
    pattern: PatternInput,
    event: EventInput,
    *,
    service: str = "",
    source: str = "",
    parameters: Values[str, str] = NO_VALUES,
) -> None:
    """Assert that an event, or each record in it, matches a pattern.

    Names of files are relative to the working directory.

    Args:
        pattern: whatever `pipefilter.load` reads: the name of a file, or of filters in a template, such as
            `template.yaml#OrdersPipe`; a pattern or filter criteria as JSON text or as a dict; or filters that were
            loaded, parsed or narrowed before.
        event: an event, a record, or several in any wrapper: a dict, JSON text, UTF-8 bytes, a list of these, or the
            `Path` of a file.
        service: the name of the service that runs the filters; see `pipefilter.load`.
        source: the name of the source of the records; see `pipefilter.load`.
        parameters: the values of the template's parameters; see `pipefilter.load`.

    Raises:
        AssertionError: a record does not match, there is no verdict on one, or there is no record; it says why.
        InvalidEventPattern: the pattern is not valid.
        UnreadableInput: a file cannot be read, or has no such filters.
        TemplateGap: the template leaves too much of the pattern unknown.
        Contradiction: the service does not read from the source.
    """
    __tracebackhide__ = True
    require_verdict(pattern, event, (service, source, parameters), must_match=True)


def assert_no_match(
    pattern: PatternInput,
    event: EventInput,
    *,
    service: str = "",
    source: str = "",
    parameters: Values[str, str] = NO_VALUES,
) -> None:
    """Assert that an event, or each record in it, does not match a pattern.

    The arguments are those of `assert_matches`.

    Raises:
        AssertionError: a record matches, there is no verdict on one, or there is no record; it says why.
        InvalidEventPattern: the pattern is not valid.
        UnreadableInput: a file cannot be read, or has no such filters.
        TemplateGap: the template leaves too much of the pattern unknown.
        Contradiction: the service does not read from the source.
    """
    __tracebackhide__ = True
    require_verdict(pattern, event, (service, source, parameters), must_match=False)


def require_verdict(
    pattern: PatternInput,
    event: EventInput,
    placement: tuple[str, str, Values[str, str]],
    *,
    must_match: bool,
    place: str = "",
) -> None:
    """Assert that all records in an event have a verdict.

    Args:
        placement: the service, the source, and the values of parameters.
        place: the place of the event in a file of cases, for the failure; "" for none.

    Raises:
        AssertionError: a record has not, and why.
        PipefilterError: as for `assert_matches`.
    """
    __tracebackhide__ = True
    service, source, parameters = placement
    try:
        filters = load(pattern, service=service, source=source, parameters=parameters)
        text = assertion_text(named_outcomes(filters, event), _name(filters), must_match=must_match)
    except PipefilterError as error:
        raise error.with_traceback(None) from None  # where in pipefilter it was raised is of no interest
    if text:
        raise AssertionError(f"{place}: {text}" if place else text)


def _name(filters: Filters) -> str:
    return "" if filters.name == ARGUMENT else filters.name
