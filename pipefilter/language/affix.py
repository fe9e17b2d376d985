"""What `prefix` and `suffix` share: a string at one end of the value, compared exactly or ignoring case."""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar, Self

from pipefilter.dataclass import dataclass
from pipefilter.errors import ProblemKind
from pipefilter.json_text.json_token import Token
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.language.operator import InnerText
from pipefilter.language.operator_problems import AFFIX_NOT_TEXT, NULL_AFFIX, ONLY_ONE_KEY
from pipefilter.language.parser_state import ParserState
from pipefilter.override import override

__all__ = ["Affix"]


@dataclass(frozen=True, slots=True)
class Affix(InnerText):
    """A string at one end of the value; an operator with the string, to ignore case."""

    inside: ClassVar[frozenset[str]] = frozenset({"anything-but"})
    not_text_inside: ClassVar[ProblemKind] = AFFIX_NOT_TEXT
    not_text: ClassVar[ProblemKind]
    """For an operand that is neither a string nor an object."""
    no_name: ClassVar[ProblemKind]
    """For an operand that is an empty object."""
    unsupported: ClassVar[ProblemKind]
    """For an operator that is not allowed inside."""

    affix: str | InnerText
    _compared: str = field(init=False, repr=False, compare=False)
    """The string as AWS compares it."""

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "_compared", self._as_compared(self.affix) if isinstance(self.affix, str) else ""
        )

    def _as_compared(self, text: str) -> str:
        raise NotImplementedError

    @classmethod
    @override
    def read(cls, state: ParserState) -> Self:
        json = state.json
        token = json.next()
        if token is Token.STRING:
            return cls(json.string())
        if token is not Token.OBJECT:
            raise state.fault(cls.not_text)
        if json.next() is not Token.NAME:
            raise state.fault(cls.no_name)
        name = json.name
        with state.at(name):
            inner = state.nested_in(cls.keyword).get(name)
            if inner is None:
                raise state.fault(cls.unsupported, at="name", name=name)
            affix = inner.read(state)
        state.close(ONLY_ONE_KEY)
        assert isinstance(affix, InnerText)
        return cls(affix)

    @classmethod
    @override
    def inside_anything_but(cls, state: ParserState, text: str) -> Self:
        if not text:
            raise state.fault(NULL_AFFIX)
        return cls(text)

    @override
    def operand(self) -> Json:
        return self.affix if isinstance(self.affix, str) else self.affix.element()

    @property
    def compared(self) -> str:
        """The string as AWS compares it, with a `?` for each lone surrogate; "" if it ignores case."""
        return self._compared

    @property
    def text(self) -> str:
        """The string, regardless of how it is compared."""
        operand = self.affix if isinstance(self.affix, str) else self.affix.operand()
        assert isinstance(operand, str)
        return operand

    @property
    def text_in_words(self) -> str:
        """The string, and how it is compared."""
        return written(self.text) + ("" if isinstance(self.affix, str) else " (ignoring case)")
