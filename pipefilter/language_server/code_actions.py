"""Fixes of the problems in a part of a document, as the types of the protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from lsprotocol import types

from pipefilter.application.check_settings import CheckSettings
from pipefilter.editing.diagnostics import Diagnostic
from pipefilter.editing.document import Document
from pipefilter.editing.fixes.document_fixes import DocumentFixes
from pipefilter.editing.fixes.fix import Edit, Fix
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
        should_stop: whether nobody needs the answer any more.
    """

    def __init__(
        self,
        uri: str,
        version: int | None,
        document: Document,
        settings: CheckSettings,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self._uri = uri
        self._version = version
        self._document = document
        self._fixes = DocumentFixes(document, settings, should_stop)
        self._positions = Positions(document.text)

    def of_problems(self, problems: Sequence[Diagnostic], area: types.Range) -> list[types.CodeAction]:
        """The fixes of the problems that touch a part of the text; edits carry the version, so that they fit the text.

        Two problems that the same edits remove have one action.
        """
        start, end = self._positions.offset(area.start), self._positions.offset(area.end)
        near = [each for each in problems if each.start <= end and each.end >= start]
        actions: dict[tuple[str, tuple[Edit, ...]], types.CodeAction] = {}
        for each in near[:_MAX_PROBLEMS]:
            for fix, action in self._actions(each):
                same = actions.setdefault((fix.title, fix.edits), action)
                if same is not action:
                    same.diagnostics = [*(same.diagnostics or ()), *(action.diagnostics or ())]
        return list(actions.values())

    def _actions(self, problem: Diagnostic) -> Iterator[tuple[Fix, types.CodeAction]]:
        if problem.problem is None:
            return
        certain = self._fixes.of(problem.problem)
        for fix in certain:
            yield (
                fix,
                types.CodeAction(
                    title=fix.title,
                    kind=types.CodeActionKind.QuickFix,
                    diagnostics=diagnostic_messages(self._document.text, [problem]),
                    is_preferred=len(certain) == 1 or None,
                    edit=self._edit(fix),
                ),
            )

    def _edit(self, fix: Fix) -> types.WorkspaceEdit:
        edits = [types.TextEdit(self._positions.range(each.start, each.end), each.text) for each in fix.edits]
        if self._version is None:
            return types.WorkspaceEdit(changes={self._uri: edits})
        document = types.OptionalVersionedTextDocumentIdentifier(self._uri, self._version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, edits)])
