"""Records of live sources, captured by real clients of boto3's from moto's server, and from one that answers as AWS may.

moto has one shard for each DynamoDB stream, which never ends; no iterator of it expires, nothing is trimmed, throttled
or denied. For that there is a server here.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import boto3
import pytest
from aws_environment import use_test_account
from moto.server import ThreadedMotoServer
from s3_clients import forget_s3_clients
from virtual_clock import VirtualClock, virtual_clock

from pipefilter.aws.capture import dynamodb_stream as dynamodb_stream_capture
from pipefilter.aws.capture import log_group as log_group_capture
from pipefilter.aws.capture import shard_reading
from pipefilter.aws.capture import sqs as sqs_peek
from pipefilter.aws.capture.page import Until
from pipefilter.aws.connection import Connection
from pipefilter.cli.main import main

HERE = "127.0.0.1"
REGION = "eu-west-1"


def boto(service: str, endpoint: str) -> Any:  # noqa: ANN401 - a client of any service
    make: Any = boto3.session.Session("testing", "testing", region_name=REGION).client
    return make(service, endpoint_url=endpoint)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> VirtualClock:
    """A clock for the commands: time passes only when they wait."""
    return virtual_clock(monkeypatch)


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials, and few requests."""
    use_test_account(monkeypatch, REGION)
    monkeypatch.setattr(shard_reading, "_EMPTY_ANSWERS", 2)
    monkeypatch.setattr(shard_reading, "_LISTED_AGAIN", 0.05)
    monkeypatch.setattr(sqs_peek, "_LONG_POLL", 0)
    monkeypatch.setattr(sqs_peek, "_NOTHING_NEW", 1)
    monkeypatch.setattr(sqs_peek, "_PAUSE", 0.05)
    monkeypatch.setattr(log_group_capture, "_PAUSE", 0.2)


def run(*arguments: str, stdin: str = "") -> tuple[int, list[str], str]:
    """The command in this process: its exit code, the lines on stdout, and the text on stderr."""
    before = sys.stdin, sys.stdout, sys.stderr
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in "oe")
    sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(stdin.encode())), out, err
    try:
        with pytest.raises(SystemExit) as caught:
            main(list(arguments))
    finally:
        sys.stdin, sys.stdout, sys.stderr = before
    assert isinstance(caught.value.code, int)
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode())
    return caught.value.code, texts[0].splitlines(), texts[1]


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    """The address of moto's server."""
    server = ThreadedMotoServer(HERE, port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def make_table(client: Any, name: str, *, has_stream: bool = True) -> str:  # noqa: ANN401 - a client of boto3
    """Create a table; returns the ARN of its stream."""
    stream = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    table = client.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        **({"StreamSpecification": stream} if has_stream else {}),
    )["TableDescription"]
    return str(table.get("LatestStreamArn", ""))


@pytest.fixture(scope="module")
def orders(moto: str) -> str:
    """The stream ARN of a table in which an item was inserted, changed and removed."""
    with closing(boto("dynamodb", moto)) as client:
        make_table(client, "plain", has_stream=False)
        arn = make_table(client, "orders")
        item = {"pk": {"S": "order#7"}, "status": {"S": "PACKED"}, "qty": {"N": "3"}}
        client.put_item(TableName="orders", Item=item)
        more = {"blob": {"B": b"\x00\x01\x02"}, "blobs": {"BS": [b"\xff"]}, "tags": {"SS": ["ä"]}}
        client.put_item(TableName="orders", Item={**item, "status": {"S": "SHIPPED"}, **more})
        client.delete_item(TableName="orders", Key={"pk": {"S": "order#7"}})
    return arn


def capture_stream(moto: str, *arguments: str) -> tuple[int, list[str], str]:
    return run("capture", "dynamodb-stream", *arguments, "--endpoint-url", moto)


@pytest.mark.slow
def test_stream_of_a_table(moto: str, orders: str) -> None:
    """By the name of the table, its ARN or the stream's: in Lambda's form, in order."""
    code, lines, messages = capture_stream(moto, "orders")
    assert code == 0
    assert messages == "3 records captured\n"
    records = [json.loads(line) for line in lines]
    assert [record["eventName"] for record in records] == ["INSERT", "MODIFY", "REMOVE"]
    change = records[1]["dynamodb"]
    assert change["NewImage"] == {
        "pk": {"S": "order#7"},
        "status": {"S": "SHIPPED"},
        "qty": {"N": "3"},
        "blob": {"B": "AAEC"},
        "blobs": {"BS": ["/w=="]},
        "tags": {"SS": ["ä"]},
    }
    assert change["OldImage"]["status"] == {"S": "PACKED"}
    assert isinstance(change["ApproximateCreationDateTime"], int | float)
    assert records[0]["eventSource"] == "aws:dynamodb"
    assert records[0]["eventSourceARN"] == orders
    for name in (orders.partition("/stream/")[0], orders):
        assert capture_stream(moto, name)[1] == lines


@pytest.mark.usefixtures("orders")
def test_maximum_number_of_records(moto: str) -> None:
    """The rest is left; with --json, each record is in an object, and there is a summary."""
    code, lines, _ = capture_stream(moto, "orders", "-n", "2", "--json")
    assert code == 0
    *records, summary = [json.loads(line) for line in lines]
    assert [record["record"]["eventName"] for record in records] == ["INSERT", "MODIFY"]
    summary = summary["summary"]
    assert summary.pop("seconds") >= 0
    assert summary == {
        "source": "dynamodb",
        "records": 2,
        "passed_over": 0,
        "redacted": False,
        "unreadable": [],
        "ended": None,
    }


