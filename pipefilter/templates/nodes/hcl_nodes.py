"""Parses Terraform's HCL into nodes: a block is an object with attributes, and with a list for each type of block."""

from __future__ import annotations

from pipefilter.templates.nodes.hcl_cursor import HclCursor
from pipefilter.templates.nodes.hcl_expressions import HclExpressions
from pipefilter.templates.nodes.hcl_strings import quoted_string, template_string
from pipefilter.templates.nodes.node import Call, Mapping, Node, Sequence, TemplateFault, Text, Unknown

__all__ = ["hcl_node", "hcl_template"]

_MAX_LENGTH = 2_000_000


def hcl_node(text: str) -> Mapping:
    """The body of a Terraform file without a byte order mark: attributes, and a list for each type of block.

    The labels of a block are its member `""`, a list. A dynamic block is a call of `dynamic` with its parts.

    Raises:
        TemplateFault: it is not HCL.
    """
    if len(text) > _MAX_LENGTH:
        raise TemplateFault("this is too long for a Terraform file")
    try:
        return _Bodies(text).whole()
    except RecursionError:
        raise TemplateFault("this is nested too deeply for a Terraform file") from None


def hcl_template(text: Text) -> Node:
    """The node of a string in which `${...}` are expressions, as in Terraform's JSON.

    Every part of an expression has the place of its interpolation. A string that is not a template is unknown.
    """
    cursor = HclCursor(text.value)
    expressions = HclExpressions(cursor)
    try:
        return template_string(text, cursor, expressions.interpolated)
    except (TemplateFault, RecursionError):
        return Unknown(text.value, text.start, text.end)


class _Bodies:
    """Reads the attributes and blocks of a file."""

    def __init__(self, text: str) -> None:
        self._cursor = HclCursor(text)
        self._expressions = HclExpressions(self._cursor)

    def whole(self) -> Mapping:
        """The body of the file."""
        body = self._body("")
        if self._cursor.at < len(self._cursor.text):
            raise self._cursor.unexpected()
        return body

    def _body(self, close: str) -> Mapping:
        """The attributes and blocks up to a brace, or the end of the file."""
        cursor = self._cursor
        start = cursor.at
        members: list[tuple[Text, Node]] = []
        blocks: dict[str, list[Node]] = {}
        while cursor.skip_lines() < len(cursor.text) and not (close and cursor.sees(close)):
            name = self._cursor.name()
            if cursor.take("="):
                members.append((name, self._expressions.expression()))
            else:
                kind, block = self._block(name)
                if kind.value not in blocks:
                    blocks[kind.value] = []
                    members.append((kind, Unknown(kind.value, name.start, cursor.at)))
                blocks[kind.value].append(block)
            if not cursor.sees("\n") and cursor.at < len(cursor.text):
                raise cursor.unexpected()
        return Mapping(
            tuple(
                (name, Sequence(tuple(blocks[name.value]), value.start, value.end))
                if name.value in blocks and isinstance(value, Unknown)
                else (name, value)
                for name, value in members
            ),
            start,
            cursor.at,
        )

    def _block(self, name: Text) -> tuple[Text, Node]:
        """The type of a block, and the block; the type of a `dynamic` block is its label."""
        cursor = self._cursor
        labels: list[Text] = []
        while not cursor.take("{"):
            labels.append(self._label())
        body = self._body("}") if cursor.sees("\n") or cursor.sees("}") else self._single_line()
        cursor.require("}")
        start, end = name.start, cursor.at
        if name.value == "dynamic" and labels:
            parts = Mapping(((Text("", start, start), labels[0]), *body.members), start, end)
            return Text(labels[0].value, name.start, name.end), Call("dynamic", parts, start, end)
        if not labels:
            return name, Mapping(body.members, start, end)
        label_member = Text("", start, start), Sequence(tuple(labels), start, end)
        return name, Mapping((label_member, *body.members), start, end)

    def _single_line(self) -> Mapping:
        """The only attribute of a block on one line."""
        name = self._cursor.name()
        self._cursor.require("=")
        value = self._expressions.expression()
        return Mapping(((name, value),), name.start, self._cursor.at)

    def _label(self) -> Text:
        cursor = self._cursor
        if not cursor.sees('"'):
            return self._cursor.name()
        start = cursor.at
        label = quoted_string(cursor, self._expressions.interpolated)
        if not isinstance(label, Text):
            raise TemplateFault("this is not HCL: the label of a block must be a string without ${...}", start)
        return Text(label.value, start, cursor.at)
