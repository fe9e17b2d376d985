"""The messages that pygls would handle itself, but not as the protocol says: changes of documents, and the end."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
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

    @override
    def structure_message(self, data: dict[str, Any]) -> Any:
        """A message with the types of the protocol; a request that has none is answered, too: its sender may wait."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" in data and "method" in data:
                self._send_response(data["id"], error=error.to_response_error())
            raise

    @property
    def is_shut_down(self) -> bool:
        """Whether the editor has asked for the end, after which it may end the process."""
        return self._shutdown
