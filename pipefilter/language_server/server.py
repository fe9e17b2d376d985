"""The server: the open documents, their checks, and what it tells the editor."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from lsprotocol import types
from pygls.exceptions import FeatureRequestError
from pygls.lsp.server import LanguageServer

from pipefilter.application.check_settings import CheckSettings
from pipefilter.application.pattern_files import is_checked
from pipefilter.editing.diagnostics import Diagnostic
from pipefilter.editing.document import Document
from pipefilter.language_server.checks import Checks
from pipefilter.language_server.document_place import document_place, file_path
from pipefilter.language_server.editor_settings import editor_settings
from pipefilter.language_server.messages import diagnostic_messages
from pipefilter.language_server.open_document import OpenDocument
from pipefilter.language_server.protocol import EditorProtocol
from pipefilter.language_server.workers import Workers
from pipefilter.override import override

__all__ = ["THREADS", "EditorServer"]

_Answer = TypeVar("_Answer")
THREADS = 4
"""For what an editor asks about a position, so that it need not wait for checks."""


class EditorServer(LanguageServer):
    """Answers one editor."""

    protocol: EditorProtocol

    def __init__(self, version: str) -> None:
        super().__init__("pipefilter", version, protocol_cls=EditorProtocol)
        self.documents: dict[str, OpenDocument] = {}
        self.settings = CheckSettings()
        self.workers = Workers(THREADS, "answers")
        self.checks = Checks(lambda: self.settings, self._publish, self.log_error)
        self.is_pulled = False
        """Whether the editor asks for problems itself, and would show them twice if they were also sent."""
        self._questions: dict[tuple[str, str], object] = {}
        """The last question of each kind about each document."""
        self._faults: tuple[str, ...] = ()

    # ---- documents

    def open(self, item: types.TextDocumentItem) -> None:
        """Open a document, and check it."""
        place = document_place(item.uri, item.language_id, self.folders)
        if (before := self.documents.get(item.uri)) is not None:
            self.checks.forget(before)
        document = OpenDocument(item.uri, item.language_id, item.version, item.text, place)
        self.documents[item.uri] = document
        self._changed(document, waits=False)

    def change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Change the text of a document, and check it soon."""
        document = self.documents.get(params.text_document.uri)
        if document is None:  # of an editor that changes what it has not opened, there is no text
            return
        for change in params.content_changes:
            if isinstance(change, types.TextDocumentContentChangePartial):
                document.text.change(change.range, change.text)
            else:
                document.text.replace(change.text)
        document.version = params.text_document.version
        document.unreadable = None
        self._changed(document)

    def close(self, uri: str) -> None:
        """Close a document; its problems are not shown any more."""
        document = self.documents.pop(uri, None)
        if document is not None:
            self.checks.forget(document)
            if not self.is_pulled:
                self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def _changed(self, document: OpenDocument, *, waits: bool = True) -> None:
        """Check a document soon, or when the editor asks for its problems."""
        document.revision += 1
        if not self.is_pulled:
            self.checks.request(document, waits=waits)

    def check_all(self) -> None:
        """Check all documents again, since the settings or files that they refer to may have changed."""
        for document in self.documents.values():
            self._changed(document)
        if self.is_pulled and self.documents:
            self.workspace_diagnostic_refresh(None)

    def place_all(self) -> None:
        """Find the folders of all documents again, and check them."""
        for document in self.documents.values():
            document.place = document_place(document.uri, document.language, self.folders)
        self.check_all()

    @property
    def folders(self) -> list[Path]:
        """The folders of the workspace."""
        uris = list(self.workspace.folders) or [self.workspace.root_uri or ""]
        return [Path(path) for path in map(file_path, uris) if path is not None]

    async def answer(
        self, doing: str, uri: str, function: Callable[[Document, CheckSettings], _Answer]
    ) -> _Answer | None:
        """What a function answers about a document, if it is checked; None otherwise, and if the function fails."""
        return await self.answer_if_needed(
            doing, uri, lambda document, settings, _: function(document, settings)
        )

    async def answer_if_needed(
        self,
        doing: str,
        uri: str,
        function: Callable[[Document, CheckSettings, Callable[[], bool]], _Answer],
    ) -> _Answer | None:
        """The answer of a function that can ask whether it should stop, since nobody needs its answer any more.

        That is so when the editor has cancelled the request, has closed the document, or asks the same about it again.
        Then the answer is None.
        """
        opened = self.documents.get(uri)
        document = opened.snapshot() if opened is not None else None
        if opened is None or document is None:
            return None
        folder, settings = opened.folder, self.settings
        question = self._questions[doing, uri] = object()

        def should_stop() -> bool:
            is_newest = self._questions.get((doing, uri)) is question
            return not is_newest or self.documents.get(uri) is not opened

        def job() -> _Answer | None:
            if should_stop():
                return None
            if folder is not None and not is_checked(Path(document.name), folder, document.data):
                return None
            answer = function(document, settings, should_stop)
            return None if should_stop() else answer  # it may not be complete

        try:
            return await self.workers.run(job)
        except Exception as error:  # noqa: BLE001 - the editor goes on without an answer
            self.log_error(doing, error)
            return None
        finally:
            if self._questions.get((doing, uri)) is question:
                del self._questions[doing, uri]

    # ---- what the editor is told

    def _publish(self, document: OpenDocument, snapshot: Document, problems: tuple[Diagnostic, ...]) -> None:
        if self.is_pulled:  # the answer to the editor's question has them
            return
        messages = diagnostic_messages(snapshot.text, problems)
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(document.uri, messages, document.version)
        )

    def use_settings(self, values: object) -> None:
        """Use the settings of the editor; one that cannot be used is said once."""
        settings = editor_settings(values)
        new = [fault for fault in settings.faults if fault not in self._faults]
        self.settings, self._faults = settings.check, settings.faults
        if new:
            message = "; ".join(new)
            self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, message))
        self.check_all()

    def log_error(self, doing: str, error: BaseException) -> None:
        """Say in the editor's log that something failed, with what a report of the bug needs."""
        lines = "".join(traceback.format_exception(error))
        message = f"pipefilter failed in {doing}: {type(error).__name__}. Please report it:\n{lines}"
        self.log(message)

    @override
    def report_server_error(self, error: Exception, source: object) -> None:
        """Say in the log what failed; pygls calls it."""
        if source is FeatureRequestError:  # whose answer is an error
            return
        self.log_error("a message", error)

    def log(self, message: str) -> None:
        """Say a sentence in the editor's log."""
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, message))
