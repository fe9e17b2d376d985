"""What filters save of a month's bill."""

from __future__ import annotations

from fractions import Fraction

from pipefilter.costs.billing.bill import Bill, rounded
from pipefilter.costs.range import Range
from pipefilter.dataclass import dataclass
from pipefilter.override import override

__all__ = ["Saving"]


@dataclass(frozen=True, slots=True)
class Saving:
    """By how many dollars a month a bill is less than that without any filter; None if a price is not known."""

    dollars: Range[Fraction] | None
    without: Bill

    @property
    def dollars_per_month(self) -> float | None:
        """The lower figure; None if a price is not known."""
        return None if self.dollars is None else rounded(self.dollars.low)

    @property
    def dollars_per_month_most(self) -> float | None:
        """The upper figure; None if a price is not known."""
        return None if self.dollars is None else rounded(self.dollars.high)

    @property
    def dollars_per_year(self) -> float | None:
        """The lower figure; None if a price is not known."""
        return None if self.dollars is None else rounded(self.dollars.low * 12)

    @property
    def share(self) -> float | None:
        """The share of the bill without any filter; None if a price is not known, or it is 0."""
        before = self.without.dollars.high if self.without.dollars is not None else None
        return None if self.dollars is None or not before else round(float(self.dollars.low / before), 6)

    def as_json(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {
            "dollars_per_month": self.dollars_per_month,
            "dollars_per_month_most": self.dollars_per_month_most,
            "dollars_per_year": self.dollars_per_year,
            "share": self.share,
        }

    @override
    def __repr__(self) -> str:
        return f"<Saving: {self.as_json()}>"