@pytest.mark.usefixtures("orders")
def test_only_new_records(moto: str, clock: VirtualClock) -> None:
    """With --for, earlier records are not captured; it ends in time, or after N."""
    code, lines, messages = capture_stream(moto, "orders", "--for", "300ms")
    assert (code, lines) == (1, [])
    assert messages == "0 records captured\n"
    assert 0.3 <= clock.passed < 1

    with closing(boto("dynamodb", moto)) as client:
        make_table(client, "late")

        def change() -> None:
            client.put_item(TableName="late", Item={"pk": {"S": "late"}})
            client.delete_item(TableName="late", Key={"pk": {"S": "late"}})
            clock.at(clock.passed + 0.2, change)

        clock.at(clock.passed + 0.2, change)
        code, lines, _ = capture_stream(moto, "late", "--for", "30s", "-n", "3")
    assert code == 0
    assert [json.loads(line)["dynamodb"]["Keys"] for line in lines] == [{"pk": {"S": "late"}}] * 3
    assert clock.passed < 10


@pytest.mark.usefixtures("orders")
def test_captured_records_are_evaluated(moto: str, tmp_path: Path) -> None:
    """`test` and `estimate` accept them, unchanged and masked."""
    pattern = tmp_path / "p.json"
    pattern.write_text('{"eventName": ["MODIFY"], "dynamodb": {"NewImage": {"status": {"S": ["SHIPPED"]}}}}')
    for arguments in ([], ["--redact", "--keep", "status"]):
        _, lines, _ = capture_stream(moto, "orders", "-n", "3", *arguments)
        assert ("order#7" in lines[0]) is (not arguments)
        text = "\n".join(lines)
        code, verdicts, _ = run("test", "--source", "dynamodb", "-b", str(pattern), "-", stdin=text)
        assert code == 1
        assert [line.split("  ")[0].strip() for line in verdicts] == ["no match", "match", "no match"]
        code, report, _ = run(
            "estimate", str(pattern), "-", "--source", "dynamodb", "--per-month", "1M", "--json", stdin=text
        )
        assert code == 0
        assert json.loads(report[0])


@pytest.mark.usefixtures("orders")
def test_a_path_to_keep_that_no_record_has(moto: str) -> None:
    _, _, err = capture_stream(moto, "orders", "-n", "3", "--redact", "--keep", "status,stat.us")
    assert err == "3 records captured\nnote: --keep: no record has a value at stat.us\n"


@pytest.mark.slow
@pytest.mark.usefixtures("orders")
def test_masks_of_two_runs(moto: str) -> None:
    """They are equal with the same key, and differ without one."""
    first, second = (
        capture_stream(moto, "orders", "-n", "3", "--redact", "--redact-key", "k")[1] for _ in "ab"
    )
    assert first == second
    assert capture_stream(moto, "orders", "-n", "3", "--redact")[1] != first


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["dynamodb-stream", "none"], "there is no table or stream none in this account and Region"),
        (
            ["dynamodb-stream", "plain"],
            "the table plain has no stream: enable it with `aws dynamodb update-table",
        ),
        (["kinesis", "none"], "there is no Kinesis stream none in this account and Region"),
        (["kinesis", "arn:aws:kinesis:eu-west-1:123456789012:stream/none"], "there is no Kinesis stream arn:"),
        (["sqs", "none"], "there is no queue none in this account and Region"),
        (["logs", "none"], "there is no log group none in this account and Region"),
        (["s3", "s3://nothing-here/x"], "there is no bucket for s3://nothing-here/x"),
        (["dynamodb-stream", "orders", "--profile", "nobody"], "there is no such AWS profile"),
        (["kinesis", ""], "is not a valid stream"),
        (["eventbridge-archive", "orders"], "AWS has no API that reads the archive orders"),
        (
            ["kinesis", "s", "--for", "soon"],
            "--for requires a time of at most 7d, such as 30s, 5m or 2h; 'soon' is not valid",
        ),
        (["kinesis", "s", "--keep", "a"], "--redact-key and --keep require --redact"),
        (["kinesis", "s", "--redact", "--keep", "a..b"], "is not a path to an attribute"),
    ],
)
@pytest.mark.usefixtures("orders")
def test_invalid_sources(moto: str, arguments: list[str], message: str) -> None:
    """One sentence says why, and what to do."""
    forget_s3_clients()
    code, lines, errors = run("capture", *arguments, "--endpoint-url", moto)
    assert (code, lines) == (2, [])
    assert message in errors
    assert "Traceback" not in errors


