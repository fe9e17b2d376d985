"""What the author of a valid pattern probably did not mean: one file a check."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipefilter.analysis.caseless_beyond_bmp import caseless_beyond_bmp
from pipefilter.analysis.content_after_end import content_after_end
from pipefilter.analysis.empty_affix import empty_affix
from pipefilter.analysis.leaf_and_object import leaf_and_object
from pipefilter.analysis.literal_in_quotes import literal_in_quotes
from pipefilter.analysis.number_as_written import number_as_written
from pipefilter.analysis.repeated_alternative import repeated_alternative
from pipefilter.analysis.repeated_name import repeated_name
from pipefilter.analysis.replaced_field import replaced_field
from pipefilter.analysis.star_in_plain_text import star_in_plain_text
from pipefilter.analysis.takes_everything import takes_everything
from pipefilter.analysis.too_many_fields import too_many_fields
from pipefilter.analysis.undocumented_operator import undocumented_operator
from pipefilter.analysis.wildcard_not_needed import wildcard_not_needed
from pipefilter.errors import Problem
from pipefilter.language.complexity import complexity_advice
from pipefilter.language.event_pattern import EventPattern

__all__ = ["CHECKS", "advice"]

CHECKS: tuple[Callable[[EventPattern], Iterator[Problem]], ...] = (
    complexity_advice,
    replaced_field,
    content_after_end,
    leaf_and_object,
    takes_everything,
    repeated_alternative,
    literal_in_quotes,
    star_in_plain_text,
    number_as_written,
    caseless_beyond_bmp,
    wildcard_not_needed,
    empty_affix,
    undocumented_operator,
    too_many_fields,
    repeated_name,
)
"""Every check, in the order of the codes."""


def advice(pattern: EventPattern) -> list[Problem]:
    """What the author probably did not mean, in the order of the text.

    Args:
        pattern: parsed, so that places are known.
    """
    found = [problem for check in CHECKS for problem in check(pattern)]
    return sorted(found, key=lambda problem: (problem.start.line, problem.start.column, problem.code))
