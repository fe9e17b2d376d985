"""Parses Terraform's HCL into nodes: a block is an object with attributes, and with a list for each type of block."""

from __future__ import annotations

import json
import re
from typing import TypeAlias

from hcl2.api import parses_to_tree
from lark import Token, Tree
from lark.exceptions import LarkError, UnexpectedInput

from pipefilter.json_text.number import Number
from pipefilter.templates.nodes.hcl_text import at_place, heredoc, string_node, unescaped
from pipefilter.templates.nodes.node import (
    Call,
    Computed,
    Mapping,
    Node,
    Scalar,
    Sequence,
    TemplateFault,
    Text,
    Unknown,
)

__all__ = ["hcl_expression", "hcl_node"]

_Part: TypeAlias = "Tree[Token] | Token"

_MAX_LENGTH = 2_000_000
_TRIMMED = re.compile(r"^[$%]\{~|~\}$")
"""Interpolations and directives that remove the white space beside them."""
_CONSTANTS = {"true": True, "false": False, "null": None}


def hcl_node(text: str) -> Mapping:
    """The body of a Terraform file without a byte order mark: attributes, and a list for each type of block.

    The labels of a block are its member `""`, a list. A dynamic block is a call of `dynamic` with its parts.

    Raises:
        TemplateFault: it is not HCL.
    """
    if len(text) > _MAX_LENGTH:
        raise TemplateFault("this is too long for a Terraform file")
    try:
        tree = parses_to_tree(text if text.endswith("\n") else text + "\n")
    except UnexpectedInput as error:
        token = str(getattr(error, "token", "")).strip()
        unexpected = json.dumps(token) if token else "end of file"
        raise TemplateFault(
            f"this is not HCL: unexpected {unexpected}", max(0, error.pos_in_stream or 0)
        ) from None
    except (LarkError, RecursionError):
        raise TemplateFault("this HCL cannot be parsed") from None
    try:
        return _Reader(text).body(_trees(tree)[0])
    except RecursionError:
        raise TemplateFault("this is nested too deeply for a Terraform file") from None


def hcl_expression(text: str, start: int, end: int) -> Node:
    """The node of an expression inside a string, as in Terraform's JSON; every part has the place of its interpolation."""
    try:
        node = hcl_node(f"x = {text}\n").get("x")
    except TemplateFault:
        node = None
    return Unknown("${" + text + "}", start, end) if node is None else at_place(node, start, end)


def _trees(tree: Tree[Token]) -> list[Tree[Token]]:
    return [child for child in tree.children if isinstance(child, Tree) and child.data != "new_line_or_comment"]


def _span(part: _Part) -> tuple[int, int]:
    if isinstance(part, Token):
        return part.start_pos or 0, part.end_pos or 0
    meta = part.meta
    return (0, 0) if meta.empty else (meta.start_pos, meta.end_pos)


