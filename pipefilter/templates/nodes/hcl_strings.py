"""Strings of HCL as nodes: in quotes, as heredocs, and in files of templates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from pipefilter.templates.nodes.hcl_cursor import HclCursor
from pipefilter.templates.nodes.hcl_pieces import Piece, heredoc_pieces, plain_pieces, quoted_pieces
from pipefilter.templates.nodes.hcl_text import at_place, string_node
from pipefilter.templates.nodes.node import Call, Node, Sequence, TemplateFault, Text

__all__ = ["heredoc", "quoted_string", "template_string"]

_ENDS = {"if": ("else", "endif"), "else": ("endif",), "for": ("endfor",)}


def quoted_string(cursor: HclCursor, interpolated: Callable[[], Node]) -> Node:
    """The node of a string in quotes; of `"${x}"`, that of `x`."""
    start = cursor.at
    pieces = quoted_pieces(cursor, interpolated)
    return _node(_trimmed(pieces), start, cursor.at)


def heredoc(cursor: HclCursor, interpolated: Callable[[], Node]) -> Node:
    """The node of a heredoc."""
    start = cursor.at
    pieces, is_flushed = heredoc_pieces(cursor, interpolated)
    pieces = _trimmed(pieces)
    return _node(_flushed(pieces) if is_flushed else pieces, start, cursor.at)


def template_string(text: Text, cursor: HclCursor, interpolated: Callable[[], Node]) -> Node:
    """The node of a string without quotes and escapes, as in Terraform's JSON and in files of templates.

    Args:
        text: the string; its characters have places in the file.
        cursor: at the start of the value of the string.
    """
    places = text.places or (text.start,) * (len(text.value) + 1)
    moved: list[Piece] = []
    for piece in plain_pieces(cursor, interpolated):
        start, end = places[piece.start], places[piece.end]
        literal = piece.literal
        if literal is not None:
            characters = tuple(places[place] for place in literal.places)
            literal = Text(literal.value, start, end, characters)
        nodes = tuple(at_place(node, start, end) for node in piece.nodes)
        moved.append(replace(piece, start=start, end=end, literal=literal, nodes=nodes))
    return _node(_trimmed(moved), text.start, text.end)


def _trimmed(pieces: list[Piece]) -> list[Piece]:
    """The pieces without the white space that `~` removes: in a heredoc, that on the same line."""
    trimmed = list(pieces)
    for at, piece in enumerate(pieces):
        if piece.trims_left and at and (left := trimmed[at - 1].literal) is not None:
            length = len(left.value.rstrip())
            trimmed[at - 1] = replace(trimmed[at - 1], literal=_part(left, 0, length))
        if piece.trims_right and at + 1 < len(pieces) and (right := trimmed[at + 1].literal) is not None:
            first = len(right.value) - len(right.value.lstrip())
            trimmed[at + 1] = replace(trimmed[at + 1], literal=_part(right, first, len(right.value)))
    return trimmed


def _part(text: Text, start: int, end: int) -> Text:
    places = text.places[start : end + 1]
    return Text(text.value[start:end], places[0], places[-1], places)


def _flushed(pieces: list[Piece]) -> list[Piece]:
    """The pieces of `<<-` without the indentation that all lines have; lines of only white space stay as they are."""
    at_start = True
    lines: list[int] = []
    least: int | None = None
    for at, piece in enumerate(pieces):
        literal = piece.literal
        if literal is not None and at_start and not (literal.value.isspace() and literal.value.endswith("\n")):
            indent = len(literal.value) - len(literal.value.lstrip())
            least = indent if least is None else min(least, indent)
            lines.append(at)
        at_start = literal is not None and literal.value.endswith("\n")
    flushed = list(pieces)
    for at in lines:
        literal = pieces[at].literal
        assert literal is not None
        flushed[at] = replace(pieces[at], literal=_part(literal, least or 0, len(literal.value)))
    return flushed


def _node(pieces: list[Piece], start: int, end: int) -> Node:
    """The node of a string; of a single interpolation, that of its expression."""
    if len(pieces) == 1 and pieces[0].kind == "$":
        return pieces[0].nodes[0]
    node, last = _sequence(iter(pieces), (), start, end)
    if last is not None:
        raise _misplaced(last)
    return node


def _sequence(rest: Iterator[Piece], ends: tuple[str, ...], start: int, end: int) -> tuple[Node, Piece | None]:
    """The string up to a directive that ends it, and that directive."""
    parts: list[Node] = []
    for piece in rest:
        if piece.literal is not None:
            parts.append(piece.literal)
        elif piece.kind == "$":
            parts.append(piece.nodes[0])
        elif piece.kind in ends:
            return string_node(parts, start, end), piece
        elif piece.kind == "if":
            parts.append(_condition(rest, piece, end))
        elif piece.kind == "for":
            body, last = _sequence(rest, _ENDS["for"], piece.end, end)
            if last is None:
                raise _misplaced(piece)
            parts.append(
                Call("for text", Sequence((*piece.nodes, body), piece.start, last.end), piece.start, last.end)
            )
        else:
            raise _misplaced(piece)
    return string_node(parts, start, end), None


def _condition(rest: Iterator[Piece], piece: Piece, end: int) -> Node:
    """`%{ if x }...%{ else }...%{ endif }` as a conditional expression."""
    first, last = _sequence(rest, _ENDS["if"], piece.end, end)
    second: Node = Text("", piece.start, piece.start, (piece.start,))
    if last is not None and last.kind == "else":
        second, last = _sequence(rest, _ENDS["else"], last.end, end)
    if last is None:
        raise _misplaced(piece)
    parts = Sequence((piece.nodes[0], first, second), piece.start, last.end)
    return Call("conditional", parts, piece.start, last.end)


def _misplaced(piece: Piece) -> TemplateFault:
    return TemplateFault(
        f"this is not HCL: the directive {piece.kind} is not closed, or is not expected here", piece.start
    )
