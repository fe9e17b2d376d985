"""Fixes of the problems in a part of a document, as the types of the protocol."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lsprotocol import types

from pipefilter.application.check_settings import CheckSettings
from pipefilter.editing.diagnostics import Diagnostic
from pipefilter.editing.document import Document
from pipefilter.editing.fixes.document_fixes import fixes
from pipefilter.editing.fixes.fix import Fix
from pipefilter.language_server.messages import diagnostic_messages
from pipefilter.language_server.positions import Positions

__all__ = ["CodeActions"]

_MAX_PROBLEMS = 20
"""How many problems are looked at: each fix is checked before it is offered, and an editor may ask for a whole document."""


class CodeActions:
    """The actions that an editor offers for a part of a document.

    Args:
        uri: of the document.
        version: of its text; None if the editor cannot compare it with that of an edit.
    """

    def __init__(self, uri: str, version: int | None, document: Document, settings: CheckSettings) -> None:
        self._uri = uri
        self._version = version
        self._document = document
        self._settings = settings
        self._positions = Positions(document.text)

    def of_problems(self, problems: Sequence[Diagnostic], area: types.Range) -> list[types.CodeAction]:
        """The fixes of the problems that touch a part of the text; edits carry the version, so that they fit the text."""
        start, end = self._positions.offset(area.start), self._positions.offset(area.end)
        near = [each for each in problems if each.start <= end and each.end >= start]
        return [action for each in near[:_MAX_PROBLEMS] for action in self._actions(each)]

    def _actions(self, problem: Diagnostic) -> Iterator[types.CodeAction]:
        if problem.problem is None:
            return
        certain = fixes(self._document, problem.problem, self._settings)
        for fix in certain:
            yield types.CodeAction(
                title=fix.title,
                kind=types.CodeActionKind.QuickFix,
                diagnostics=diagnostic_messages(self._document.text, [problem]),
                is_preferred=len(certain) == 1 or None,
                edit=self._edit(fix),
            )

    def _edit(self, fix: Fix) -> types.WorkspaceEdit:
        edits = [types.TextEdit(self._positions.range(each.start, each.end), each.text) for each in fix.edits]
        if self._version is None:
            return types.WorkspaceEdit(changes={self._uri: edits})
        document = types.OptionalVersionedTextDocumentIdentifier(self._uri, self._version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, edits)])