class _Reader:
    """Converts the parser's tree into nodes."""

    def __init__(self, text: str) -> None:
        self._text = text

    def body(self, tree: Tree[Token]) -> Mapping:
        members: list[tuple[Text, Node]] = []
        blocks: dict[str, list[Node]] = {}
        for child in _trees(tree):
            start, end = _span(child)
            first = child.children[0]
            name = Text(self._slice(first), *_span(first))
            if child.data == "attribute":
                members.append((name, self.expression(child.children[-1])))
                continue
            kind, block = self._block(child, name.value)
            if kind not in blocks:
                blocks[kind] = []
                members.append((Text(kind, *_span(first)), Unknown(kind, start, end)))
            blocks[kind].append(block)
        start, end = _span(tree)
        return Mapping(
            tuple(
                (name, Sequence(tuple(blocks[name.value]), value.start, value.end))
                if name.value in blocks and isinstance(value, Unknown)
                else (name, value)
                for name, value in members
            ),
            start,
            end,
        )

    def _block(self, tree: Tree[Token], kind: str) -> tuple[str, Node]:
        """The type of a block, and the block; the type of a `dynamic` block is its label."""
        start, end = _span(tree)
        labels = [self._label(child) for child in _trees(tree)[1:] if child.data != "body"]
        body = self.body(next(child for child in _trees(tree) if child.data == "body"))
        if kind == "dynamic" and labels:
            return labels[0].value, Call(
                "dynamic", Mapping(((Text("", start, start), labels[0]), *body.members), start, end), start, end
            )
        if not labels:
            return kind, Mapping(body.members, start, end)
        label_member = Text("", start, start), Sequence(tuple(labels), start, end)
        return kind, Mapping((label_member, *body.members), start, end)

    def _label(self, tree: Tree[Token]) -> Text:
        return Text(self._slice(tree).strip('"'), *_span(tree))

    def _slice(self, part: _Part) -> str:
        start, end = _span(part)
        return self._text[start:end].strip()

    def expression(self, part: _Part) -> Node:
        """The node of an expression."""
        if isinstance(part, Token):
            return self._unknown(part)
        trees = _trees(part)
        if part.data == "expr_term":
            return self.expression(trees[0]) if len(trees) == 1 else self._unknown(part)
        readers = {
            "string": self._string,
            "int_lit": self._number,
            "float_lit": self._number,
            "literal_value": self._constant,
            "tuple": self._tuple,
            "object": self._object,
            "function_call": self._call,
            "heredoc_template": self._heredoc,
            "heredoc_template_trim": self._heredoc,
            "identifier": self._reference,
            "get_attr_expr_term": self._reference,
            "index_expr_term": self._reference,
            "unary_op": self._number,
            "conditional": self._conditional,
        }
        read = readers.get(str(part.data))
        return read(part) if read else self._unknown(part)

    def _unknown(self, part: _Part) -> Unknown:
        return Unknown("${" + self._slice(part) + "}", *_span(part))

    def _number(self, tree: Tree[Token]) -> Node:
        written = self._slice(tree)
        try:
            json.loads(written)
        except ValueError:
            return self._unknown(tree)
        return Scalar(Number(written), written, *_span(tree))

    def _constant(self, tree: Tree[Token]) -> Node:
        written = self._slice(tree)
        return Scalar(_CONSTANTS[written], written, *_span(tree))

    def _string(self, tree: Tree[Token]) -> Node:
        parts: list[Node] = []
        for child in _trees(tree):
            inner = child.children[0]
            start, end = _span(inner)
            if isinstance(inner, Token):
                is_escaped = inner.type.startswith("ESCAPED_")  # `$${` is `${`
                parts.append(unescaped(str(inner)[is_escaped:], start + is_escaped))
            elif inner.data == "interpolation":
                parts.append(self.expression(_trees(inner)[0]))
            else:  # a directive: it may exclude the text around it
                return self._unknown(tree)
            if not isinstance(inner, Token) and _TRIMMED.search(self._slice(inner)):
                return self._unknown(tree)
        start, end = _span(tree)
        is_value = len(parts) == 1 and not isinstance(_trees(tree)[0].children[0], Token)  # `"${x}"` is x
        return parts[0] if is_value else string_node(parts, start, end)

    def _heredoc(self, tree: Tree[Token]) -> Node:
        token = tree.children[0]
        start, _ = _span(token)
        return heredoc(str(token), start, hcl_expression)

    def _tuple(self, tree: Tree[Token]) -> Node:
        return Sequence(tuple(self.expression(child) for child in _trees(tree)), *_span(tree))

    def _object(self, tree: Tree[Token]) -> Node:
        members = []
        for element in _trees(tree):
            if element.data != "object_elem":
                continue
            key, *_, value = element.children
            members.append((self._key(key), self.expression(value)))
        return Mapping(tuple(members), *_span(tree))

    def _key(self, part: _Part) -> Text:
        """The name of a member: a word, or an expression."""
        written = self._slice(part)
        start, end = _span(part)
        if not written.startswith(('"', "(")):
            return Text(written, start, end)
        inner = _trees(part) if isinstance(part, Tree) else []
        node = self.expression(inner[-1]) if inner else self._unknown(part)
        return node if isinstance(node, Text) else Computed(written, start, end, (), node)

    def _call(self, tree: Tree[Token]) -> Node:
        name = self._slice(tree.children[0])
        arguments = [child for child in _trees(tree) if child.data == "arguments"]
        values = tuple(self.expression(child) for child in _trees(arguments[0])) if arguments else ()
        start, end = _span(tree)
        is_encoder = name == "jsonencode" and len(values) == 1
        return Call(name, values[0] if is_encoder else Sequence(values, start, end), start, end)

    def _conditional(self, tree: Tree[Token]) -> Node:
        """`a ? b : c`, which is b or c."""
        _, *options = _trees(tree)
        start, end = _span(tree)
        if len(options) != 2:
            return self._unknown(tree)
        return Call("conditional", Sequence(tuple(map(self.expression, options)), start, end), start, end)

    def _reference(self, tree: Tree[Token]) -> Node:
        """A reference that is looked up later: `local.x`, `filter.value["pattern"]`."""
        start, end = _span(tree)
        return Call("", Text(self._slice(tree), start, end), start, end)