@pytest.mark.slow
def test_kinesis(moto: str) -> None:
    """The flat record of pipes, from all shards; also of a split shard, its children after it."""
    with closing(boto("kinesis", moto)) as client:
        client.create_stream(StreamName="clicks", ShardCount=2)
        for number in range(6):
            client.put_record(
                StreamName="clicks", Data=json.dumps({"n": number}).encode(), PartitionKey=f"k{number}"
            )
        shard = client.list_shards(StreamName="clicks")["Shards"][0]
        middle = int(shard["HashKeyRange"]["EndingHashKey"]) // 2
        client.split_shard(StreamName="clicks", ShardToSplit=shard["ShardId"], NewStartingHashKey=str(middle))
        for number in range(6, 12):
            client.put_record(
                StreamName="clicks", Data=json.dumps({"n": number}).encode(), PartitionKey=f"k{number}"
            )
    code, lines, messages = run("capture", "kinesis", "clicks", "--endpoint-url", moto)
    assert (code, messages) == (0, "12 records captured\n")
    records = [json.loads(line) for line in lines]
    assert {json.loads(base64.b64decode(record["data"]))["n"] for record in records} == set(range(12))
    first = records[0]
    assert first["eventID"] == f"{first['eventID'].partition(':')[0]}:{first['sequenceNumber']}"
    assert first["eventName"] == "aws:kinesis:record"
    assert first["eventSourceARN"].endswith(":stream/clicks")
    assert first["awsRegion"] == REGION
    assert isinstance(first["approximateArrivalTimestamp"], int | float)
    again = run("capture", "kinesis", first["eventSourceARN"], "--endpoint-url", moto, "--redact")[1]
    assert len(again) == 12
    assert {tuple(json.loads(base64.b64decode(json.loads(line)["data"]))) for line in again} == {("n",)}


@pytest.mark.slow
def test_a_queue_is_not_changed(moto: str, tmp_path: Path) -> None:
    """Messages are back afterwards, and at once; the side effects are reported first."""
    with closing(boto("sqs", moto)) as client:
        dead = client.create_queue(QueueName="dead")["QueueUrl"]
        dead_arn = client.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"][
            "QueueArn"
        ]
        policy = json.dumps({"deadLetterTargetArn": dead_arn, "maxReceiveCount": "9"})
        url = client.create_queue(QueueName="jobs", Attributes={"RedrivePolicy": policy})["QueueUrl"]
        for number in range(12):
            client.send_message(
                QueueUrl=url,
                MessageBody=json.dumps({"kind": "order", "n": number}),
                MessageAttributes={
                    "who": {"DataType": "String", "StringValue": "me"},
                    "raw": {"DataType": "Binary", "BinaryValue": b"\x00"},
                },
            )
        for name in ("jobs", url, "arn:aws:sqs:eu-west-1:123456789012:jobs"):
            code, lines, messages = run("capture", "sqs", name, "--endpoint-url", moto)
            assert code == 0
            assert len(lines) == 12
            assert f"no message of {name} is deleted, but each message received here is invisible" in messages
            assert "received 9 times to the dead-letter queue" in messages
        left = client.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0)["Messages"]
        assert len(left) == 10
        code, lines, messages = run(
            "capture", "sqs", "jobs", "--visibility", "0", "-n", "5", "--endpoint-url", moto
        )
        assert len(lines) == 5
        hide = ("--keep-invisible", "--visibility", "3600")
        code, lines, messages = run("capture", "sqs", "jobs", *hide, "-n", "3", "--endpoint-url", moto)
        assert len(lines) == 3
        assert len(run("capture", "sqs", "jobs", "--endpoint-url", moto)[1]) == 9
    message = json.loads(lines[0])
    assert message["eventSource"] == "aws:sqs"
    assert message["eventSourceARN"] == "arn:aws:sqs:eu-west-1:123456789012:jobs"
    assert int(message["attributes"]["ApproximateReceiveCount"]) > 1
    assert message["messageAttributes"]["raw"]["binaryValue"] == "AA=="
    assert message["messageAttributes"]["who"] == {
        "stringValue": "me",
        "stringListValues": [],
        "binaryListValues": [],
        "dataType": "String",
    }
    pattern = tmp_path / "p.json"
    pattern.write_text('{"body": {"kind": ["order"]}, "messageAttributes": {"who": {"dataType": ["String"]}}}')
    assert run("test", "--source", "sqs", "-b", str(pattern), "-", stdin="\n".join(lines))[0] == 0


def test_a_fifo_queue(moto: str) -> None:
    """A message says that groups wait."""
    with closing(boto("sqs", moto)) as client:
        client.create_queue(QueueName="q.fifo", Attributes={"FifoQueue": "true"})
    code, _, messages = run("capture", "sqs", "q.fifo", "--endpoint-url", moto)
    assert code == 1
    assert "in this FIFO queue, the other messages of a group wait" in messages


def test_a_log_group(moto: str, monkeypatch: pytest.MonkeyPatch, clock: VirtualClock) -> None:
    """Events of a bus are captured unchanged; other messages are counted."""
    event = '{"version":"0","detail-type":"Order","source":"shop","detail":{"total":1.50}}'
    now = int(clock.time() * 1000)
    with closing(boto("logs", moto)) as client:
        client.create_log_group(logGroupName="/aws/events/bus")
        client.create_log_stream(logGroupName="/aws/events/bus", logStreamName="a")

        def put(*texts: str, at: int) -> None:
            client.put_log_events(
                logGroupName="/aws/events/bus",
                logStreamName="a",
                logEvents=[{"timestamp": at, "message": text} for text in texts],
            )

        monkeypatch.setattr(log_group_capture, "_MAX_MESSAGES", 2)
        put(event, "START", '{"a": 1} x', "[1]", '{"a":\n1}\n', at=now - 3_600_000)
        code, lines, messages = run("capture", "logs", "/aws/events/bus", "--endpoint-url", moto)
        assert (code, lines) == (0, [event, '{"a": 1}'])
        assert messages == "2 records captured, 3 skipped\n"
        assert run("capture", "logs", "/aws/events/bus", "--since", "10m", "--endpoint-url", moto)[0] == 1
        clock.at(0.5, lambda: put(event.replace("Order", "Late"), at=now + 5_000))
        code, lines, _ = run(
            "capture", "logs", "/aws/events/bus", "--for", "30s", "-n", "1", "--endpoint-url", moto
        )
    assert [json.loads(line)["detail-type"] for line in lines] == ["Late"]


