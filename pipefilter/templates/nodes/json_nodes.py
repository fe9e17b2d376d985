"""Parses JSON into nodes, as strictly as AWS parses it."""

from __future__ import annotations

from pipefilter.json_text.json_token import Token
from pipefilter.json_text.reader import JsonReader
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.templates.nodes.node import Mapping, Node, Scalar, Sequence, TemplateFault, Text

__all__ = ["json_node"]

_CONSTANTS = {Token.TRUE: True, Token.FALSE: False, Token.NULL: None}


def json_node(text: str) -> Node:
    """The node of a JSON text without byte order mark.

    Raises:
        TemplateFault: it is not JSON.
    """
    try:
        return _read(JsonReader(text))
    except JsonFault as fault:
        raise TemplateFault(f"this is not JSON: {fault.message}", fault.at) from None


def _read(reader: JsonReader) -> Node:
    """Not recursive, as a template may be nested as deeply as AWS's parser allows."""
    open_at: list[tuple[int, bool]] = []
    members: list[list[tuple[Text, Node]]] = []
    names: list[Text] = []
    nameless = Text("", 0, 0)
    while True:
        token = reader.next()
        if token is Token.NAME:
            names[-1] = Text(reader.name, reader.name_start, reader.name_end)
            continue
        if token in (Token.OBJECT, Token.ARRAY):
            open_at.append((reader.start, token is Token.OBJECT))
            members.append([])
            names.append(nameless)
            continue
        if token is Token.END:
            raise TemplateFault("the file is empty")
        start = reader.start
        value: Node
        if token is Token.STRING:
            value = Text(reader.string(), start, reader.consumed)
        elif token is Token.NUMBER:
            number = reader.number()
            value = Scalar(number, number.text, start, reader.consumed)
        elif token in (Token.OBJECT_END, Token.ARRAY_END):
            (start, is_object), inside = open_at.pop(), members.pop()
            names.pop()
            end = reader.consumed
            value = (
                Mapping(tuple(inside), start, end)
                if is_object
                else Sequence(tuple(item for _, item in inside), start, end)
            )
        else:
            value = Scalar(_CONSTANTS[token], token.value, start, reader.consumed)
        if not members:
            _require_end(reader)
            return value
        members[-1].append((names[-1], value))


def _require_end(reader: JsonReader) -> None:
    """Require that nothing follows a value, as every tool that reads templates does; AWS's parser of patterns does not."""
    at = reader.consumed
    rest = reader.text[at:].lstrip(" \t\r\n")
    if rest:
        at = len(reader.text) - len(rest)
        raise TemplateFault("this is not JSON: there is more text after its end", at)
