"""`pipefilter lsp` from its start to its end, driven by a scripted client."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from language_client import JsonObject, LanguageClient
from patience import PATIENCE

from pipefilter import check

PATTERN = '{"source": ["orders"], "detail": {"id": []}}'
PULLING: JsonObject = {
    "textDocument": {"diagnostic": {}},
    "workspace": {"diagnostics": {"refreshSupport": True}},
}


def _codes(problems: list[JsonObject]) -> list[str]:
    return [each["code"] for each in problems]


def _uri(folder: Path, name: str = "pattern.json") -> str:
    return (folder / name).as_uri()


def test_problems_are_published_and_withdrawn(tmp_path: Path) -> None:
    with LanguageClient(tmp_path) as client:
        uri = _uri(tmp_path)
        client.open(uri, PATTERN)
        (problem,) = client.diagnostics(uri, 1)
        assert problem == {
            "range": {"start": {"line": 0, "character": 41}, "end": {"line": 0, "character": 42}},
            "severity": 1,
            "code": "PF113",
            "codeDescription": {"href": "https://pipefilter.github.io/pipefilter/reference/codes/PF113/"},
            "source": "pipefilter",
            "message": problem["message"],
        }
        client.change(uri, 2, {"text": PATTERN.replace("[]", '["1"]')})
        assert client.diagnostics(uri, 2) == []
        client.change(uri, 3, {"text": PATTERN})
        client.diagnostics(uri, 3)
        client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
        client.await_until(lambda: client.published[uri]["diagnostics"] == [])
        assert client.end() == (0, "")


def test_positions_are_in_utf_16_whatever_the_client_prefers(tmp_path: Path) -> None:
    general = {"positionEncodings": ["utf-8", "utf-32", "utf-16"]}
    with LanguageClient(tmp_path, capabilities={"general": general}) as client:
        uri = _uri(tmp_path)
        client.open(uri, '{"\U0001f600\u00e9": []}')
        (problem,) = client.diagnostics(uri, 1)
        assert problem["range"]["start"] == {"line": 0, "character": 9}
        assert client.server_capabilities["positionEncoding"] == "utf-16"


@pytest.mark.slow
def test_it_says_on_a_terminal_that_an_editor_starts_it() -> None:
    main, terminal = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "pipefilter", "lsp"],
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    os.close(terminal)
    assert process.stderr is not None
    with process:
        line = process.stderr.readline().decode()
        process.send_signal(signal.SIGINT)
        output, rest = process.communicate(timeout=PATIENCE)
    os.close(main)
    assert line.startswith("An editor starts this command")
    assert (process.returncode, output, rest) == (0, b"", b"")


@pytest.mark.slow
def test_problems_are_pulled_by_a_client_that_can(tmp_path: Path) -> None:
    with LanguageClient(tmp_path, capabilities=PULLING) as client:
        uri = _uri(tmp_path)
        client.open(uri, PATTERN)
        pull = {"textDocument": {"uri": uri}}
        assert _codes(client.request("textDocument/diagnostic", pull)["items"]) == ["PF113"]
        client.change(uri, 2, {"text": "{}"})
        assert _codes(client.request("textDocument/diagnostic", pull)["items"]) == ["PF111"]
        client.notify("textDocument/didSave", pull)
        client.await_until(
            lambda: any(each["method"] == "workspace/diagnostic/refresh" for each in client.messages)
        )
        assert (
            client.request("textDocument/diagnostic", {"textDocument": {"uri": "file:///none"}})["items"] == []
        )
        assert client.published == {}


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["exit", "closed input", "interrupt"])
def test_it_ends_with_its_editor(tmp_path: Path, ending: str) -> None:
    with LanguageClient(tmp_path) as client:
        client.open(_uri(tmp_path), PATTERN)
        if ending == "exit":  # without the request before it
            client.notify("exit", None)
        elif ending == "closed input":
            assert client.process.stdin is not None
            client.process.stdin.close()
        else:
            client.diagnostics(_uri(tmp_path), 1)
            client.process.send_signal(signal.SIGINT)
        assert client.wait() == (0 if ending == "interrupt" else 1, "")


@pytest.mark.slow
def test_it_ends_when_the_process_of_its_editor_has_ended(tmp_path: Path) -> None:
    editor = subprocess.Popen([sys.executable, "-c", ""])
    editor.wait(PATIENCE)
    with LanguageClient(tmp_path, process=editor.pid) as client:
        assert client.wait() == (1, "")


@pytest.mark.slow
def test_what_is_not_a_message_is_logged(tmp_path: Path) -> None:
    with LanguageClient(tmp_path) as client:
        client.write_bytes(b"{")
        client.write_bytes(b"[1]")
        client.write({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": 1}})
        assert "error" in client.answer(
            client.send("textDocument/hover", {"textDocument": 1}) and client.send("x/y", {})
        )
        client.open(_uri(tmp_path), PATTERN)
        assert _codes(client.diagnostics(_uri(tmp_path), 1)) == ["PF113"]
        assert client.end()[1] == ""
        assert any(each["method"] == "window/logMessage" for each in client.messages)


@pytest.mark.slow
def test_settings_are_options_of_check(tmp_path: Path) -> None:
    text = '{"source": ["a"], "detail": {"id": [{"wildcard": "a*b"}]}}'
    with LanguageClient(tmp_path, options={"service": "esm", "source": "sqs"}) as client:
        client.open(_uri(tmp_path), text)
        assert "PF4" in str(_codes(client.diagnostics(_uri(tmp_path), 1)))
        client.notify("workspace/didChangeConfiguration", {"settings": {"pipefilter": {"ignore": ["PF4"]}}})
        client.change(_uri(tmp_path), 2, {"text": text})
        assert client.diagnostics(_uri(tmp_path), 2) == []


@pytest.mark.slow
def test_settings_are_asked_for_and_a_bad_one_is_said_once(tmp_path: Path) -> None:
    settings = {"service": "lambda?", "severity": 1, "command": "of the extension", "ignore": "PF4,PF1x"}
    capabilities = {
        "workspace": {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True}}
    }
    with LanguageClient(tmp_path, capabilities=capabilities, settings=settings) as client:
        client.await_until(lambda: len(_warnings(client)) == 1)
        client.settings = {"service": "lambda?", "severity": "fatal"}
        client.notify("workspace/didChangeConfiguration", {"settings": None})
        client.await_until(lambda: len(_warnings(client)) == 2)
        first, second = _warnings(client)
        assert first.count("pipefilter.") == 3
        assert second == "pipefilter.severity: 'fatal' is not a severity: use note, warning or error"


def _warnings(client: LanguageClient) -> list[str]:
    return [each["params"]["message"] for each in client.messages if each["method"] == "window/showMessage"]


@pytest.mark.slow
def test_other_files_are_read_from_disk_and_read_again_when_they_change(tmp_path: Path) -> None:
    (tmp_path / "variables.tf").write_text('locals { pattern = "{" }\n')
    main = 'resource "aws_cloudwatch_event_rule" "r" {\n  event_pattern = local.pattern\n}\n'
    uri = _uri(tmp_path, "main.tf")
    with LanguageClient(tmp_path) as client:
        client.open(uri, main, language="terraform")
        assert _codes(client.diagnostics(uri, 1)) == ["PF101"]
        (tmp_path / "variables.tf").write_text('locals { pattern = "{\\"source\\": [\\"a\\"]}" }\n')
        changed = {"changes": [{"uri": _uri(tmp_path, "variables.tf"), "type": 2}]}
        client.notify("workspace/didChangeWatchedFiles", changed)
        client.await_until(lambda: client.published[uri]["diagnostics"] == [])


@pytest.mark.slow
def test_documents_have_names_of_any_form() -> None:
    documents: tuple[tuple[str, str, list[str]], ...] = (
        ("untitled:Untitled-1", "json", ["PF113"]),
        ("untitled:Untitled-2", "yaml", ["PF113"]),
        ("untitled:Untitled-3", "plaintext", []),
        ("untitled:Untitled-4", "cloudformation", []),
        ("untitled:/home/me/pattern.json", "json", ["PF113"]),
        ("git:/home/me/pattern.json?ref=1", "json", ["PF113"]),
        ("file:///none/a%20b/%C3%A9%FF/pattern.json", "json", ["PF113"]),
        ("file:///none/node_modules/x.md", "json", []),
        ("file://[x", "json", ["PF113"]),
        ("file:", "json", ["PF113"]),
        ("", "json", ["PF113"]),
    )
    with LanguageClient() as client:
        for uri, language, codes in documents:
            client.open(uri, PATTERN, language=language)
            assert _codes(client.diagnostics(uri, 1)) == codes, uri
        assert client.end() == (0, "")


@pytest.mark.slow
def test_a_log_of_many_megabytes_does_not_hold_up_others(tmp_path: Path) -> None:
    with LanguageClient(tmp_path) as client:
        client.open(_uri(tmp_path, "log.json"), '{"message": "x"}\n' * 200_000)
        client.open(_uri(tmp_path, "huge.yaml"), "a: b\n" * 500_000, language="yaml")
        client.open(_uri(tmp_path), PATTERN)
        assert _codes(client.diagnostics(_uri(tmp_path), 1)) == ["PF113"]
        client.change(
            _uri(tmp_path, "log.json"),
            2,
            {"range": {"start": {"line": 9, "character": 0}, "end": {"line": 9, "character": 3}}, "text": "{"},
        )
        assert client.diagnostics(_uri(tmp_path, "log.json"), 2) == []
        (note,) = client.diagnostics(_uri(tmp_path, "huge.yaml"), 1)
        assert note["severity"] == 3
        assert "2,000,000" in note["message"]


def test_without_pygls_it_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "pygls.py").write_text("raise ModuleNotFoundError('no', name='pygls')\n")
    run = subprocess.run(
        [sys.executable, "-m", "pipefilter", "lsp"],
        capture_output=True,
        check=False,
        encoding="utf-8",
        input="",
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])},
    )
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "Error: the language server requires pygls: pip install 'pipefilter[lsp]'\n"


@pytest.mark.slow
def test_a_file_that_is_not_utf_8_has_the_problem_of_check(tmp_path: Path) -> None:
    (tmp_path / "pattern.json").write_bytes(b'{"source": ["\xe9"]}')
    with LanguageClient(tmp_path) as client:
        uri, text = _uri(tmp_path), '{"source": ["\ufffd"]}'
        client.open(uri, text)
        assert _codes(client.diagnostics(uri, 1)) == ["PF103"]
        client.change(uri, 2, {"text": text})
        assert client.diagnostics(uri, 2) == []
        other = _uri(tmp_path, "other-pattern.json")
        client.open(other, text)  # is not a file
        assert client.diagnostics(other, 1) == []


@pytest.mark.slow
def test_a_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    """As by `check`."""
    (tmp_path / "elsewhere").mkdir()
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    for path in (tmp_path / "elsewhere" / "pattern.json", folder / "pattern.json"):
        path.write_text(PATTERN)
    assert [file.file for file in check(folder).files] == [str(folder / "pattern.json")]
    with LanguageClient(folder) as client:
        for path, codes in ((folder / "link" / "pattern.json", []), (folder / "pattern.json", ["PF113"])):
            client.open(path.as_uri(), PATTERN)
            assert _codes(client.diagnostics(path.as_uri(), 1)) == codes