def test_objects(moto: str) -> None:
    """Objects in any format; a damaged one is reported, and the others are captured."""
    forget_s3_clients()
    with closing(boto("s3", moto)) as client:
        client.create_bucket(Bucket="captured", CreateBucketConfiguration={"LocationConstraint": REGION})
        client.put_object(Bucket="captured", Key="f/1", Body=b'{"a": 1}{"a": 2.0}')
        client.put_object(Bucket="captured", Key="f/2", Body=b'{"Records": [{"a": 3},\r\n {"a":\r\n 4}]}')
        client.put_object(Bucket="captured", Key="f/3", Body=b'{"a": "\xc3\xa9"}\r\nno JSON\r\n{"a": 6}\r\n')
        client.put_object(Bucket="captured", Key="g/4.gz", Body=gzip.compress(b'{"a": 1}' * 9)[:-9])
    code, lines, messages = run("capture", "s3", "s3://captured/f/", "--endpoint-url", moto, "--region", REGION)
    assert [json.loads(line)["a"] for line in lines] == [1, 2.0, 3, 4, "é", 6]
    assert (code, messages) == (0, "6 records captured, 1 skipped\n")
    assert '{"a": 2.0}' in lines
    assert len(run("capture", "s3", "s3://captured/f/", "-n", "3", "--endpoint-url", moto)[1]) == 3
    code, lines, messages = run("capture", "s3", "s3://captured", "--endpoint-url", moto)
    assert code == 2
    assert len(lines) >= 6
    assert "s3://captured/g/4.gz: " in messages
    forget_s3_clients()


PREFIX = "shardId-0000000000000000000-"
"""Before the names of shards, which have to be long."""
STREAM = "arn:aws:dynamodb:eu-west-1:123456789012:table/t/stream/2026-01-01T00:00:00.000"


class Quiet(BaseHTTPRequestHandler):
    """Logs nothing, and tolerates a client that has disconnected."""

    def handle(self) -> None:
        """Answer all requests of a connection."""
        with suppress(ConnectionError):
            super().handle()

    def log_message(self, *_: object) -> None:
        """Log nothing."""


