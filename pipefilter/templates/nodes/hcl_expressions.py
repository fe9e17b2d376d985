"""Parses expressions of HCL into nodes, as HashiCorp's parser does.

A reference such as `local.x["y"]` is a call of `""` with its source. Other expressions are calls of the names that HCL has
for them: `conditional`, `for`, `[]` for an index, `[*]` for a splat, and the operators.

Source: https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipefilter.json_text.number import Number
from pipefilter.templates.nodes.hcl_cursor import HclCursor
from pipefilter.templates.nodes.hcl_strings import heredoc, quoted_string
from pipefilter.templates.nodes.node import Call, Computed, Mapping, Node, Scalar, Sequence, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["HclExpressions"]

_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_LEADING_ZEROS = re.compile(r"^0+(?=\d)")
_DIGITS = re.compile(r"\d+")
_HEREDOC = re.compile(r"<<-?[^\W\d]")
_FUNCTION = re.compile(r"[^\W\d][\w-]*(?:::[^\W\d][\w-]*)*(?=[ \t]*\()")
_OPERATOR = re.compile(r"\|\||&&|==|!=|<=|>=|[<>+\-*/%]")
_LEVELS = (("||",), ("&&",), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/", "%"))
_PRECEDENCE = {operator: level for level, operators in enumerate(_LEVELS, 1) for operator in operators}
_CONSTANTS = {"true": True, "false": False, "null": None}


class HclExpressions:
    """Parses the expressions at a cursor."""

    def __init__(self, cursor: HclCursor) -> None:
        self._cursor = cursor

    def expression(self) -> Node:
        """The expression at the cursor.

        Raises:
            TemplateFault: it is not HCL.
        """
        cursor = self._cursor
        start = cursor.skip()
        condition = self._operation(1)
        if not cursor.take("?"):
            return condition
        first = self.expression()
        cursor.require(":")
        return self._call("conditional", (condition, first, self.expression()), start)

    def _operation(self, least: int) -> Node:
        """An operand, and the operators after it that bind at least as strongly as `least`."""
        cursor = self._cursor
        start = cursor.skip()
        left = self._operand()
        while match := _OPERATOR.match(cursor.text, cursor.skip()):
            precedence = _PRECEDENCE[match[0]]
            if precedence < least:
                break
            cursor.at = match.end()
            left = self._call(match[0], (left, self._operation(precedence + 1)), start)
        return left

    def _operand(self) -> Node:
        cursor = self._cursor
        start = cursor.skip()
        if cursor.take("!"):
            return self._call("!", (self._operand(),), start)
        if cursor.take("-"):
            value = self._operand()
            if isinstance(value, Scalar) and isinstance(value.value, Number):
                return Scalar(Number(f"-{value.value.text}"), f"-{value.written}", start, cursor.at)
            return self._call("-", (value,), start)
        return self._steps(start, self._term())

    def _steps(self, start: int, node: Node) -> Node:
        """A value, and the attributes and indexes after it."""
        cursor = self._cursor
        while True:
            before = cursor.at
            if cursor.sees(".") and not cursor.sees("..."):
                cursor.at += 1
                if cursor.take("*"):
                    node = self._call("[*]", (node,), start)
                    continue
                name_start = cursor.skip()
                name = cursor.word() or cursor.pattern(_DIGITS)
                if not name:
                    raise cursor.unexpected()
                step: Node = Text(name, name_start, cursor.at)
            elif cursor.take("["):
                if cursor.take("*"):
                    cursor.require("]")
                    node = self._call("[*]", (node,), start)
                    continue
                step = self.interpolated()
                cursor.require("]")
            else:
                cursor.at = before
                return node
            node = self._step(start, node, step)

    def _step(self, start: int, node: Node, step: Node) -> Node:
        is_literal = isinstance(step, Text) or (isinstance(step, Scalar) and isinstance(step.value, Number))
        if isinstance(node, Call) and not node.name and is_literal and node.start == start:
            return self._reference(start)
        return self._call("[]", (node, step), start)

    def _reference(self, start: int) -> Call:
        written = self._written(start)
        return Call("", Text(written, start, self._cursor.at), start, self._cursor.at, written)

    def _call(self, name: str, arguments: tuple[Node, ...], start: int) -> Call:
        end = self._cursor.at
        return Call(name, Sequence(arguments, start, end), start, end, self._written(start))

    def _written(self, start: int) -> str:
        return self._cursor.text[start : self._cursor.at].strip()

    def _term(self) -> Node:  # noqa: PLR0911 - a return for each type of expression
        cursor = self._cursor
        start = cursor.skip()
        first = cursor.text[start : start + 1]
        if first == "(":
            return self._parentheses()
        if first == '"':
            return quoted_string(cursor, self.interpolated)
        if first == "[":
            return self._list()
        if first == "{":
            return self._object()
        if first == "<" and _HEREDOC.match(cursor.text, start):
            return heredoc(cursor, self.interpolated)
        if number := cursor.pattern(_NUMBER):
            number = _LEADING_ZEROS.sub("", number)
            return Scalar(Number(number), number, start, cursor.at)
        if name := cursor.pattern(_FUNCTION):
            return self._function(name, start)
        word = cursor.word()
        if word in _CONSTANTS:
            return Scalar(_CONSTANTS[word], word, start, cursor.at)
        if not word:
            raise cursor.unexpected()
        return self._reference(start)

    def _parentheses(self) -> Node:
        self._cursor.require("(")
        node = self.interpolated()
        self._cursor.require(")")
        return node

    @contextmanager
    def _lines(self, *, are_crossed: bool) -> Iterator[None]:
        cursor = self._cursor
        before, cursor.crosses_lines = cursor.crosses_lines, are_crossed
        yield
        cursor.crosses_lines = before

    def interpolated(self) -> Node:
        """The expression at the cursor, and the white space after it; line breaks are white space, as between brackets."""
        with self._lines(are_crossed=True):
            node = self.expression()
            self._cursor.skip()
        return node

    def _list(self) -> Node:
        cursor = self._cursor
        start = cursor.at
        cursor.require("[")
        with self._lines(are_crossed=True):
            if cursor.sees_word("for"):
                return self._for(start, "]")
        items = self._elements("]")
        return Sequence(tuple(items), start, cursor.at)

    def _elements(self, close: str) -> list[Node]:
        """The elements up to a bracket, and past it."""
        cursor = self._cursor
        items: list[Node] = []
        with self._lines(are_crossed=True):
            while not cursor.sees(close):
                items.append(self.expression())
                if close == ")" and cursor.take("..."):
                    items[-1] = self._call("...", (items[-1],), items[-1].start)
                    break
                if not cursor.take(","):
                    break
            cursor.require(close)
        return items

    def _function(self, name: str, start: int) -> Node:
        cursor = self._cursor
        cursor.require("(")
        values = tuple(self._elements(")"))
        if name == "jsonencode" and len(values) == 1:
            return Call(name, values[0], start, cursor.at, self._written(start))
        return self._call(name, values, start)

    def _for(self, start: int, close: str) -> Node:
        """`for k, v in x : ...`; its parts are the two names, the collection, the key, the value and the condition.

        A missing name is `""`, a missing part is null.
        """
        cursor = self._cursor
        null = Scalar(None, "null", start, start)
        cursor.word()
        names = cursor.loop_names()
        collection = self.expression()
        cursor.require(":")
        key: Node = null
        value = self.expression()
        if close == "}":
            cursor.require("=>")
            key, value = value, self.expression()
        is_grouped = close == "}" and cursor.take("...")
        condition: Node = Scalar(value=True, written="true", start=start, end=start)
        if cursor.sees_word("if"):
            cursor.word()
            condition = self.expression()
        cursor.require(close)
        kind = {"]": "for", "}": "for groups" if is_grouped else "for object"}[close]
        return self._call(kind, (*names, collection, key, value, condition), start)

    def _object(self) -> Node:
        cursor = self._cursor
        start = cursor.at
        cursor.require("{")
        with self._lines(are_crossed=True):
            if cursor.sees_word("for"):
                return self._for(start, "}")
        members: list[tuple[Text, Node]] = []
        with self._lines(are_crossed=False):
            while cursor.skip_lines() < len(cursor.text) and not cursor.sees("}"):
                key = self._key()
                if not cursor.take("=") and not cursor.take(":"):
                    raise cursor.unexpected()
                members.append((key, self.expression()))
                if not cursor.take(",") and not cursor.sees("\n") and not cursor.sees("}"):
                    raise cursor.unexpected()
            cursor.require("}")
        return Mapping(tuple(members), start, cursor.at)

    def _key(self) -> Text:
        """The name of a member: a word, or an expression."""
        cursor = self._cursor
        start = cursor.skip()
        in_parentheses = cursor.sees("(")
        node = self.expression()
        written = self._written(start)
        if isinstance(node, Text):
            return node
        if isinstance(node, Scalar) or (isinstance(node, Call) and not node.name and not in_parentheses):
            return Text(written, start, cursor.at)
        return Computed(written, start, cursor.at, (), node)
