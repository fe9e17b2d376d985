"""What is to be generated: filters, where they run, and what they see."""

from __future__ import annotations

from dataclasses import dataclass

from pipefilter.services.service import Service
from pipefilter.sources.source import Source
from pipefilter.targets.filter_text import FilterText

__all__ = ["Deployment"]


@dataclass(frozen=True, slots=True)
class Deployment:
    """What is to be generated.

    Args:
        filters: at least one; for a rule just one.
        service: where they run.
        source: what they see records of.
        whole: a unit that can be deployed, and not the filters alone.
        name: what the names of its resources begin with, such as `Orders`; letters and digits.
        function: of a pipe, the function that enriches the records, "" for none; of an event source mapping, the
            function that is invoked.
        alpha: with constructs that are not stable yet.
    """

    filters: tuple[FilterText, ...]
    service: Service
    source: Source
    whole: bool = False
    name: str = "Filtered"
    function: str = ""
    alpha: bool = False

    @property
    def pattern(self) -> FilterText:
        """The one pattern of a rule."""
        return self.filters[0]
