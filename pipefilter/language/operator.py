"""The interface of an operator: how it is read, written, evaluated, described and documented."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Self

from pipefilter.errors import ProblemKind
from pipefilter.json_text.tree import Json, Scalar
from pipefilter.language.comparable import Comparable
from pipefilter.language.operator_problems import ONLY_ONE_KEY
from pipefilter.language.prefilter import ANYTHING, Requirement
from pipefilter.override import override

if TYPE_CHECKING:
    from pipefilter.language.ip_address import AddressRange
    from pipefilter.language.parser_state import ParserState

__all__ = ["AWS_OPERATORS_PAGE", "InnerText", "Operator"]

AWS_OPERATORS_PAGE = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html"


class Operator(ABC):
    """One alternative of a field, which matches a value or does not."""

    __slots__ = ()

    keyword: ClassVar[str]
    """Its name in a pattern; "" for a plain value."""
    forms: ClassVar[tuple[str, ...]]
    """Examples of each of its forms, as elements of a pattern's list."""
    meaning: ClassVar[str]
    """Which values match, in one or two sentences, for the table in `docs/reference/language.md`."""
    traps: ClassVar[tuple[str, ...]] = ()
    """Surprising cases."""
    url: ClassVar[str] = AWS_OPERATORS_PAGE
    """AWS's documentation."""
    inside: ClassVar[frozenset[str]] = frozenset()
    """Keywords of the operators that may contain it."""
    second_member: ClassVar[ProblemKind] = ONLY_ONE_KEY
    """For a second member in the operator's object."""

    @classmethod
    @abstractmethod
    def read(cls, state: ParserState) -> Operator:
        """Read the operand: the JSON reader moves from the keyword to the operand's last token.

        Raises:
            PatternFault: AWS rejects the operand.
        """

    @abstractmethod
    def operand(self) -> Json:
        """The operand, as JSON."""

    def element(self) -> Json:
        """The operator as an element of a pattern's list."""
        return ((self.keyword, self.operand()),)

    @abstractmethod
    def holds(self, value: Comparable) -> bool:
        """Whether the operator matches a value of the event."""

    def requirement(self) -> Requirement:
        """A necessary condition of every matching value; scanners and the rule index look for it first."""
        return ANYTHING

    @property
    def numeric(self) -> bool:
        """Whether the operator makes its field compare numbers by value."""
        return False

    @property
    def excluded_operators(self) -> tuple[Operator, ...]:
        """The operators that must not match; empty except for `anything-but`."""
        return ()

    @property
    def addresses(self) -> AddressRange | None:
        """The IP addresses that the operator matches, if it compares values as addresses."""
        return None

    @property
    def weight(self) -> int:
        """How many tests of a value the operator may take."""
        return 1

    @property
    def wildcards(self) -> tuple[str, ...]:
        """The wildcards of the operator, as written in the pattern, for AWS's limit on complexity."""
        return ()

    @abstractmethod
    def words(self) -> str:
        """The condition in words, to be read after a field's name: `is "PAID"`."""

    @abstractmethod
    def boundary_values(self, filler: str) -> Iterator[Scalar]:
        """Values that the operator matches or narrowly does not, for tests; `filler` where it allows any string."""

    @override
    def __str__(self) -> str:
        return self.words()


class InnerText(Operator):
    """An operator on a string that another operator may contain: `{"anything-but": {"prefix": "x"}}`."""

    __slots__ = ()

    not_text_inside: ClassVar[ProblemKind]
    """For an operand that is not a string, inside `anything-but`."""
    checked_last: ClassVar[bool] = False
    """Whether AWS checks the strings of a list only after reading all of them."""

    @classmethod
    @abstractmethod
    def inside_anything_but(cls, state: ParserState, text: str) -> Self:
        """The operator on this string, inside `anything-but`.

        Raises:
            PatternFault: AWS rejects the string.
        """

    def starts(self, text: str) -> bool:
        """Whether the text starts with a string that the operator matches; for use inside `prefix`."""
        raise TypeError(f"{self.keyword} is not supported inside prefix, so it cannot apply to {text[:20]!r}")

    def ends(self, text: str) -> bool:
        """Whether the text ends with a string that the operator matches; for use inside `suffix`."""
        raise TypeError(f"{self.keyword} is not supported inside suffix, so it cannot apply to {text[:20]!r}")
