"""Writes the condition left to check in Python, into python_handler.py."""

from __future__ import annotations

import re

from pipefilter.builder.residual.language import ResidualLanguage
from pipefilter.builder.residual.program_parts import ProgramSyntax
from pipefilter.language.affix import Affix
from pipefilter.language.dynamodb_record import TypeKey
from pipefilter.language.operators.numeric import Numeric
from pipefilter.language.operators.prefix import Prefix
from pipefilter.override import override

__all__ = ["PYTHON"]


class _Python(ResidualLanguage):
    """A file with a `handler` that depends only on Python."""

    file = "python_handler.py"
    begin, end = "# start of the condition\n", "# end of the condition\n"
    both, either, neither = "and", "or", "not "
    by_value = "  # by value"
    syntax = ProgramSyntax(
        separator=re.compile(r"\n\n+(?=\S)|\n(?=import |from )"),
        definition=re.compile(
            r"^def (\w+)|^([A-Z_]+) = |^(?:from (?!__future__)[\w.]+ )?import (\w+)$", re.MULTILINE
        ),
        not_code=re.compile(r'"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|#[^\n]*'),
        entries=frozenset(("handler", "wanted")),
    )

    @override
    def value(self, value: object) -> str:
        return repr(value)

    @override
    def function(self, description: str, body: str) -> str:
        return f'def wanted(record: dict[str, Any]) -> bool:\n    """{description}."""\n    return bool({body})\n\n'

    @override
    def event(self, names: tuple[str, ...]) -> str:
        return f'record["eventName"] in {list(names)!r}'

    @override
    def one_of(self, place: str, values: list[object]) -> str:
        return f"one_of({place}, {values!r})"

    @override
    def number(self, place: str, numeric: Numeric) -> str:
        compared = [
            f"number {'==' if operator == '=' else operator} Decimal({bound.text!r})"
            for operator, bound in numeric.terms
        ]
        return f"any({' and '.join(compared)} for number in numbers({place}))"

    @override
    def text(self, place: str, expression: str) -> str:
        return f"any({expression} for text in texts({place}))"

    @override
    def exists(self, place: str) -> str:
        return f"values_at({place}) != []"

    @override
    def has_type(self, place: str, type_: TypeKey) -> str:
        return f"any({type_!r} in value for value in values_at({place}))"

    @override
    def affix(self, operator: Affix) -> str:
        return f"text.{'startswith' if isinstance(operator, Prefix) else 'endswith'}({operator.operand()!r})"

    @override
    def none_of(self, texts: list[str]) -> str:
        return f"text not in {texts!r}"


PYTHON: ResidualLanguage = _Python()
