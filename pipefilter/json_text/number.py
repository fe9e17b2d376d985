"""A JSON number as it is written, and whether AWS compares it by value: `1e2` is `100`."""

from __future__ import annotations

import math
import re
from dataclasses import field

from pipefilter.dataclass import dataclass

__all__ = ["MAX_DIGITS", "Number"]

# With at most 15 significant digits and no exponent, every decimal number is what its double prints.
_SURELY_COMPARABLE = re.compile(r"-?(?:[0-9]{1,15}|(?=[0-9.]{3,16}\Z)[0-9]+\.[0-9]+)\Z")
MAX_DIGITS = 1000
_PARTS = re.compile(r"-?([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?")
_UNCOUNTED_ZERO = re.compile(r"-?0(?:\.[0-9]*\Z|[eE])")
_INT_MIN, _INT_MAX = -(2**31), 2**31 - 1


@dataclass(frozen=True, slots=True)
class Number:
    """A number and its text: `5`, `5.0` and `5e0` are different texts with one value."""

    text: str
    _comparable: float | bool | None = field(default=False, init=False, repr=False, compare=False)
    """Cached, as many alternatives may need it; False until then."""

    @property
    def comparable(self) -> float | None:
        """The double by which AWS compares the number, or None if AWS compares its text.

        A number is comparable if the shortest decimal that reads back as its double has exactly its
        value: about 15 to 17 digits, no overflow. Java prints at least two digits, which matters for
        the smallest subnormals only (`5e-324` is printed `4.9E-324`).
        https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#filtering-numeric-matching
        """
        if self._comparable is False:
            object.__setattr__(self, "_comparable", self._find_comparable())
        return self._comparable

    def _find_comparable(self) -> float | None:
        nearest = float(self.text)
        if _SURELY_COMPARABLE.match(self.text):
            return nearest
        if not math.isfinite(nearest) or self.refusal:
            return None
        shortest = repr(nearest)
        if sum(c.isdigit() for c in shortest.partition("e")[0].replace(".", "").strip("-0")) == 1:
            shortest = f"{nearest:.1e}"
        if shortest == self.text:
            return nearest
        from decimal import Decimal, InvalidOperation

        try:
            return nearest if Decimal(shortest) == Decimal(self.text) else None
        except InvalidOperation:
            return None

    @property
    def refusal(self) -> str:
        """AWS's message for an exponent that does not fit an int; "" if AWS accepts the number."""
        whole = _PARTS.fullmatch(self.text)
        exponent_text = whole[3] if whole else None
        if whole is None or exponent_text is None:
            return ""
        digits = exponent_text.lstrip("+-")
        is_long = len(digits.lstrip("0")) > 10
        if is_long or not _INT_MIN < int(exponent_text) - len(whole[2] or "") <= _INT_MAX:
            return "value exceeds limits"
        return ""

    @property
    def digits(self) -> int:
        """How many digits AWS's parser counts, the exponent's included, but not the zero of `0.5` and `0e5`."""
        return sum(c.isdigit() for c in self.text) - bool(_UNCOUNTED_ZERO.match(self.text))

    @property
    def too_long(self) -> bool:
        """Whether AWS's JSON parser rejects the number because it has more than 1,000 digits."""
        return len(self.text) > MAX_DIGITS and self.digits > MAX_DIGITS
