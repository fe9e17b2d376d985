"""The checks of several filters together; a pattern on its own does not need them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipefilter.analysis.criteria.covered_filter import covered_filter
from pipefilter.analysis.criteria.exclusions_of_filters import exclusions_of_filters
from pipefilter.analysis.criteria.filter_count import filter_count
from pipefilter.analysis.criteria.filters_of_scope import filters_of_scope
from pipefilter.analysis.criteria.filters_together import filters_together
from pipefilter.errors import Problem
from pipefilter.events.shape import Shape
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.services.service import Service

__all__ = ["CHECKS_OF_CRITERIA"]

CHECKS_OF_CRITERIA: tuple[Callable[[FilterCriteria, Service, Shape | None], Iterator[Problem]], ...] = (
    filter_count,
    filters_together,
    filters_of_scope,
    covered_filter,
    exclusions_of_filters,
)
"""Every check of several filters together, with the service in which they run, and the shape of its records."""