class Shards(Quiet):
    """A stream of DynamoDB, as its shards are, with what goes wrong once for each question that is named.

    An iterator is the name of a shard, and how many records of it come before.
    """

    protocol_version = "HTTP/1.1"
    shards: ClassVar[dict[str, tuple[str, bool, int]]] = {}
    """Of each its parent, whether it is closed, and how many records it has."""
    faults: ClassVar[dict[str, list[str]]] = {}
    """The errors with which questions are answered, one after the other, by the question."""
    questions: ClassVar[list[str]] = []
    gaps: ClassVar[dict[str, int]] = {}
    """How many answers about a shard are empty before the first record."""
    made: ClassVar[dict[str, float]] = {}
    """When the records of a shard were made, if that is told."""

    def do_POST(self) -> None:
        """Answer one question."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if "ShardId" in body:
            body["ShardId"] = body["ShardId"].removeprefix(PREFIX)
        operation = self.headers["X-Amz-Target"].rpartition(".")[2]
        question = f"{operation} {body.get('ShardId') or body.get('ShardIterator') or ''}".strip()
        if operation == "GetShardIterator":
            question += f" {body['ShardIteratorType']}"
        self.questions.append(question)
        faults = self.faults.get(question)
        if faults:
            self.send(400, {"__type": f"com.amazonaws.dynamodb.v20120810#{faults.pop(0)}", "message": "no"})
        else:
            self.send(200, getattr(self, f"answer_{operation}")(body))

    def answer_DescribeStream(self, body: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - AWS's name
        """Two shards at a time."""
        names = list(self.shards)
        first = (
            names.index(body["ExclusiveStartShardId"].removeprefix(PREFIX)) + 1
            if "ExclusiveStartShardId" in body
            else 0
        )
        descriptions = []
        for name in names[first : first + 2]:
            parent, is_closed, _ = self.shards[name]
            numbers = {
                "StartingSequenceNumber": "1" * 21,
                **({"EndingSequenceNumber": "9" * 21} if is_closed else {}),
            }
            above = {"ParentShardId": PREFIX + parent} if parent else {}
            descriptions.append({"ShardId": PREFIX + name, "SequenceNumberRange": numbers, **above})
        last = {"LastEvaluatedShardId": PREFIX + names[first + 1]} if first + 2 < len(names) else {}
        return {"StreamDescription": {"StreamArn": STREAM, "Shards": descriptions, **last}}

    def answer_GetShardIterator(self, body: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - AWS's name
        """The place."""
        kind, shard = body["ShardIteratorType"], body["ShardId"]
        place = {"TRIM_HORIZON": 0, "LATEST": self.shards[shard][2]}.get(kind)
        if place is None:
            place = int(body["SequenceNumber"])
        return {"ShardIterator": f"{shard}/{place}"}

    def answer_GetRecords(self, body: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - AWS's name
        """Two records at a time."""
        shard, _, place = body["ShardIterator"].partition("/")
        _, is_closed, count = self.shards[shard]
        if self.gaps.get(shard):
            self.gaps[shard] -= 1
            return {"Records": [], "NextShardIterator": body["ShardIterator"]}
        begin = int(place)
        end = min(begin + min(2, body["Limit"]), count)
        made = {"ApproximateCreationDateTime": self.made[shard]} if shard in self.made else {}
        records = [
            {
                "eventID": f"{shard}{number + 1}",
                "eventName": "REMOVE",
                "eventSource": "aws:dynamodb",
                "userIdentity": {"Type": "Service", "PrincipalId": "dynamodb.amazonaws.com"},
                "dynamodb": {"SequenceNumber": f"{number + 1:021}", "Keys": {"pk": {"S": "é"}}, **made},
            }
            for number in range(begin, end)
        ]
        done = is_closed and end == count
        return {"Records": records, **({} if done else {"NextShardIterator": f"{shard}/{end}"})}

    def send(self, status: int, answer: dict[str, Any]) -> None:
        """Send an answer."""
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture
def shards(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Shards]]:
    """A server of a stream, as it should be set; boto3 asks once only."""

    class Handler(Shards):
        shards: ClassVar[dict[str, tuple[str, bool, int]]] = {}
        faults: ClassVar[dict[str, list[str]]] = {}
        questions: ClassVar[list[str]] = []
        gaps: ClassVar[dict[str, int]] = {}
        made: ClassVar[dict[str, float]] = {}

    monkeypatch.setattr("pipefilter.aws.connection._ATTEMPTS", 1)
    monkeypatch.setattr("pipefilter.aws.capture.dynamodb_stream._TableStream.interval", 0.01)
    with ThreadingHTTPServer((HERE, 0), Handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB_STREAMS", f"http://{HERE}:{httpd.server_port}")
        try:
            yield Handler
        finally:
            httpd.shutdown()
            thread.join()


def captured(*arguments: str) -> list[str]:
    """The ids of the records of a stream."""
    code, lines, messages = run("capture", "dynamodb-stream", STREAM, *arguments)
    assert code in {0, 1}, messages
    return [json.loads(line)["eventID"] for line in lines]


FAMILY = {
    "b": ("a", True, 2),
    "a": ("", True, 3),
    "c": ("a", False, 1),
    "d": ("b", False, 5),
    "e": ("gone", True, 1),
}


@pytest.mark.slow
def test_parents_before_children(shards: type[Shards]) -> None:
    """Each shard is read after its parent; one whose parent has been trimmed, at once."""
    shards.shards.update(FAMILY)
    ids = captured()
    assert sorted(ids) == sorted(
        f"{name}{n + 1}" for name, (_, _, count) in FAMILY.items() for n in range(count)
    )
    for name, (parent, _, count) in FAMILY.items():
        own = [record_id for record_id in ids if record_id.startswith(name)]
        assert own == [f"{name}{number + 1}" for number in range(count)]
        if parent in FAMILY:
            assert ids.index(own[0]) > ids.index(f"{parent}{FAMILY[parent][2]}")
    line = run("capture", "dynamodb-stream", STREAM, "-n", "1")[1][0]
    assert json.loads(line)["userIdentity"] == {"type": "Service", "principalId": "dynamodb.amazonaws.com"}
    assert json.loads(line)["eventSourceARN"] == STREAM


@pytest.mark.slow
def test_from_now_on(shards: type[Shards], clock: VirtualClock) -> None:
    """Closed shards are not read; added records are, and children of shards that end meanwhile."""
    shards.shards.update({"a": ("", True, 2), "b": ("a", False, 3)})
    ended = {"b": ("a", True, 4), "c": ("b", False, 1), "d": ("c", False, 0)}
    clock.at(0.6, lambda: shards.shards.update(ended))
    ids = captured("--for", "20s", "-n", "2")
    assert ids == ["b4", "c1"]
    assert "GetShardIterator c TRIM_HORIZON" in shards.questions
    assert not any(question.startswith("GetShardIterator a") for question in shards.questions)


def test_a_child_that_is_listed_late(shards: type[Shards], clock: VirtualClock) -> None:
    """The shards are listed again, even though all known ones have ended."""
    shards.shards.update({"a": ("", True, 1)})
    clock.at(0.6, lambda: shards.shards.update({"b": ("a", False, 1)}))
    assert captured("--for", "20s", "--from", "TRIM_HORIZON", "-n", "2") == ["a1", "b1"]
    shards.shards.clear()
    shards.shards.update({"a": ("", True, 1)})
    assert captured() == ["a1"]


@pytest.mark.slow
def test_iterators_that_expire(shards: type[Shards]) -> None:
    """Reading continues after the last record, without losing or repeating one."""
    shards.shards.update({"a": ("", True, 5)})
    shards.faults["GetRecords a/0"] = ["ExpiredIteratorException"]
    shards.faults["GetRecords a/2"] = ["ExpiredIteratorException", "LimitExceededException"]
    assert captured() == ["a1", "a2", "a3", "a4", "a5"]
    assert "GetShardIterator a AFTER_SEQUENCE_NUMBER" in shards.questions


def test_trimmed_records(shards: type[Shards]) -> None:
    """They are reported, and the others are read; a trimmed shard is skipped."""
    shards.shards.update({"a": ("", True, 1), "b": ("", True, 1), "c": ("b", False, 1)})
    shards.faults["GetRecords a/0"] = ["TrimmedDataAccessException"]
    shards.faults["GetShardIterator b TRIM_HORIZON"] = ["ResourceNotFoundException"]
    code, lines, messages = run("capture", "dynamodb-stream", STREAM)
    assert code == 0
    assert sorted(json.loads(line)["eventID"] for line in lines) == ["a1", "c1"]
    assert f"note: records of {PREFIX}a expired before they were read: they are missing\n" in messages
    assert f"note: the shard {PREFIX}b expired before it was read: its records are missing\n" in messages


@pytest.mark.parametrize(
    ("question", "code", "message"),
    [
        ("GetRecords a/2", "AccessDeniedException", "dynamodb:GetShardIterator and dynamodb:GetRecords"),
        ("GetRecords a/2", "ProvisionedThroughputExceededException", "is read too often"),
        ("GetRecords a/2", "ExpiredTokenException", "the AWS credentials have expired"),
        ("GetRecords a/2", "InternalServerError", "cannot be read (An error occurred (InternalServerError)"),
    ],
)
def test_errors_that_end_the_capture(shards: type[Shards], question: str, code: str, message: str) -> None:
    """They are reported in one sentence, after the captured records."""
    shards.shards.update({"a": ("", True, 5)})
    shards.faults[question] = [code] * 30
    exit_code, lines, errors = run("capture", "dynamodb-stream", STREAM, "--json")
    assert exit_code == 2
    *records, summary = [json.loads(line) for line in lines]
    assert [record["record"]["eventID"] for record in records] == ["a1", "a2"]
    assert message in summary["summary"]["ended"]
    assert message in errors
    assert "Traceback" not in errors


def test_no_server() -> None:
    """The message says where to look."""
    code, _, messages = run("capture", "dynamodb-stream", STREAM, "--endpoint-url", "http://127.0.0.1:9")
    assert code == 2
    assert "DynamoDB cannot be reached" in messages


def test_interrupted(shards: type[Shards], monkeypatch: pytest.MonkeyPatch) -> None:
    """The records captured so far are printed."""
    shards.shards.update({"a": ("", False, 3)})
    read = Until.wait
    waits = [1, 2, 3, 4]

    def interrupted(until: Until, seconds: float) -> None:
        waits.pop()
        if not waits:
            raise KeyboardInterrupt
        read(until, seconds)

    monkeypatch.setattr(Until, "wait", interrupted)
    code, lines, messages = run("capture", "dynamodb-stream", STREAM, "--for", "1h", "--from", "TRIM_HORIZON")
    assert code == 130
    assert len(lines) == 3
    assert messages == "3 records captured; interrupted\n"


@pytest.mark.slow
def test_a_queue_when_interrupted(moto: str) -> None:
    """Messages are made visible again, whatever ends it."""
    with closing(boto("sqs", moto)) as client:
        url = client.create_queue(QueueName="busy")["QueueUrl"]
        client.send_message(QueueUrl=url, MessageBody="x")
        for error in (KeyboardInterrupt, GeneratorExit, BrokenPipeError):
            pages = sqs_peek.sqs_pages(
                Connection(endpoint_url=moto),
                "busy",
                sqs_peek.Peek(600),
                Until(None, None, follows=False),
                print,
            )
            assert [len(page.records) for page in (next(pages), next(pages))] == [0, 1]
            with pytest.raises(error):
                pages.throw(error)
        assert len(client.receive_message(QueueUrl=url)["Messages"]) == 1


def test_without_boto3(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to install."""
    for name in ("boto3", "botocore", "botocore.exceptions"):
        monkeypatch.setitem(sys.modules, name, None)
    for arguments in (
        ("dynamodb-stream", "t"),
        ("kinesis", "s"),
        ("sqs", "q"),
        ("logs", "g"),
        ("s3", "s3://b/k"),
    ):
        code, _, messages = run("capture", *arguments)
        assert code == 2
        assert "without boto3: install it with `pip install 'pipefilter[" in messages


