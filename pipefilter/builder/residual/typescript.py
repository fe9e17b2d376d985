"""Writes the condition left to check in TypeScript, into typescript_handler.ts."""

from __future__ import annotations

import json
import re

from pipefilter.builder.residual.language import ResidualLanguage
from pipefilter.builder.residual.program_parts import ProgramSyntax
from pipefilter.language.affix import Affix
from pipefilter.language.dynamodb_record import TypeKey
from pipefilter.language.operators.numeric import Numeric
from pipefilter.language.operators.prefix import Prefix
from pipefilter.override import override

__all__ = ["TYPESCRIPT"]


class _TypeScript(ResidualLanguage):
    """A file with a `handler` that depends only on Node."""

    file = "typescript_handler.ts"
    begin, end = "// start of the condition\n", "// end of the condition\n"
    both, either, neither = "&&", "||", "!"
    by_value = " // by value"
    syntax = ProgramSyntax(
        separator=re.compile(r"\n\n+(?=\S)"),
        definition=re.compile(r"^(?:export )?(?:async )?(?:function|interface|type|const) (\w+)", re.MULTILINE),
        not_code=re.compile(r'/\*[\s\S]*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"'),
        entries=frozenset(("handler", "wanted")),
    )

    @override
    def value(self, value: object) -> str:
        return json.dumps(value)

    @override
    def function(self, description: str, body: str) -> str:
        return f"/** {description}. */\nexport function wanted(record: StreamRecord): boolean {{\n  return {body};\n}}\n"

    @override
    def event(self, names: tuple[str, ...]) -> str:
        return f"{json.dumps(names)}.includes(record.eventName)"

    @override
    def one_of(self, place: str, values: list[object]) -> str:
        return f"oneOf({place}, {json.dumps(values)})"

    @override
    def number(self, place: str, numeric: Numeric) -> str:
        compared = [
            f"comparedTo({json.dumps(bound.text)}) {'===' if operator == '=' else operator} 0"
            for operator, bound in numeric.terms
        ]
        return f"someNumber({place}, (comparedTo) => {' && '.join(compared)})"

    @override
    def text(self, place: str, expression: str) -> str:
        return f"texts({place}).some((text) => {expression})"

    @override
    def exists(self, place: str) -> str:
        return f"valuesAt({place}).length > 0"

    @override
    def has_type(self, place: str, type_: TypeKey) -> str:
        return f"valuesAt({place}).some((value) => value.{type_} !== undefined)"

    @override
    def affix(self, operator: Affix) -> str:
        name = "startsWith" if isinstance(operator, Prefix) else "endsWith"
        return f"text.{name}({json.dumps(operator.operand())})"

    @override
    def none_of(self, texts: list[str]) -> str:
        return f"!{json.dumps(texts)}.includes(text)"


TYPESCRIPT: ResidualLanguage = _TypeScript()
