"""S3 objects, listed and read by boto3 from moto's server, and from one that breaks connections."""

from __future__ import annotations

import json
import random
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import boto3
import pytest
from aws_environment import use_test_account
from moto.server import ThreadedMotoServer
from s3_clients import forget_s3_clients

from pipefilter.aws.s3 import reading as s3_reading
from pipefilter.aws.s3.objects import S3Object, opened_object, s3_objects
from pipefilter.aws.s3.url import S3Url, s3_url
from pipefilter.cli.main import main
from pipefilter.errors import UnreadableInput

HERE = "127.0.0.1"
KEYS = {
    "export/": b"",
    "export/a.json": b'{"a": 1}\n',
    "export/data/1.json.gz": b"1",
    "export/data/2.json.gz": b"22",
    "export/data/deep/3.json.gz": b"333",
    "export/empty": b"",
    "export-old/a.json": b"old",
    "logs": b"an object",
    "logs/2024/x.log": b"x",
    "odd/a*b?.json": b"odd",
    "odd/aXbY.json": b"even",
    "odd//two slashes + % é.json": b"two",
    "[line].json": b"line",
}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of moto's server, which has the bucket `traffic`, and an empty one."""
    moto = ThreadedMotoServer(HERE, port=0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    client = boto3.session.Session("testing", "testing", region_name="us-east-1").client(
        "s3", endpoint_url=endpoint
    )
    client.create_bucket(Bucket="empty")
    client.create_bucket(Bucket="traffic")
    for key, body in KEYS.items():
        client.put_object(Bucket="traffic", Key=key, Body=body)
    client.close()
    yield endpoint
    moto.stop()


def use(monkeypatch: pytest.MonkeyPatch, endpoint: str) -> None:
    """Make boto3's default session use the endpoint."""
    use_test_account(monkeypatch, "us-east-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", endpoint)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    forget_s3_clients()


@pytest.fixture
def _s3(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """boto3 uses moto's server; it lists few objects at a time, so that there are several pages."""
    use(monkeypatch, server)
    monkeypatch.setenv("MOTO_S3_DEFAULT_MAX_KEYS", "3")
    yield
    forget_s3_clients()


@pytest.mark.slow
@pytest.mark.usefixtures("_s3")
@pytest.mark.parametrize(
    ("url", "keys"),
    [
        ("s3://traffic/export/a.json", ["export/a.json"]),
        ("s3://traffic/logs", ["logs"]),
        ("s3://traffic/logs/", ["logs/2024/x.log"]),
        ("s3://traffic/export/data", [f"export/data/{name}.json.gz" for name in ("1", "2", "deep/3")]),
        ("s3://traffic/export/data/", [f"export/data/{name}.json.gz" for name in ("1", "2", "deep/3")]),
        ("s3://traffic/export/data/*.gz", ["export/data/1.json.gz", "export/data/2.json.gz"]),
        ("s3://traffic/export/data/?.json.gz", ["export/data/1.json.gz", "export/data/2.json.gz"]),
        ("s3://traffic/export/**/*.gz", [f"export/data/{name}.json.gz" for name in ("1", "2", "deep/3")]),
        ("s3://traffic/export/data/**/3*", ["export/data/deep/3.json.gz"]),
        ("s3://traffic/**/a.json", ["export-old/a.json", "export/a.json"]),
        ("s3://traffic/export*/", sorted(key for key in KEYS if key.startswith("export") and key != "export/")),
        ("s3://traffic/export**", sorted(key for key in KEYS if key.startswith("export") and key != "export/")),
        ("s3://traffic/odd/a*b?.json", ["odd/a*b?.json"]),
        ("s3://traffic/odd/a*bY.json", ["odd/aXbY.json"]),
        ("s3://traffic/odd//two slashes + % é.json", ["odd//two slashes + % é.json"]),
        ("s3://traffic/odd//", ["odd//two slashes + % é.json"]),
        ("s3://traffic/[line]*", ["[line].json"]),
        ("s3://traffic", sorted(key for key in KEYS if key != "export/")),
        ("s3://traffic/", sorted(key for key in KEYS if key != "export/")),
    ],
)
def test_objects_of_a_url(url: str, keys: list[str]) -> None:
    """An object, those below a prefix, or those that match a glob; each can be read by its name."""
    objects = list(s3_objects(url))
    assert objects == [S3Object(f"s3://traffic/{key}", len(KEYS[key])) for key in keys]
    for object_, key in zip(objects, keys, strict=True):
        with opened_object(object_.name) as stream:
            assert stream.read() == KEYS[key]


@pytest.mark.usefixtures("_s3")
@pytest.mark.parametrize(
    ("url", "message"),
    [
        (
            "s3://traffic/none",
            "there is no object s3://traffic/none, nor any under s3://traffic/none/: for all",
        ),
        ("s3://traffic/none/", "there is no object under s3://traffic/none/"),
        ("s3://traffic/export/*.gz", "no object in S3 matches s3://traffic/export/*.gz"),
        ("s3://nothing/x", "there is no bucket for s3://nothing/x"),
        ("s3://no such bucket/x", "s3://no such bucket/x is not a valid name in S3"),
        ("s3:///x", "s3:///x does not name a bucket"),
        ("s3://", "s3:// does not name a bucket"),
        ("s3://traf*/x", "s3://traf*/x does not name a bucket"),
        ("https://traffic/x", "https://traffic/x does not name a bucket"),
    ],
)
def test_missing_objects(url: str, message: str) -> None:
    """One sentence names what is missing."""
    with pytest.raises(UnreadableInput, match=f"^{re.escape(message)}.*$"):
        list(s3_objects(url))


@pytest.mark.usefixtures("_s3")
def test_objects_that_cannot_be_opened() -> None:
    """Opening reports a missing object, even without a glob or a prefix."""
    for url, message in {
        "s3://traffic/none": "there is no object s3://traffic/none",
        "s3://traffic/*": "there is no object s3://traffic/*",
        "s3://nothing/none": "there is no bucket for s3://nothing/none",
        "s3://traffic": "s3://traffic does not name an object: write s3://BUCKET/KEY",
    }.items():
        with pytest.raises(UnreadableInput, match=f"^{re.escape(message)}$"):
            opened_object(url)


@pytest.mark.usefixtures("_s3")
def test_an_empty_bucket() -> None:
    """It is reported, as an empty folder is."""
    with pytest.raises(UnreadableInput, match=r"^there is no object in the bucket s3://empty$"):
        list(s3_objects("s3://empty"))


def test_an_access_point_has_a_slash_in_its_name() -> None:
    """Its ARN is used as the bucket."""
    arn = "arn:aws:s3:eu-west-1:123456789012:accesspoint/mine"
    for url, key in {f"s3://{arn}": "", f"s3://{arn}/": "", f"s3://{arn}/a/b.json": "a/b.json"}.items():
        assert s3_url(url) == S3Url(arn, key)


DATA = random.Random(7).randbytes(3_000_000)


class Quiet(BaseHTTPRequestHandler):
    """Logs nothing, and tolerates a client that has disconnected."""

    def handle(self) -> None:
        """Answer all requests of a connection."""
        with suppress(ConnectionError):
            super().handle()

    def log_message(self, *_: object) -> None:
        """Log nothing."""


class BreakingS3(Quiet):
    """One object, of which each answer sends only some bytes."""

    protocol_version = "HTTP/1.1"
    sent_at_a_time: ClassVar[list[int]] = []
    """How many bytes the answers bring, one after the other; then, all."""
    ranges: ClassVar[list[str | None]] = []
    checksum: ClassVar[str] = ""
    takes_ranges: ClassVar[bool] = True
    replaced_after: ClassVar[int] = 1_000
    headers_too: ClassVar[bool] = True
    """Whether it tells the ETag."""

    def do_GET(self) -> None:
        """Send some of the requested bytes."""
        range_header = self.headers["Range"]
        etag = '"1"' if len(self.ranges) < self.replaced_after else '"2"'
        self.ranges.append(range_header)
        if self.headers["If-Match"] not in {None, etag}:
            self.send_response(412)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        first = (
            int(range_header.removeprefix("bytes=").rstrip("-")) if range_header and self.takes_ranges else 0
        )
        self.send_response(206 if range_header and self.takes_ranges else 200)
        self.send_header("Content-Length", str(len(DATA) - first))
        if self.headers_too:
            self.send_header("ETag", etag)
        if self.checksum and not range_header:
            self.send_header("x-amz-checksum-crc32", self.checksum)
        if range_header and self.takes_ranges:
            self.send_header("Content-Range", f"bytes {first}-{len(DATA) - 1}/{len(DATA)}")
        self.end_headers()
        most = self.sent_at_a_time.pop(0) if self.sent_at_a_time else len(DATA)
        with suppress(OSError):  # the reader may have gone
            self.wfile.write(DATA[first : first + most])
        self.close_connection = first + most < len(DATA)


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[BreakingS3]]:
    """A server that breaks connections, configured by the test."""

    class Handler(BreakingS3):
        sent_at_a_time: ClassVar[list[int]] = []
        ranges: ClassVar[list[str | None]] = []

    with ThreadingHTTPServer((HERE, 0), Handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        use(monkeypatch, f"http://{HERE}:{httpd.server_port}")
        monkeypatch.setattr(s3_reading, "_WAITS", (0.0,) * 3)
        try:
            yield Handler
        finally:
            httpd.shutdown()
            thread.join()
            forget_s3_clients()


def test_a_connection_that_breaks(breaking: type[BreakingS3]) -> None:
    """The rest is requested, however often, as long as some bytes arrive."""
    breaking.sent_at_a_time[:] = [1_200_000, 0, 1, 0, 0, 700_000, 0, 0, 500_000]
    with opened_object("s3://b/k") as stream:
        assert stream.read(5) == DATA[:5]
        assert stream.read() == DATA[5:]
        assert stream.read() == b""
    assert breaking.ranges[:4] == [None, "bytes=1200000-", "bytes=1200000-", "bytes=1200001-"]
    assert len(breaking.ranges) == 10


def test_a_connection_that_breaks_for_good(breaking: type[BreakingS3]) -> None:
    """After some tries without a byte, the message says how far reading came."""
    breaking.sent_at_a_time[:] = [1_000, *[0] * 9]
    with (
        opened_object("s3://b/k") as stream,
        pytest.raises(UnreadableInput, match=r"repeatedly after 1,000 of the 3,000,000 bytes of s3://b/k \("),
    ):
        stream.read()
    assert len(breaking.ranges) == 4


def test_an_object_that_is_replaced_while_it_is_read(breaking: type[BreakingS3]) -> None:
    """The two halves of two objects are not an object."""
    breaking.sent_at_a_time[:] = [1_000]
    breaking.replaced_after = 1
    with (
        opened_object("s3://b/k") as stream,
        pytest.raises(UnreadableInput, match=r"^s3://b/k was replaced while it was being read: read it again$"),
    ):
        stream.read()


def test_a_service_without_ranges(breaking: type[BreakingS3]) -> None:
    """The start is not mistaken for the rest."""
    breaking.sent_at_a_time[:] = [1_000]
    breaking.takes_ranges = False
    with (
        opened_object("s3://b/k") as stream,
        pytest.raises(UnreadableInput, match=r"does not return the rest of s3://b/k"),
    ):
        stream.read()


def test_a_service_without_etags(breaking: type[BreakingS3]) -> None:
    """Without an ETag, reading cannot be resumed."""
    breaking.headers_too = False
    with pytest.raises(
        UnreadableInput, match=r"^s3://b/k cannot be read: the service does not return its size"
    ):
        opened_object("s3://b/k")


def test_a_wrong_checksum(breaking: type[BreakingS3]) -> None:
    """boto3 compares it, and it is reported at the end."""
    breaking.checksum = "AAAAAA=="
    with (
        opened_object("s3://b/k") as stream,
        pytest.raises(UnreadableInput, match=r"^s3://b/k was corrupted in transit \("),
    ):
        stream.read()


def test_without_boto3(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to install."""
    for name in ("boto3", "botocore", "botocore.exceptions"):
        monkeypatch.setitem(sys.modules, name, None)
    message = r"^s3://b/k cannot be read without boto3: install it with `pip install 'pipefilter\[aws\]'`$"
    with pytest.raises(UnreadableInput, match=message):
        list(s3_objects("s3://b/k"))
    with pytest.raises(UnreadableInput, match=message):
        opened_object("s3://b/k")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, "there are no AWS credentials: log in with"),
        (
            {"AWS_PROFILE": "nobody"},
            "there is no such AWS profile (The config profile (nobody) could not be found)",
        ),
        (
            {"AWS_SECRET_ACCESS_KEY": ""},
            "the AWS credentials are incomplete (Partial credentials found in env",
        ),
        (
            {"AWS_ENDPOINT_URL_S3": f"http://{HERE}:1"},
            "S3 cannot be reached (Could not connect to the endpoint URL",
        ),
        (
            {"AWS_ENDPOINT_URL_S3": "nowhere"},
            "s3://b/k cannot be read (Invalid endpoint: nowhere): check AWS_END",
        ),
        (
            {"AWS_DEFAULT_REGION": "eu west"},
            "the AWS Region is not valid (Provided region_name 'eu west' doesn",
        ),
    ],
)
def test_configurations(monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], message: str) -> None:
    """Errors that occur before S3 has answered."""
    use(monkeypatch, f"http://{HERE}:1")
    for name, value in changed.items():
        monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name)
    for read in (lambda url: list(s3_objects(url)), opened_object):
        with pytest.raises(UnreadableInput, match=f"^{re.escape(message)}"):
            read("s3://b/k")
    forget_s3_clients()


class RefusingS3(Quiet):
    """Refuses each request."""

    status, code = 403, "AccessDenied"

    def do_GET(self) -> None:
        """Refuse, in AWS's form."""
        body = f"<Error><Code>{self.code}</Code><Message>Said {{by}}\nAWS.</Message></Error>".encode()
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def do_HEAD(self) -> None:
        """Refuse without a body, as S3 does."""
        self.do_GET()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("status", "code", "message"),
    [
        (
            403,
            "AccessDenied",
            "AWS denies access to s3://b/k: the credentials need s3:GetObject for it, and s3:",
        ),
        (
            403,
            "InvalidAccessKeyId",
            "AWS does not recognize these credentials: run `aws sts get-caller-identity`",
        ),
        (400, "ExpiredToken", "the AWS credentials have expired: log in again"),
        (403, "RequestTimeTooSkewed", "the clock of this machine is so far off"),
        (403, "InvalidObjectState", "s3://b/k is archived: restore it first"),
        (
            400,
            "Unheard{of}",
            "s3://b/k cannot be read from S3: An error occurred (Unheard{of}) when calling the ",
        ),
    ],
)
def test_refusals(monkeypatch: pytest.MonkeyPatch, status: int, code: str, message: str) -> None:
    """AWS's answer is reported in one sentence, in our own words where we have some."""
    handler = type("Handler", (RefusingS3,), {"status": status, "code": code})
    with ThreadingHTTPServer((HERE, 0), handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        use(monkeypatch, f"http://{HERE}:{httpd.server_port}")
        try:
            for read in (lambda url: list(s3_objects(url)), opened_object):
                with pytest.raises(UnreadableInput, match=f"^{re.escape(message)}.*$"):
                    read("s3://b/k")
        finally:
            forget_s3_clients()
            httpd.shutdown()
            thread.join()


@pytest.mark.slow
@pytest.mark.usefixtures("_s3")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_filter_reads_s3(
    jobs: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command accepts S3 URLs next to files, and reports in one sentence what it cannot read."""
    monkeypatch.chdir(tmp_path)
    Path("p.json").write_text('{"a": [1]}')
    Path("e.json").write_text('{"a": 1}')
    with pytest.raises(SystemExit) as caught:
        main(["filter", "--jobs", jobs, "--json", "p.json", "e.json", "s3://traffic/export/*.json"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line.get("event") for line in lines] == ["e.json", "s3://traffic/export/a.json", None]
    assert caught.value.code == 0
    with pytest.raises(SystemExit) as caught:
        main(["filter", "--jobs", jobs, "p.json", "s3://gone/a.json"])
    assert caught.value.code == 2
    printed = capsys.readouterr().err
    assert printed.startswith("Error: ")
    assert printed.count("\n") == 1