@pytest.mark.slow
def test_a_closed_shard_with_gaps(shards: type[Shards]) -> None:
    """Empty answers are not mistaken for its end."""
    shards.shards.update({"a": ("", True, 3), "b": ("a", False, 1)})
    shards.gaps["a"] = 12
    assert captured() == ["a1", "a2", "a3", "b1"]


class Denying(Quiet):
    """Denies everything, in the form of JSON and of S3."""

    def do_POST(self) -> None:
        """Deny it."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.deny(b'{"__type": "AccessDeniedException", "message": "not authorized"}', 400)

    def do_GET(self) -> None:
        """Deny it."""
        self.deny(b"<Error><Code>AccessDenied</Code><Message>no</Message></Error>", 403)

    def do_HEAD(self) -> None:
        """Deny it."""
        self.deny(b"", 403)

    def deny(self, data: bytes, status: int) -> None:
        """Send the answer."""
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.1" if self.command == "POST" else "text/xml")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def test_access_denied() -> None:
    """The message names the IAM actions."""
    forget_s3_clients()
    with ThreadingHTTPServer((HERE, 0), Denying) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            for arguments, actions in {
                ("dynamodb-stream", "t"): ["dynamodb:DescribeTable", "dynamodb:DescribeStream"],
                ("kinesis", "s"): ["kinesis:DescribeStreamSummary", "kinesis:ListShards"],
                ("sqs", "q"): ["sqs:GetQueueUrl", "sqs:ReceiveMessage", "sqs:ChangeMessageVisibility"],
                ("logs", "g"): ["logs:FilterLogEvents"],
                ("s3", "s3://b/k"): ["s3:GetObject", "s3:ListBucket"],
            }.items():
                endpoint = f"http://{HERE}:{httpd.server_port}"
                code, lines, messages = run("capture", *arguments, "--endpoint-url", endpoint)
                assert (code, lines) == (2, [])
                assert all(action in messages for action in actions), messages
        finally:
            httpd.shutdown()
            thread.join()
            forget_s3_clients()


@pytest.mark.slow
def test_a_closed_shard_without_a_child_yet(shards: type[Shards], clock: VirtualClock) -> None:
    """From now on: its child is read from its start, once it is listed."""
    shards.shards.update({"z": ("", True, 1), "a": ("z", True, 2)})
    clock.at(0.6, lambda: shards.shards.update({"b": ("a", False, 1)}))
    assert captured("--for", "10s", "-n", "1") == ["b1"]


@pytest.mark.slow
@pytest.mark.parametrize(("age", "count"), [(100, 5), (0, 5), (-1, 2), (-100, 2)])
def test_a_slow_clock(shards: type[Shards], monkeypatch: pytest.MonkeyPatch, age: int, count: int) -> None:
    """AWS's clock decides which records are old."""
    monkeypatch.setattr(dynamodb_stream_capture, "time", SimpleNamespace(time=lambda: 0.0))
    shards.shards.update({"a": ("", False, 5)})
    monkeypatch.setattr(shards, "date_time_string", lambda *_: formatdate(1_700_000_000, usegmt=True))
    shards.made["a"] = 1_700_000_000 - age
    assert len(captured()) == count


