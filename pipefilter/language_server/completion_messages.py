"""Completions as the types of the protocol."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types

from pipefilter.editing.completion.completion import Completion, CompletionKind
from pipefilter.language_server.positions import Positions

__all__ = ["completion_list"]

_KINDS: dict[CompletionKind, types.CompletionItemKind] = {
    "operator": types.CompletionItemKind.Operator,
    "field": types.CompletionItemKind.Field,
    "value": types.CompletionItemKind.Value,
}


def completion_list(
    text: str, completions: Iterable[Completion], *, with_snippets: bool
) -> types.CompletionList:
    """Completions in their order, which editors would otherwise change.

    Args:
        text: of the document.
        with_snippets: whether the editor can place the cursor at the stops.
    """
    positions = Positions(text)
    items = [
        _item(positions, each, number, with_snippets=with_snippets) for number, each in enumerate(completions)
    ]
    return types.CompletionList(is_incomplete=False, items=items)


def _item(
    positions: Positions, completion: Completion, number: int, *, with_snippets: bool
) -> types.CompletionItem:
    is_snippet = with_snippets and bool(completion.stops)
    documentation = completion.documentation
    return types.CompletionItem(
        label=completion.label,
        kind=_KINDS[completion.kind],
        detail=completion.detail or None,
        documentation=types.MarkupContent(types.MarkupKind.Markdown, documentation) if documentation else None,
        sort_text=f"{number:05}",
        filter_text=completion.filter_text,
        insert_text_format=types.InsertTextFormat.Snippet if is_snippet else types.InsertTextFormat.PlainText,
        # the lines of block style in YAML are indented already
        insert_text_mode=types.InsertTextMode.AsIs if "\n" in completion.text else None,
        text_edit=types.TextEdit(
            positions.range(completion.start, completion.end),
            completion.snippet if is_snippet else completion.example,
        ),
    )
