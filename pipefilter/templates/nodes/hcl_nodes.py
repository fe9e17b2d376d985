"""Terraform's HCL as nodes: a block is an object of attributes and of lists of blocks."""

from __future__ import annotations

import json
import re
from typing import TypeAlias

from hcl2.api import parses_to_tree
from lark import Token, Tree
from lark.exceptions import LarkError, UnexpectedInput

from pipefilter.json_text.number import Number
from pipefilter.templates.nodes.hcl_text import heredoc, joined, put_together, unescaped
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

_LONGEST = 2_000_000
_TRIMMED = re.compile(r"^[$%]\{~|~\}$")
"""What takes away the blanks beside it."""
_CONSTANTS = {"true": True, "false": False, "null": None}


def hcl_node(text: str) -> Mapping:
    """The body of a file of Terraform: attributes, and for each type of block a list of them.

    Args:
        text: without byte order mark. A block's labels are its members `""`, in a list; a dynamic block is the call
            of `dynamic` with what makes it up.

    Raises:
        TemplateFault: it is not HCL.
    """
    if len(text) > _LONGEST:
        raise TemplateFault("this is too long to be a file of Terraform")
    try:
        tree = parses_to_tree(text if text.endswith("\n") else text + "\n")
    except UnexpectedInput as error:
        what = str(getattr(error, "token", "")).strip() or "the end"
        raise TemplateFault(
            f"this is not HCL: {json.dumps(what)} is not expected here", max(0, error.pos_in_stream or 0)
        ) from None
    except (LarkError, RecursionError):
        raise TemplateFault("this is not HCL that can be read") from None
    try:
        return _Reader(text).body(_trees(tree)[0])
    except RecursionError:
        raise TemplateFault("this is nested too deep to be a file of Terraform") from None


def hcl_expression(text: str, start: int, end: int) -> Node:
    """An expression that stands in a text, as in Terraform's JSON.

    Args:
        text: the expression.
        start: offset in the file of what it stands in.
        end: offset after that.
    """
    try:
        found = hcl_node(f"x = {text}\n").get("x")
    except TemplateFault:
        found = None
    return Unknown("${" + text + "}", start, end) if found is None else _moved(found, start, end)


def _moved(node: Node, start: int, end: int) -> Node:  # noqa: PLR0911 - one a kind of node
    """A node with one place for all of it."""
    if isinstance(node, Text):
        return Text(node.value, start, end, (start,) * (len(node.value) + 1))
    if isinstance(node, Scalar):
        return Scalar(node.value, node.written, start, end)
    if isinstance(node, Unknown):
        return Unknown(node.shown, start, end)
    if isinstance(node, Call):
        return Call(node.name, _moved(node.argument, start, end), start, end)
    if isinstance(node, Sequence):
        return Sequence(tuple(_moved(item, start, end) for item in node.items), start, end)
    if isinstance(node, Mapping):
        return Mapping(
            tuple((_moved_name(name, start, end), _moved(value, start, end)) for name, value in node.members),
            start,
            end,
        )
    parts = getattr(node, "parts", ())
    return joined([_moved(part, start, end) for part in parts], start, end)


def _moved_name(name: Text, start: int, end: int) -> Text:
    if isinstance(name, Computed) and name.node is not None:
        return Computed(name.value, start, end, (), _moved(name.node, start, end))
    return Text(name.value, start, end)


def _trees(tree: Tree[Token]) -> list[Tree[Token]]:
    return [child for child in tree.children if isinstance(child, Tree) and child.data != "new_line_or_comment"]


def _span(part: _Part) -> tuple[int, int]:
    if isinstance(part, Token):
        return part.start_pos or 0, part.end_pos or 0
    meta = part.meta
    return (0, 0) if meta.empty else (meta.start_pos, meta.end_pos)


class _Reader:
    """Makes nodes of the parser's tree."""

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
        """A block, and the type that it is of: what `dynamic` makes is of the type in its label."""
        start, end = _span(tree)
        labels = [self._label(child) for child in _trees(tree)[1:] if child.data != "body"]
        body = self.body(next(child for child in _trees(tree) if child.data == "body"))
        if kind == "dynamic" and labels:
            return labels[0].value, Call(
                "dynamic", Mapping(((Text("", start, start), labels[0]), *body.members), start, end), start, end
            )
        if not labels:
            return kind, Mapping(body.members, start, end)
        listed = Sequence(tuple(labels), start, end)
        return kind, Mapping(((Text("", start, start), listed), *body.members), start, end)

    def _label(self, tree: Tree[Token]) -> Text:
        return Text(self._slice(tree).strip('"'), *_span(tree))

    def _slice(self, part: _Part) -> str:
        start, end = _span(part)
        return self._text[start:end].strip()

    def expression(self, part: _Part) -> Node:
        """The value of an expression."""
        if isinstance(part, Token):
            return self._unknown(part)
        trees = _trees(part)
        if part.data == "expr_term":
            return self.expression(trees[0]) if len(trees) == 1 else self._unknown(part)
        read = {
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
        }.get(str(part.data))
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
            else:  # a directive: what stands around it may not be there
                return self._unknown(tree)
            if not isinstance(inner, Token) and _TRIMMED.search(self._slice(inner)):
                return self._unknown(tree)
        start, end = _span(tree)
        is_value = len(parts) == 1 and not isinstance(_trees(tree)[0].children[0], Token)  # `"${x}"` is x
        return parts[0] if is_value else put_together(parts, start, end)

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
        """A name: a word stands for itself."""
        written = self._slice(part)
        start, end = _span(part)
        if not written.startswith(('"', "(")):
            return Text(written, start, end)
        inner = _trees(part) if isinstance(part, Tree) else []
        found = self.expression(inner[-1]) if inner else self._unknown(part)
        return found if isinstance(found, Text) else Computed(written, start, end, (), found)

    def _call(self, tree: Tree[Token]) -> Node:
        name = self._slice(tree.children[0])
        arguments = [child for child in _trees(tree) if child.data == "arguments"]
        values = tuple(self.expression(child) for child in _trees(arguments[0])) if arguments else ()
        start, end = _span(tree)
        if name == "jsonencode" and len(values) == 1:
            return Call(name, values[0], start, end)
        return Call(name, Sequence(values, start, end), start, end)

    def _conditional(self, tree: Tree[Token]) -> Node:
        """`a ? b : c` may be b and may be c."""
        _, *both = _trees(tree)
        start, end = _span(tree)
        if len(both) != 2:  # noqa: PLR2004 - yes and no
            return self._unknown(tree)
        return Call("conditional", Sequence(tuple(map(self.expression, both)), start, end), start, end)

    def _reference(self, tree: Tree[Token]) -> Node:
        """`local.x`, `filter.value["pattern"]`: to be looked up."""
        start, end = _span(tree)
        return Call("", Text(self._slice(tree), start, end), start, end)
