"""`pipefilter serve` as a process: where it listens, how it ends, what it prints."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.request import urlopen

import pytest
from patience import PATIENCE
from running_server import reserved_port

from pipefilter.cli.serve.command import command
from pipefilter.serving.http_server import PageServer

HINT = "Open this URL in a browser, or use it as the endpoint URL of an AWS SDK. Press Ctrl-C to stop."
RUN = "import sys; from pipefilter.cli.serve.command import command; sys.exit(command(sys.argv[1:], standalone_mode=False))"


@contextmanager
def serving(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process, and the line that it has printed."""
    program = (sys.executable, "-c", RUN, *arguments)
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().rstrip("\n")
        finally:
            process.kill()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_begin_and_end(sent: signal.Signals) -> None:
    """It prints where it listens, answers, ends with 0 even with an open connection, and frees the port."""
    with reserved_port() as reserved, serving("--port", str(reserved)) as (process, url):
        assert url.startswith("http://127.0.0.1:")
        port = int(url.rpartition(":")[2])
        with urlopen(f"{url}/api/choices") as answer:  # noqa: S310 - this server
            assert answer.status == 200
        with socket.create_connection(("127.0.0.1", port)):
            process.send_signal(sent)
            out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
        assert out == ""
        hint, *lines = err.splitlines()
        assert hint == HINT
        assert len(lines) == 1
        assert lines[0].startswith("127.0.0.1  GET /api/choices  200  ")
        with socket.create_server(("127.0.0.1", port)):
            pass


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_end_while_requests_are_evaluated(sent: signal.Signals) -> None:
    """It does not wait for evaluations: each is ended, and nothing is printed about that."""
    values = [f"value {number}" for number in range(200)]
    filters = [{"Pattern": json.dumps({"body": {"a": values}})}] * 40
    question = {"pattern": json.dumps({"Filters": filters}), "event": "{}", "service": "pipe", "source": "sqs"}
    body = json.dumps(question).encode()
    head = (
        f"POST /api/evaluate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n"
    )
    with serving("--port", "0", "--quiet") as (process, url), ExitStack() as stack:
        for _ in range(8):  # more than are evaluated at a time
            address = ("127.0.0.1", int(url.rpartition(":")[2]))
            connection = stack.enter_context(socket.create_connection(address))
            connection.sendall(head.encode())
            assert connection.recv(100).startswith(b"HTTP/1.1 100 ")
            connection.sendall(body)
        process.send_signal(sent)
        out, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, out, err) == (0, "", "")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_json_quiet_and_open_to_others() -> None:
    """--json prints an object, --quiet no lines; a warning says that other machines have access."""
    with serving("--port", "0", "--json", "--quiet", "--host", "0.0.0.0") as (process, line):  # noqa: S104 - the warning is tested
        document = json.loads(line)
        assert document == {"url": f"http://127.0.0.1:{document['port']}", "port": document["port"]}
        with urlopen(f"{document['url']}/api/choices") as answer:  # noqa: S310 - this server
            assert answer.status == 200
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
        assert err == "Warning: with 0.0.0.0, other machines have access, and there is no password\n"


@pytest.mark.parametrize("is_opened", [True, False])
def test_open(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *, is_opened: bool) -> None:
    """--open opens the page once the server listens; without a browser a message says so."""

    def open_page(url: str) -> bool:
        with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), timeout=PATIENCE):
            urls.append(url)
        return is_opened

    def serve_forever(_server: PageServer) -> None:
        for thread in threading.enumerate():
            if thread.name == "opening the page":
                thread.join(PATIENCE)
        raise KeyboardInterrupt

    urls: list[str] = []
    monkeypatch.setattr("webbrowser.open", open_page)
    monkeypatch.setattr(PageServer, "serve_forever", serve_forever)
    assert command(["--port", "0", "--open", "--quiet"], standalone_mode=False) == 0
    out, err = capsys.readouterr()
    assert urls == [out.strip()]
    warning = f"Warning: no browser was found; open {urls[0]} yourself\n"
    assert err == ("" if is_opened else warning)
    command(["--port", "0", "--quiet"], standalone_mode=False)
    assert len(urls) == 1


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    import click

    with pytest.raises(click.ClickException) as caught:
        command(list(arguments), standalone_mode=False)
    assert caught.value.exit_code == 2
    assert capsys.readouterr().out == ""
    return caught.value.message


def test_where_it_cannot_listen(capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence says why, and what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert refusal(capsys, "--port", port) == (
            f"port {port} of 127.0.0.1 is in use: use another --port, or --port 0 for any free port"
        )
    assert refusal(capsys, "--port", "0", "--host", "no.host.invalid").startswith(
        "there is no host no.host.invalid"
    )
    assert "is not an address of this machine" in refusal(capsys, "--port", "0", "--host", "192.0.2.1")
    assert "cannot listen" in refusal(capsys, "--port", "0", "--host", "x" * 100)
    assert refusal(capsys, "--host", " ").startswith("--host requires an address")
