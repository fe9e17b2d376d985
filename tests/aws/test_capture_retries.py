"""How often and for how long AWS is retried, and servers that are not S3: real clients, and servers that refuse."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import pytest
from click.testing import CliRunner
from s3_clients import forget_s3_clients

from pipefilter.aws.capture import page as capture_page
from pipefilter.aws.timed_retries import TimedRetries
from pipefilter.cli.main import pipefilter as command

HERE = "127.0.0.1"
STREAM = "arn:aws:dynamodb:eu-west-1:123456789012:table/t/stream/2026-01-01T00:00:00.000"
THROTTLED = b'{"__type": "ThrottlingException", "message": "Rate exceeded"}'


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Credentials, and no settings from the environment of the tests."""
    for name in ("PROFILE", "DEFAULT_PROFILE", "SESSION_TOKEN", "ENDPOINT_URL", "MAX_ATTEMPTS", "RETRY_MODE"):
        monkeypatch.delenv(f"AWS_{name}", raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    forget_s3_clients()


class Answering(BaseHTTPRequestHandler):
    """Sends its answers one after the other, the last one forever."""

    answers: ClassVar[list[tuple[int, bytes]]] = []
    kind: ClassVar[str] = "application/x-amz-json-1.1"
    requests: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        """Answer."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, data = self.answers[min(len(self.requests), len(self.answers) - 1)]
        self.requests.append(f"{self.command} {self.path}")
        self.send_response(status)
        self.send_header("Content-Type", self.kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def do_GET(self) -> None:
        """Answer in the same way."""
        self.do_POST()

    def do_HEAD(self) -> None:
        """Answer without the body."""
        self.do_POST()

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@contextmanager
def answering(*answers: tuple[int, bytes], kind: str = Answering.kind) -> Iterator[tuple[str, list[str]]]:
    """The address of a server with these answers, and the requests that it receives."""
    requests: list[str] = []
    handler = type("Handler", (Answering,), {"answers": list(answers), "kind": kind, "requests": requests})
    with ThreadingHTTPServer((HERE, 0), handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://{HERE}:{httpd.server_port}", requests
        finally:
            httpd.shutdown()
            thread.join()
            forget_s3_clients()


COMMANDS = (
    ("capture", "dynamodb-stream", "t"),
    ("capture", "kinesis", "s"),
    ("capture", "sqs", "q"),
    ("capture", "logs", "g"),
)


@pytest.mark.slow
@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda given: given[1])
@pytest.mark.parametrize(
    "mode",
    ["", "standard", *(pytest.param(mode, marks=pytest.mark.nightly) for mode in ("legacy", "adaptive"))],
)
def test_attempts_in_the_environment(
    monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], mode: str
) -> None:
    """AWS_MAX_ATTEMPTS includes the first one, as in all AWS tools, in every mode."""
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "2")
    if mode:
        monkeypatch.setenv("AWS_RETRY_MODE", mode)
    with answering((400, THROTTLED)) as (endpoint, requests):
        done = CliRunner().invoke(command, [*arguments, "--endpoint-url", endpoint], standalone_mode=False)
    assert (done.return_value, len(requests)) == (2, 2), done.output
    assert "Rate exceeded" in done.stderr


def test_attempts_of_other_commands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Commands that list deployed filters, or request AWS's verdict, obey it too."""
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    pattern = tmp_path / "pattern.json"
    pattern.write_text('{"source": ["a"]}')
    event = json.dumps(
        {
            "id": "1",
            "account": "111122223333",
            "source": "a",
            "time": "2026-11-20T09:15:00Z",
            "region": "eu-west-1",
            "resources": [],
            "detail-type": "x",
            "detail": {},
        }
    )
    with answering((400, THROTTLED)) as (endpoint, requests):
        done = CliRunner().invoke(
            command,
            ["verify", str(pattern), "-", "--endpoint-url", endpoint],
            input=event,
            standalone_mode=False,
        )
    assert len(requests) == 1
    assert "AWS throttles the calls" in str(done.exception)


@pytest.mark.slow
@pytest.mark.parametrize("variable", ["AWS_PROFILE", "AWS_DEFAULT_PROFILE", "--profile"])
def test_attempts_in_a_profile(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str) -> None:
    """`max_attempts` and `retry_mode` of the profile are used; the environment takes precedence."""
    (tmp_path / "config").write_text(
        "[profile busy]\nmax_attempts = 3\nretry_mode = legacy\n"
        "aws_access_key_id = testing\naws_secret_access_key = testing\n"
    )
    options = ["--profile", "busy"] if variable == "--profile" else []
    if not options:
        monkeypatch.setenv(variable, "busy")
    for attempts in (3, 1):
        if attempts == 1:
            monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
        with answering((400, THROTTLED)) as (endpoint, requests):
            arguments = ["capture", "logs", "g", "--endpoint-url", endpoint, *options]
            done = CliRunner().invoke(command, arguments, standalone_mode=False)
        assert (done.return_value, len(requests)) == (2, attempts), done.output


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("AWS_MAX_ATTEMPTS", "many", "check AWS_MAX_ATTEMPTS, and max_attempts in ~/.aws/config"),
        ("AWS_MAX_ATTEMPTS", "0", "check AWS_MAX_ATTEMPTS, and max_attempts in ~/.aws/config"),
        ("AWS_RETRY_MODE", "never", "never"),
    ],
)
def test_invalid_settings(monkeypatch: pytest.MonkeyPatch, variable: str, value: str, message: str) -> None:
    """One sentence, and no request."""
    monkeypatch.setenv(variable, value)
    with answering((400, THROTTLED)) as (endpoint, requests):
        for time in ([], ["--for", "1s"]):
            arguments = ["capture", "logs", "g", "--endpoint-url", endpoint, *time]
            done = CliRunner().invoke(command, arguments, standalone_mode=False)
            assert done.return_value == 2
            assert message in done.stderr
            assert "Traceback" not in done.output
    assert requests == []