@pytest.mark.slow
def test_a_sample_is_of_all_shards(shards: type[Shards]) -> None:
    """Each contributes its share; what one lacks, others contribute."""
    shards.shards.update({"a": ("", False, 9), "b": ("", True, 9), "c": ("", False, 1)})
    assert sorted(captured("-n", "3")) == ["a1", "b1", "c1"]
    assert max(captured("-n", "6")) == "c1"
    assert len(captured("-n", "15")) == 15


def test_a_last_look_at_shards(
    shards: type[Shards], monkeypatch: pytest.MonkeyPatch, clock: VirtualClock
) -> None:
    """Records that arrive between the last request and the end are captured."""
    monkeypatch.setattr("pipefilter.aws.capture.dynamodb_stream._TableStream.interval", 2.0)
    shards.shards.update({"a": ("", False, 3)})
    clock.at(1.0, lambda: shards.shards.update({"a": ("", False, 4)}))
    assert captured("--for", "1500ms") == ["a4"]


def test_a_log_group_with_a_duration(moto: str, monkeypatch: pytest.MonkeyPatch, clock: VirtualClock) -> None:
    """Messages that arrive later are captured, including those of the last wait."""
    group = {"logGroupName": "/aws/events/future", "logStreamName": "a"}
    monkeypatch.setattr(log_group_capture, "_PAUSE", 0.6)
    with closing(boto("logs", moto)) as client:
        client.create_log_group(logGroupName=group["logGroupName"])
        client.create_log_stream(**group)

        def put(number: int, ahead: int) -> None:
            at = int(clock.time() * 1000) + ahead
            client.put_log_events(**group, logEvents=[{"timestamp": at, "message": f'{{"n": {number}}}'}])

        put(1, 3_600_000)
        clock.at(0.3, lambda: put(2, 0))
        clock.at(1.9, lambda: put(3, 0))
        code, lines, _ = run("capture", "logs", group["logGroupName"], "--for", "2s", "--endpoint-url", moto)
    assert code == 0
    assert [json.loads(line)["n"] for line in lines] == [1, 2, 3]


