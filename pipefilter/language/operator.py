"""What one operator says about itself: how it is read, printed, judged, put in words and documented."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Self

from pipefilter.errors import ProblemKind
from pipefilter.json_text.tree import Json, Scalar
from pipefilter.language.comparable import Comparable
from pipefilter.language.operator_problems import ONLY_ONE_KEY
from pipefilter.language.prefilter import ANYTHING, Requirement

if TYPE_CHECKING:
    from pipefilter.language.parser_state import ParserState

__all__ = ["AWS_OPERATORS_PAGE", "InnerText", "Operator"]

AWS_OPERATORS_PAGE = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html"


class Operator(ABC):
    """One alternative of a field: a value is right if it holds for it."""

    __slots__ = ()

    keyword: ClassVar[str]
    """As it stands in a pattern; "" for a plain value."""
    forms: ClassVar[tuple[str, ...]]
    """An element of a pattern's list in each of the operator's forms."""
    meaning: ClassVar[str]
    """What it takes, in one or two sentences, for the table in `docs/language.md`."""
    traps: ClassVar[tuple[str, ...]] = ()
    """What surprises people."""
    url: ClassVar[str] = AWS_OPERATORS_PAGE
    """Where AWS documents it."""
    inside: ClassVar[frozenset[str]] = frozenset()
    """Keywords of the operators that it may stand inside of."""
    second_member: ClassVar[ProblemKind] = ONLY_ONE_KEY
    """What AWS says of a second member in the operator's object."""

    @classmethod
    @abstractmethod
    def read(cls, state: ParserState) -> Operator:
        """Read the operand; the reader stands on the keyword, and then on the operand's last token.

        Raises:
            PatternFault: AWS refuses the operand.
        """

    @abstractmethod
    def operand(self) -> Json:
        """What stands after the keyword."""

    def element(self) -> Json:
        """The element of a pattern's list."""
        return ((self.keyword, self.operand()),)

    @abstractmethod
    def holds(self, seen: Comparable) -> bool:
        """Whether it holds for one value of the event, as the field sees it."""

    def requirement(self) -> Requirement:
        """What every value that it holds for has; the scanner and the index of rules look for that first."""
        return ANYTHING

    @property
    def numeric(self) -> bool:
        """Whether it makes its field compare numbers by value."""
        return False

    @property
    def excluded_operators(self) -> tuple[Operator, ...]:
        """The operators of which none may hold; empty if it does not exclude by operators."""
        return ()

    @property
    def weight(self) -> int:
        """How many tests of a value it makes at most."""
        return 1

    @property
    def wildcards(self) -> tuple[str, ...]:
        """The wildcard texts in it, as written in the pattern, which AWS's complexity limit counts."""
        return ()

    @abstractmethod
    def words(self) -> str:
        """What it wants, in words that go on from a field's name."""

    @abstractmethod
    def boundary_values(self, filler: str) -> Iterator[Scalar]:
        """Values for which it holds, and values that just miss it; `filler` stands where any text may."""

    def __str__(self) -> str:
        return self.words()


class InnerText(Operator):
    """An operator with a text that may stand inside another: `{"anything-but": {"prefix": "x"}}`."""

    __slots__ = ()

    not_text_inside: ClassVar[ProblemKind]
    """What AWS says if it stands inside `anything-but` and its operand is no string."""
    checked_last: ClassVar[bool] = False
    """Whether AWS looks at the texts of a list only once it has read them all."""

    @classmethod
    @abstractmethod
    def inside_anything_but(cls, state: ParserState, text: str) -> Self:
        """The operator with this text, as it may stand inside `anything-but`.

        Raises:
            PatternFault: AWS refuses the text.
        """

    def starts(self, text: str) -> bool:
        """Whether the text starts with something that it holds for; asked by what it stands inside of."""
        raise TypeError(f"{self.keyword} does not stand inside prefix, and so not at {text[:20]!r}")

    def ends(self, text: str) -> bool:
        """Whether the text ends with something that it holds for; asked by what it stands inside of."""
        raise TypeError(f"{self.keyword} does not stand inside suffix, and so not at {text[:20]!r}")
