"""Fields that have a value, or have none: `{"error": [{"exists": false}]}`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Self

from pipefilter.dataclass import dataclass
from pipefilter.errors import ProblemKind
from pipefilter.json_text.json_token import Token
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json, Scalar
from pipefilter.language.comparable import Comparable
from pipefilter.language.operator import Operator
from pipefilter.language.parser_state import ParserState
from pipefilter.language.prefilter import ANYTHING, NOTHING, Requirement
from pipefilter.override import override

__all__ = ["Exists"]

NOT_A_BOOLEAN = ProblemKind(
    "PF213",
    "exists without a boolean: it requires true or false",
    "exists match pattern must be either true or false.",
    "`exists` requires true or false, without quotes.",
    'write {{"exists": true}} or {{"exists": false}}',
)


@dataclass(frozen=True, slots=True)
class Exists(Operator):
    """A field that has a value (`true`), or has none anywhere (`false`)."""

    keyword: ClassVar[str] = "exists"
    forms: ClassVar[tuple[str, ...]] = ('{"exists": true}', '{"exists": false}')
    meaning: ClassVar[str] = (
        "`true`: the field has a value, including `null` or an empty string. `false`: it has no value anywhere in the "
        "event (or in the array element selected by a condition on a field with an alphabetically earlier name)."
    )
    traps: ClassVar[tuple[str, ...]] = (
        "Objects and arrays, empty or not, are not values. For a DynamoDB attribute, include the type: "
        "`NewImage.status.S`.",
        "Next to other alternatives in a list, `false` is one more way to match.",
    )

    present: bool

    @classmethod
    @override
    def read(cls, state: ParserState) -> Self:
        token = state.json.next()
        if token not in (Token.TRUE, Token.FALSE):
            raise state.fault(NOT_A_BOOLEAN)
        return cls(token is Token.TRUE)

    @override
    def operand(self) -> Json:
        return self.present

    @override
    def holds(self, value: Comparable) -> bool:
        """Whether the operator matches a value; the matcher evaluates absence."""
        del value  # it is the same for any value
        return self.present

    @override
    def requirement(self) -> Requirement:
        return ANYTHING if self.present else NOTHING

    @override
    def words(self) -> str:
        return "has a value" if self.present else "has no value"

    @override
    def boundary_values(self, filler: str) -> Iterator[Scalar]:
        yield from (filler, "", None, True, False, Number("0"))
