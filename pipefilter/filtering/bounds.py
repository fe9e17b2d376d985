"""Approximations of filters that are not fully known, as a template may leave parts of them open."""

from __future__ import annotations

from pipefilter.dataclass import dataclass
from pipefilter.language.filter_criteria import FilterCriteria

__all__ = ["Bounds"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """The two approximations of filter criteria in a template.

    Args:
        under_approximation: matches only records that match for every value of the unknown part.
        over_approximation: matches everything that may match.
        unknown: the part that the template leaves open, in words.
        identified: the filters as JSON text, in which each unknown value is what identifies it in the template: in words, two
            values such as `!Select` are the same.
        has_guesses: whether the form of a value in the filters is a guess, such as a number, or a string instead of a list: then
            only the approximations explain a verdict.
    """

    under_approximation: FilterCriteria
    over_approximation: FilterCriteria
    unknown: str
    identified: str
    has_guesses: bool = False