def raising_after_records(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Call a function as soon as there are records."""
    take = Until.take

    def taken(until: Until, records: tuple[str, ...]) -> tuple[str, ...]:
        batch = take(until, records)
        if batch:
            act()
        return batch

    monkeypatch.setattr(Until, "take", taken)


@contextmanager
def disposition(number: signal.Signals, what: Any) -> Iterator[None]:  # noqa: ANN401 - as the standard library has it
    """Set how a signal is handled meanwhile, regardless of the environment of the tests."""
    before = signal.signal(number, what)
    try:
        yield
        assert signal.getsignal(number) == what
    finally:
        signal.signal(number, before)


ENDING = [signal.SIGTERM, *([] if sys.platform == "win32" else [signal.SIGHUP])]


@pytest.mark.slow
@pytest.mark.parametrize("number", ENDING)
def test_signals(moto: str, monkeypatch: pytest.MonkeyPatch, number: signal.Signals) -> None:
    """They end it as Ctrl-C does: messages are made visible again."""
    name = f"ended-{number}"
    with closing(boto("sqs", moto)) as client, disposition(number, signal.SIG_DFL):
        url = client.create_queue(QueueName=name)["QueueUrl"]
        client.send_message(QueueUrl=url, MessageBody="x")
        raising_after_records(monkeypatch, lambda: signal.raise_signal(number))
        code, _, messages = run("capture", "sqs", name, "--visibility", "600", "--endpoint-url", moto)
        assert code == 128 + number
        assert messages.endswith("; interrupted\n")
        assert len(client.receive_message(QueueUrl=url)["Messages"]) == 1


@pytest.mark.parametrize("number", [*ENDING, signal.SIGINT])
def test_ignored_signals(moto: str, monkeypatch: pytest.MonkeyPatch, number: signal.Signals) -> None:
    """They stay ignored, as under `nohup`, or in the background of a shell: it continues to its end."""
    name = f"ignored-{number}"
    raised = []

    def ignored() -> None:
        raised.append(number)
        signal.raise_signal(number)

    with closing(boto("sqs", moto)) as client, disposition(number, signal.SIG_IGN):
        url = client.create_queue(QueueName=name)["QueueUrl"]
        client.send_message(QueueUrl=url, MessageBody="x")
        raising_after_records(monkeypatch, ignored)
        code, lines, messages = run("capture", "sqs", name, "--endpoint-url", moto)
    assert (code, len(lines)) == (0, 1)
    assert messages.endswith("1 record captured\n")
    assert raised == [number]


@pytest.mark.slow
@pytest.mark.parametrize(("error", "code"), [(KeyboardInterrupt, 130), (BrokenPipeError, 141)])
def test_messages_that_stay_invisible(
    moto: str, monkeypatch: pytest.MonkeyPatch, error: type[BaseException], code: int
) -> None:
    """They are reported, whatever ends it."""
    # it is for streams of the process, which are not those of a test
    monkeypatch.setattr("pipefilter.cli.main.discard_output", lambda: None)
    with closing(boto("sqs", moto)) as client:
        url = client.create_queue(QueueName="deleted")["QueueUrl"]
        client.send_message(QueueUrl=url, MessageBody="x")

        def interrupt() -> None:
            client.delete_queue(QueueUrl=url)
            raise error

        raising_after_records(monkeypatch, interrupt)
        exit_code, _, messages = run("capture", "sqs", "deleted", "--endpoint-url", moto)
    assert exit_code == code
    assert "note: 1 message could not be made visible again: it becomes visible at most 30 s after" in messages


@pytest.fixture
def polls_of_a_queue(monkeypatch: pytest.MonkeyPatch, clock: VirtualClock) -> list[tuple[float, int]]:
    """The times at which SQS is polled, and for how long each poll may wait; each poll takes that time."""
    polls: list[tuple[float, int]] = []
    received = sqs_peek._Receiver._received  # noqa: SLF001 - nothing else tells how often it is asked

    def watched(looking: sqs_peek._Receiver) -> Any:  # noqa: ANN401 - types of boto3's stubs
        receive = looking._client.receive_message  # noqa: SLF001 - likewise

        def receive_message(*, WaitTimeSeconds: int, **request: Any) -> Any:  # noqa: ANN401, N803 - as AWS has it
            polls.append((round(clock.passed, 3), WaitTimeSeconds))
            answer = receive(WaitTimeSeconds=0, **request)
            clock.sleep(WaitTimeSeconds)
            return answer

        with monkeypatch.context() as patched:
            patched.setattr(looking._client, "receive_message", receive_message)  # noqa: SLF001 - likewise
            return received(looking)

    monkeypatch.setattr(sqs_peek._Receiver, "_received", watched)  # noqa: SLF001 - likewise
    return polls


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seconds", "polls"),
    [
        ("900ms", [(0, 0)]),
        ("1500ms", [(0, 1), (1, 0)]),
        ("5500ms", [(0, 2), (2, 2), (4, 1), (5, 0)]),
    ],
)
def test_polls_of_an_empty_queue(
    moto: str,
    monkeypatch: pytest.MonkeyPatch,
    polls_of_a_queue: list[tuple[float, int]],
    seconds: str,
    polls: list[tuple[float, int]],
) -> None:
    """Long polls end in time; a short one, as in the last second, is not repeated without a pause."""
    monkeypatch.setattr(sqs_peek, "_PAUSE", 1.0)
    monkeypatch.setattr(sqs_peek, "_LONG_POLL", 2)
    with closing(boto("sqs", moto)) as client:
        client.create_queue(QueueName="empty")
    assert run("capture", "sqs", "empty", "--for", seconds, "--endpoint-url", moto)[0] == 1
    assert polls_of_a_queue == polls


class NoAws(Quiet):
    """Gives the same answer to all requests."""

    data: ClassVar[bytes] = b""

    def do_POST(self) -> None:
        """Answer."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(self.data)))
        self.end_headers()
        self.wfile.write(self.data)


@pytest.mark.slow
@pytest.mark.parametrize("data", [b"<html>hello</html>", b"{}", b"[]", b"[" * 100_000, b"\xbf\xff"])
def test_a_server_that_is_not_aws(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """One sentence says where to look."""
    monkeypatch.setattr(NoAws, "data", data)
    monkeypatch.setattr("pipefilter.aws.connection._ATTEMPTS", 1)
    with ThreadingHTTPServer((HERE, 0), NoAws) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        endpoint = f"http://{HERE}:{httpd.server_port}"
        try:
            for source, name in (
                ("dynamodb-stream", "t"),
                ("dynamodb-stream", STREAM),
                ("kinesis", "s"),
                ("kinesis", "arn:aws:kinesis:eu-west-1:123456789012:stream/s"),
                ("sqs", "q"),
                ("sqs", f"{endpoint}/123456789012/q"),
                ("logs", "g"),
            ):
                code, lines, messages = run("capture", source, name, "--endpoint-url", endpoint)
                assert (code, lines) == (2, []), messages
                assert (
                    f"the response about {name} does not have the format of AWS's API: check --endpoint-url"
                    in messages
                )
        finally:
            httpd.shutdown()
            thread.join()
