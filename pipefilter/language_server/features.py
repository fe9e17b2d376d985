"""The server with its answers to each notification and request of an editor."""

from __future__ import annotations

import asyncio

from lsprotocol import types

from pipefilter.language_server.editor_settings import SECTION
from pipefilter.language_server.messages import diagnostic_messages
from pipefilter.language_server.server import EditorServer

__all__ = ["editor_server"]

_WATCHED = "**/*.{json,yaml,yml,template,tf}"
"""Files that others may refer to, or that make the files beside them events."""


def editor_server(version: str) -> EditorServer:
    """A server that is ready to read messages.

    Args:
        version: of pipefilter, as editors show it.
    """
    server = EditorServer(version)
    server.feature(types.INITIALIZE)(_initialize)
    server.feature(types.INITIALIZED)(_initialized)
    server.feature(types.TEXT_DOCUMENT_DID_SAVE)(_saved)
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
    del params
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
