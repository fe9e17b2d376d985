"""Messages that are invalid or out of turn: each is answered or said in the log, and the next one is handled."""

from __future__ import annotations

from pathlib import Path

import pytest
from language_client import JsonObject, LanguageClient

PATTERN = '{"source": ["orders"], "detail": {"id": []}}'


def _uri(folder: Path, name: str = "pattern.json") -> str:
    return (folder / name).as_uri()


def _code(answer: JsonObject) -> object:
    return answer["error"]["code"] if "error" in answer else None


@pytest.mark.slow
def test_messages_out_of_turn(tmp_path: Path) -> None:
    client = LanguageClient(tmp_path)
    client.open(_uri(tmp_path), PATTERN)  # is dropped
    assert _code(client.answer(client.send("textDocument/hover", {}))) == -32002
    with client:
        assert client.request("pipefilter/text", {"textDocument": {"uri": _uri(tmp_path)}}) is None
        assert _code(client.answer(client.send("initialize", {"capabilities": {}}))) == -32600
        for method in ("x/unknown", "textDocument/rename"):
            assert _code(client.answer(client.send(method, None))) == -32601
        assert client.answer(client.send("shutdown", None))["result"] is None
        assert _code(client.answer(client.send("textDocument/hover", {}))) == -32600
        client.notify("exit", None)
        assert client.wait() == (0, "")
    assert not [each for each in client.messages if each["method"] == "window/logMessage"]


BROKEN = [
    b"{bad",
    b"[" * 100_000,
    b"\xff",
    b"{}",
    b"[]",
    b"null",
    b"5",
    b'[{"jsonrpc": "2.0", "id": 98, "method": "pipefilter/text", "params": {}}]',
    b'{"jsonrpc": "2.0"}',
    b'{"jsonrpc": "2.0", "id": null, "method": "x"}',
    b'{"jsonrpc": "2.0", "id": {"a": 1}, "method": "textDocument/hover"}',
    b'{"jsonrpc": "2.0", "id": {"a": 1}, "result": 1}',
    b'{"jsonrpc": "1.0", "id": 7, "method": "textDocument/hover"}',
    b'{"jsonrpc": "2.0", "method": "workspace/didChangeConfiguration", "params": null}',
    b'{"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {}}',
    b'{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": {"uri": 5}}}',
]


@pytest.mark.slow
def test_a_broken_message_is_one_line_in_the_log(tmp_path: Path) -> None:
    with LanguageClient(tmp_path) as client:
        for body in BROKEN:
            client.write_bytes(body)
            assert client.request("pipefilter/text", {"textDocument": {"uri": "file:///none"}}) is None
            log = [each["params"]["message"] for each in client.messages]
            client.messages.clear()
            assert len(log) == 1, (body, log)
            assert "\n" not in log[0]
            assert "Traceback" not in log[0]
        assert _code(client.answer(client.send("textDocument/hover", {}))) == -32602
        assert client.end() == (0, "")


@pytest.mark.slow
@pytest.mark.parametrize(
    "header", [b"Content-Length: abc\r\n\r\n{}", b"Content-Length: -5\r\n\r\n", b"x\r\n\r\n"]
)
def test_a_lost_stream_ends_the_server(tmp_path: Path, header: bytes) -> None:
    with LanguageClient(tmp_path) as client:
        assert client.process.stdin is not None
        client.process.stdin.write(header)
        client.process.stdin.flush()
        assert client.wait() == (1, "")
        client.await_until(lambda: any("Content-Length" in str(each) for each in client.messages))
