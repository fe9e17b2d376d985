"""When documents are checked: shortly after they have changed, each in its newest version only."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from pipefilter.application.check_settings import CheckSettings
from pipefilter.editing.diagnostics import Diagnostic, diagnostics
from pipefilter.editing.document import Document
from pipefilter.language_server.open_document import MAX_CHECKED, OpenDocument
from pipefilter.language_server.workers import Workers
from pipefilter.templates.recognition import may_be_template

__all__ = ["Checks"]

_QUIET_SECONDS = 0.1
"""How long nothing must have changed before a document is checked, so that not every keystroke is."""
_THREADS = 3


class Checks:
    """Checks open documents, at most one version of each at a time.

    Args:
        settings: returns those of now.
        publish: takes the problems of a document that has not changed since.
        report: takes an error of a check, which is a bug.
    """

    def __init__(
        self,
        settings: Callable[[], CheckSettings],
        publish: Callable[[OpenDocument, Document, tuple[Diagnostic, ...]], None],
        report: Callable[[str, Exception], None],
    ) -> None:
        self._settings = settings
        self._publish = publish
        self._report = report
        self._workers = Workers(_THREADS, "checks")
        self._running: dict[str, asyncio.Task[None]] = {}

    def request(self, document: OpenDocument, *, waits: bool = True) -> None:
        """Check a document soon.

        Args:
            waits: whether more changes may follow at once, as they do while someone types.
        """
        self._task(document, waits=waits)

    async def newest(self, document: OpenDocument) -> tuple[Document, tuple[Diagnostic, ...]]:
        """The problems of the newest version, which is checked if it was not."""
        while document.results is None or document.results[0] != document.revision:
            await asyncio.shield(self._task(document, waits=False))
        return document.results[1:]

    def forget(self, document: OpenDocument) -> None:
        """Drop the check of a document that is closed."""
        if (task := self._running.pop(document.uri, None)) is not None:
            task.cancel()

    def _task(self, document: OpenDocument, *, waits: bool) -> asyncio.Task[None]:
        task = self._running.get(document.uri)
        if task is None or task.done():
            task = asyncio.ensure_future(self._check(document, waits=waits))
            self._running[document.uri] = task
        return task

    async def _check(self, document: OpenDocument, *, waits: bool) -> None:
        """Check a document until no newer version has come meanwhile."""
        revision = -1
        while revision != document.revision:
            revision = document.revision
            if waits:
                await asyncio.sleep(_QUIET_SECONDS)
                if revision != document.revision:
                    continue
            waits = True
            snapshot, problems = await self._checked(document)
            if revision == document.revision:
                document.results = (revision, snapshot, problems)
                self._publish(document, snapshot, problems)

    async def _checked(self, document: OpenDocument) -> tuple[Document, tuple[Diagnostic, ...]]:
        settings, folder, place = self._settings(), document.folder, document.place
        snapshot = Document(
            place.name if place is not None else document.uri, document.text.text, document.unreadable
        )
        if place is None:
            return snapshot, ()
        check = too_long if document.is_too_long else lambda each: diagnostics(each, settings, folder)
        try:
            return snapshot, await self._workers.run(lambda: check(snapshot))
        except Exception as error:  # noqa: BLE001 - a bug in a check must not end the others
            self._report(f"the check of {document.uri}", error)
            return snapshot, ()


def too_long(document: Document) -> tuple[Diagnostic, ...]:
    """That a document is not checked, if it may be a template: other files of this length are logs and the like."""
    if not may_be_template(document.name, document.data):
        return ()
    message = f"longer than {MAX_CHECKED:,} characters, so it is not checked here: run pipefilter check"
    return (Diagnostic(0, 0, "", "note", message),)
