"""The JSON that `jsonencode` returns, as a part of another string."""

from __future__ import annotations

from collections.abc import Callable

from pipefilter.templates.nodes.hcl_text import joined
from pipefilter.templates.nodes.node import Call, Node, Text, Unknown
from pipefilter.templates.pattern_writer import Hole, PatternWriter

__all__ = ["encoded_string"]


def encoded_string(call: Call, source: str, resolved: Callable[[Node], Node | None]) -> Node:
    """The string, with unknown parts for values that are not known."""
    writer = PatternWriter(source, resolved, is_exact=True)
    writer.write(call.argument)
    parts: list[Text | Unknown] = []
    for piece in writer.pieces:
        if isinstance(piece, Hole):
            placeholder = writer.unknown[piece.number]
            key = f"{placeholder} {piece.place}" if placeholder.endswith("...") else placeholder
            quote = [] if piece.in_text or not piece.is_text else [Text('"', piece.place, piece.place)]
            parts += [*quote, Unknown(placeholder, piece.place, piece.end, key=key), *quote]
        else:
            text, places = piece
            parts.append(Text(text, call.start, call.end, (*places, places[-1]) if places else ()))
    return joined([*parts], call.start, call.end)
