"""Writes the condition left to check in JSONata, into state_machine.jsonata."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from pipefilter.builder.faults import InvalidCondition
from pipefilter.builder.residual.language import ResidualLanguage
from pipefilter.builder.residual.program_parts import ProgramSyntax
from pipefilter.language.operators.prefix import Prefix
from pipefilter.override import override

if TYPE_CHECKING:
    from pipefilter.builder.conditions.condition import Condition
    from pipefilter.builder.records.attribute_value import Numbers
    from pipefilter.language.affix import Affix
    from pipefilter.language.dynamodb_record import TypeKey
    from pipefilter.language.operators.numeric import Numeric

__all__ = ["JSONATA"]

_NO_NUMBERS = (
    "JSONata cannot compare numbers as DynamoDB does: its numbers have 15 digits, DynamoDB's 38; "
    "use python or typescript instead"
)


class _Jsonata(ResidualLanguage):
    """The definition of an Express state machine, the enrichment of a pipe without a function.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html (JSONata 2.0.6) and
    https://docs.aws.amazon.com/eventbridge/latest/userguide/pipes-enrichment.html.
    """

    file = "state_machine.jsonata"
    begin, end = "  /* start of the condition */\n", "  /* end of the condition */\n"
    both, either, neither = "and", "or", "$not"
    by_value = "/* by value */"
    syntax = ProgramSyntax(
        separator=re.compile(r"\n\n+(?=  /\*)"),
        definition=re.compile(r"^  (\$\w+) := ", re.MULTILINE),
        not_code=re.compile(r'/\*[\s\S]*?\*/|"(?:\\.|[^"\\\n])*"'),
        entries=frozenset(("$wanted",)),
    )

    @override
    def code(self, condition: Condition | None, numbers: Numbers) -> str:
        """The whole definition; without a condition, nothing is checked.

        Raises:
            InvalidCondition: it needs something that JSONata cannot do.
        """
        if numbers == "value":
            raise InvalidCondition(_NO_NUMBERS)
        description = str(condition) if condition is not None else "every record that matches the filter"
        state = {
            "Type": "Pass",
            "Output": "{% " + super().code(condition, numbers).strip() + " %}",
            "End": True,
        }
        definition = {
            "Comment": "Enrichment of a pipe, as an EXPRESS state machine: keeps the DynamoDB stream records of a batch "
            f"that meet the condition, and adds modifiedAttributes to each. Condition: {description}",
            "QueryLanguage": "JSONata",
            "StartAt": "Wanted",
            "States": {"Wanted": state},
        }
        return json.dumps(definition, indent=2) + "\n"

    @override
    def value(self, value: object) -> str:
        # no `%` in a string: `%}` ends an expression
        return json.dumps(value).replace("%", "\\u0025")

    @override
    def function(self, description: str, body: str) -> str:
        return f"  /* {description.replace('%', 'percent')} */\n  $wanted := function($record) {{\n    {body}\n  }};\n"

    @override
    def event(self, names: tuple[str, ...]) -> str:
        return f"$record.eventName in {self.value(names)}"

    def call(self, function: str, place: str, *more: str) -> str:
        """A call on an attribute, whose place is given with the record."""
        return f"${function}({', '.join(['$' + place, *more])})"

    @override
    def changed(self, steps: str) -> str:
        return self.call("changed", "record", steps)

    @override
    def contains(self, place: str, element: str) -> str:
        return self.call("hasElement", place, element)

    @override
    def one_of(self, place: str, values: list[object]) -> str:
        return self.call("oneOf", place, self.value(values))

    @override
    def number(self, place: str, numeric: Numeric) -> str:
        del place, numeric
        raise InvalidCondition(_NO_NUMBERS)

    @override
    def text(self, place: str, expression: str) -> str:
        return f"$exists($filter({self.call('texts', place)}, function($text) {{ {expression} }}))"

    @override
    def exists(self, place: str) -> str:
        return f"$count({self.call('valuesAt', place)}) > 0"

    @override
    def has_type(self, place: str, type_: TypeKey) -> str:
        values = self.call("valuesAt", place)
        return f"$exists($filter({values}, function($value) {{ {self.value(type_)} in $keys($value) }}))"

    @override
    def affix(self, operator: Affix) -> str:
        name = "begins" if isinstance(operator, Prefix) else "ends"
        return self.call(name, "text", self.value(operator.operand()))

    @override
    def like(self, pieces: list[str]) -> str:
        if len(pieces) == 1:
            return f"$text = {self.value(pieces[0])}"
        first, *middle, last = pieces
        return self.call("like", "text", self.value(first), self.value(middle), self.value(last))

    @override
    def none_of(self, texts: list[str]) -> str:
        return f"$not($text in {self.value(texts)})"


JSONATA: ResidualLanguage = _Jsonata()
