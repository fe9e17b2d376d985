"""What pygls does not handle as the protocol says: changes of documents, and messages that are invalid or out of turn."""

from __future__ import annotations

import json
from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import (
    JsonRpcException,
    JsonRpcInvalidParams,
    JsonRpcInvalidRequest,
    JsonRpcMethodNotFound,
    JsonRpcServerNotInitialized,
)
from pygls.protocol import LanguageServerProtocol, lsp_method

from pipefilter.override import override

if TYPE_CHECKING:
    from pipefilter.language_server.server import EditorServer

__all__ = ["EditorProtocol"]


class EditorProtocol(LanguageServerProtocol):
    """Gives changes of documents to the server, whose documents count lines as the protocol does; pygls's do not."""

    _server: EditorServer

    @lsp_method(types.INITIALIZE)
    @override
    def lsp_initialize(self, params: types.InitializeParams) -> Generator[Any, Any, types.InitializeResult]:
        """Begin, with positions in UTF-16 whatever the editor prefers: problems are counted so, and every editor can."""
        if (general := params.capabilities.general) is not None:
            general.position_encodings = [types.PositionEncodingKind.Utf16]
        return (yield from super().lsp_initialize(params))

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    @override
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        self._server.open(params.text_document)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    @override
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        self._server.change(params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    @override
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        self._server.close(params.text_document.uri)

    def take(self, body: bytes) -> None:
        """Handle a message; one that cannot be handled is answered with an error, or said in the log."""
        try:
            data = json.loads(body)
        except (ValueError, RecursionError):
            self._server.log("a message of the editor is not JSON")
            return
        if not _is_message(data):
            self._server.log("a message of the editor is not an object of JSON-RPC 2.0")
            return
        method, number = data.get("method"), data.get("id")
        if method is not None and (refusal := self._refusal(method)) is not None:
            if number is not None:
                self._send_response(number, error=refusal.to_response_error())
            return
        if method is not None and self.get_message_type(method) is None:
            data.setdefault("params", None)
        try:
            message = self.structure_message(data)
        except JsonRpcException:
            text = (
                f"the message {method or 'with an answer'} does not have the form that the protocol specifies"
            )
            if method is not None and number is not None:
                self._send_response(number, error=JsonRpcInvalidParams(text).to_response_error())
            self._server.log(text)
            return
        try:
            self.handle_message(message)
        except Exception as error:  # noqa: BLE001 - the next message is handled all the same
            self._server.report_server_error(error, JsonRpcException)

    def _refusal(self, method: str) -> JsonRpcException | None:
        """Why a message is not handled now; None if it is. A notification is then dropped, as the protocol says."""
        if method == types.EXIT:
            return None
        if self._shutdown:
            return JsonRpcInvalidRequest("the server is shut down")
        is_begun = self._workspace is not None
        if method == types.INITIALIZE:
            return JsonRpcInvalidRequest("the server is initialized already") if is_begun else None
        if not is_begun:
            return JsonRpcServerNotInitialized("the server is not initialized")
        is_known = method in {*self.fm.features, *self.fm.builtin_features, types.CANCEL_REQUEST}
        return None if is_known else JsonRpcMethodNotFound.of(method)

    @property
    def is_shut_down(self) -> bool:
        """Whether the editor has asked for the end, after which it may end the process."""
        return self._shutdown


def _is_message(data: object) -> bool:
    """Whether a JSON value is a request, a notification or an answer; it may not have the form that its method has."""
    if not isinstance(data, dict) or data.get("jsonrpc") != "2.0":
        return False
    number = data.get("id", 0)
    is_number = isinstance(number, int | str) and not isinstance(number, bool)
    return is_number and (isinstance(data.get("method"), str) or ("method" not in data and "id" in data))
