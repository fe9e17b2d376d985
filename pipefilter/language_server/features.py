"""The server with its answers to each notification and request of an editor."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from lsprotocol import types

from pipefilter.application.check_settings import CheckSettings
from pipefilter.editing.completion.completions import completions
from pipefilter.editing.document import Document
from pipefilter.editing.hover.pattern_hover import hover
from pipefilter.language_server.code_actions import CodeActions
from pipefilter.language_server.completion_messages import completion_list
from pipefilter.language_server.editor_settings import SECTION
from pipefilter.language_server.messages import diagnostic_messages
from pipefilter.language_server.positions import Positions
from pipefilter.language_server.server import EditorServer

__all__ = ["editor_server"]

_TRIGGERS = "\"':[{,"
"""The characters after which an editor asks for completions without being told to."""
_KINDS = frozenset((types.CodeActionKind.QuickFix, types.CodeActionKind.Empty))
"""The kinds of actions of which ours are."""
TEXT = "pipefilter/text"
"""The method that answers with the text of a document as the server has it, to find out whether a client sends all changes."""
_WATCHED = "**/*.{json,yaml,yml,template,tf,tpl,tftpl,txt}"
"""Files that others may refer to, or that make the files beside them events; others that Terraform may include are rare."""


def editor_server(version: str) -> EditorServer:
    """A server that is ready to read messages.

    Args:
        version: of pipefilter, as editors show it.
    """
    server = EditorServer(version)
    server.feature(types.INITIALIZE)(_initialize)
    server.feature(types.INITIALIZED)(_initialized)
    server.feature(types.TEXT_DOCUMENT_DID_SAVE)(_saved)
    server.feature(types.TEXT_DOCUMENT_HOVER)(_hover)
    server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(list(_TRIGGERS)))(_completions)
    fixing = types.CodeActionOptions([types.CodeActionKind.QuickFix])
    server.feature(types.TEXT_DOCUMENT_CODE_ACTION, fixing)(_code_actions)
    server.feature(TEXT)(_text)
    server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)(_configured)
    server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(_files_changed)
    server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(_folders_changed)
    return server


def _initialize(ls: EditorServer, params: types.InitializeParams) -> None:
    ls.use_settings(params.initialization_options)
    text, workspace = params.capabilities.text_document, params.capabilities.workspace
    refreshes = (
        workspace is not None and workspace.diagnostics is not None and workspace.diagnostics.refresh_support
    )
    # an editor that cannot be asked to pull again would not see what a change in another file does
    if text is not None and text.diagnostic is not None and refreshes:
        ls.is_pulled = True
        options = types.DiagnosticOptions(
            inter_file_dependencies=True, workspace_diagnostics=False, identifier=SECTION
        )
        ls.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)(_diagnostics)


async def _initialized(ls: EditorServer, params: types.InitializedParams) -> None:
    del params
    workspace = ls.client_capabilities.workspace
    if workspace is None:
        return
    registrations = []
    if (watch := workspace.did_change_watched_files) is not None and watch.dynamic_registration:
        watchers = [types.FileSystemWatcher(_WATCHED)]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        registrations.append(_registration(types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options))
    if (configuration := workspace.did_change_configuration) is not None and configuration.dynamic_registration:
        section = types.DidChangeConfigurationRegistrationOptions(SECTION)
        registrations.append(_registration(types.WORKSPACE_DID_CHANGE_CONFIGURATION, section))
    if registrations:
        ls.client_register_capability(types.RegistrationParams(registrations))
    if workspace.configuration:
        await _ask_for_settings(ls)


def _registration(method: str, options: object) -> types.Registration:
    return types.Registration(f"{SECTION}:{method}", method, options)


async def _ask_for_settings(ls: EditorServer) -> None:
    """Ask for the section of our settings; one without any value does not replace those of the start."""
    try:
        answer = await ls.workspace_configuration_async(
            types.ConfigurationParams([types.ConfigurationItem(section=SECTION)])
        )
    except Exception as error:  # noqa: BLE001 - an editor may refuse
        ls.log_error("asking for the settings", error)
        return
    if answer and answer[0] is not None:
        ls.use_settings(answer[0])


async def _configured(ls: EditorServer, params: types.DidChangeConfigurationParams) -> None:
    workspace = ls.client_capabilities.workspace
    if workspace is not None and workspace.configuration:
        await _ask_for_settings(ls)
    else:
        ls.use_settings(params.settings)


def _saved(ls: EditorServer, params: types.DidSaveTextDocumentParams) -> None:
    document = ls.documents.get(params.text_document.uri)
    if document is not None:
        document.unreadable = None  # editors save what they show
    ls.check_all()


def _files_changed(ls: EditorServer, params: types.DidChangeWatchedFilesParams) -> None:
    del params
    ls.check_all()


def _folders_changed(ls: EditorServer, params: types.DidChangeWorkspaceFoldersParams) -> None:
    del params
    ls.place_all()


async def _diagnostics(
    ls: EditorServer, params: types.DocumentDiagnosticParams
) -> types.RelatedFullDocumentDiagnosticReport:
    document = ls.documents.get(params.text_document.uri)
    if document is None:
        return types.RelatedFullDocumentDiagnosticReport([])
    try:
        snapshot, problems = await ls.checks.newest(document)
    except asyncio.CancelledError:
        if params.text_document.uri in ls.documents:
            raise  # the editor does not wait any more
        return types.RelatedFullDocumentDiagnosticReport([])  # it was closed
    return types.RelatedFullDocumentDiagnosticReport(diagnostic_messages(snapshot.text, problems))


def _text(ls: EditorServer, params: object) -> str | None:
    """The text of an open document; pygls has no types for a method that is not of the protocol."""
    document = ls.documents.get(str(getattr(getattr(params, "textDocument", None), "uri", "")))
    return None if document is None else document.text.text


async def _hover(ls: EditorServer, params: types.HoverParams) -> types.Hover | None:
    def answer(
        document: Document, settings: CheckSettings, should_stop: Callable[[], bool]
    ) -> types.Hover | None:
        positions = Positions(document.text)
        content = hover(document, positions.offset(params.position), settings, should_stop)
        if content is None:
            return None
        area = positions.range(content.start, content.end)
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, content.markdown), area)

    return await ls.answer_if_needed("hover", params.text_document.uri, answer)


async def _completions(ls: EditorServer, params: types.CompletionParams) -> types.CompletionList | None:
    text = ls.client_capabilities.text_document
    item = text.completion.completion_item if text is not None and text.completion is not None else None
    with_snippets = item is not None and bool(item.snippet_support)

    def answer(
        document: Document, settings: CheckSettings, should_stop: Callable[[], bool]
    ) -> types.CompletionList:
        offset = Positions(document.text).offset(params.position)
        offered = completions(document, offset, settings, should_stop)
        return completion_list(document.text, offered, with_snippets=with_snippets)

    return await ls.answer_if_needed("completion", params.text_document.uri, answer)


async def _code_actions(ls: EditorServer, params: types.CodeActionParams) -> list[types.CodeAction] | None:
    document = ls.documents.get(params.text_document.uri)
    only = params.context.only
    if document is None or (only is not None and _KINDS.isdisjoint(only)):
        return None
    try:
        _, problems = await ls.checks.newest(document)
    except asyncio.CancelledError:
        if params.text_document.uri in ls.documents:
            raise
        return None
    workspace = ls.client_capabilities.workspace
    edit = workspace.workspace_edit if workspace is not None else None
    version = document.version if edit is not None and edit.document_changes else None

    uri, revision = params.text_document.uri, document.revision
    is_over = False

    def should_stop() -> bool:
        """Whether the editor does not wait any more, or the document is another one now."""
        return is_over or ls.documents.get(uri) is not document or document.revision != revision

    def answer(document: Document, settings: CheckSettings) -> list[types.CodeAction]:
        return CodeActions(uri, version, document, settings, should_stop).of_problems(problems, params.range)

    try:
        # an editor may ask for several parts of a document, and needs all answers
        return await ls.answer(f"code actions {params.range}", uri, answer)
    finally:
        is_over = True