EVENT = {"eventId": "1", "timestamp": 1, "message": '{"source": "a"}'}


def test_the_duration_is_kept_while_aws_throttles(monkeypatch: pytest.MonkeyPatch) -> None:
    """The captured records are printed, with a note that more may be missing; without a duration, boto3 tries nine times."""
    waits: list[float] = []
    clock = SimpleNamespace(sleep=waits.append, monotonic=lambda: sum(waits))
    monkeypatch.setattr(capture_page, "time", clock)
    monkeypatch.setattr("botocore.endpoint.time", clock)
    first = json.dumps({"events": [EVENT], "nextToken": "x"}).encode()
    with answering((200, first), (400, THROTTLED)) as (endpoint, requests):
        arguments = ["capture", "logs", "g", "--for", "10m", "--endpoint-url", endpoint]
        done = CliRunner().invoke(
            command, arguments, standalone_mode=False, env={"AWS_MAX_ATTEMPTS": "1000000"}
        )
    assert done.return_value == 2
    assert done.stdout.splitlines() == ['{"source": "a"}']
    assert "AWS throttled the requests until the time was up, so records may be missing" in done.stderr
    assert len(requests) > 30  # as no wait is longer than 20 s
    assert 600 <= sum(waits) < 630


def test_throttled_from_the_start() -> None:
    """Without any answer, throttling is the error."""
    with answering((400, THROTTLED)) as (endpoint, _):
        arguments = ["capture", "kinesis", "s", "--for", "100ms", "--endpoint-url", endpoint]
        done = CliRunner().invoke(command, arguments, standalone_mode=False)
    assert (done.return_value, done.stdout) == (2, "")
    assert "Rate exceeded" in done.stderr


class Http:
    """A status of HTTP."""

    def __init__(self, status: int) -> None:
        self.status_code = status


@pytest.mark.parametrize(
    ("code", "status", "attempt", "left", "wait"),
    [
        ("ThrottlingException", 400, 1, None, 1.0),
        ("ThrottlingException", 400, 3, None, 4.0),
        ("ThrottlingException", 400, 8, None, 20.0),
        ("ThrottlingException", 400, 3, 1.5, 1.5),
        ("ThrottlingException", 400, 3, 0.0, None),
        ("ThrottlingException", 400, 9, None, None),
        ("", 503, 2, 60.0, 2.0),
        ("AccessDeniedException", 400, 1, 60.0, None),
        ("ResourceNotFoundException", 404, 1, None, None),
    ],
)
def test_waits(code: str, status: int, attempt: int, left: float | None, wait: float | None) -> None:
    """As in boto3's standard mode, and at most to the end of the duration."""
    retries = TimedRetries(9, lambda: left, lambda: 1.0)
    response = Http(status), {"Error": {"Code": code}}
    assert retries(response=response, attempts=attempt, caught_exception=None, operation=None) == wait


def test_broken_connections() -> None:
    """They are retried; local errors are not."""
    from botocore.exceptions import EndpointConnectionError, NoCredentialsError

    retries = TimedRetries(9, lambda: 60.0, lambda: 1.0)
    broken = EndpointConnectionError(endpoint_url="x", error="y")
    assert retries(response=None, attempts=1, caught_exception=broken) == 1.0
    assert retries(response=None, attempts=1, caught_exception=NoCredentialsError()) is None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "text/html"),
        (b"", "application/xml"),
        (
            b"<!DOCTYPE html><html><head><title>Log in</title></head><body><p>Hello<br></body></html>",
            "text/html",
        ),
        (b"<html><body>hello</body></html>", "text/html"),
        (b'{"message": "ok"}', "application/json"),
        (b"\x00\xff", "application/octet-stream"),
    ],
)
@pytest.mark.parametrize("url", ["s3://b/k", "s3://b/k/", "s3://b/*.json", "s3://b"])
@pytest.mark.parametrize("status", [200, pytest.param(404, marks=pytest.mark.nightly)])
def test_a_server_that_is_not_s3(
    monkeypatch: pytest.MonkeyPatch, data: bytes, kind: str, url: str, status: int
) -> None:
    """A web page is not reported as a bucket without objects."""
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with answering((status, data), kind=kind) as (endpoint, _):
        arguments = ["capture", "s3", url, "--endpoint-url", endpoint]
        done = CliRunner().invoke(command, arguments, standalone_mode=False)
    assert (done.return_value, done.stdout) == (2, "")
    assert (
        f"the response about {url} does not have the format of S3's API: check the endpoint URL" in done.stderr
    )
