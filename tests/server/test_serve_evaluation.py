"""The evaluation of requests by `pipefilter serve`: bounded in time, memory and number, and isolated from other clients."""

# ruff: noqa: SLF001 - what has happened in other threads is awaited in the pool's own state

from __future__ import annotations

import io
import json
import pickle
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import Queue, SimpleQueue
from typing import Any

import pytest
from patience import PATIENCE
from running_server import aws_request, read_answer, running
from served_calls import ENVELOPE

from pipefilter.serving import answer_limits, evaluation_pool, evaluation_worker, routing
from pipefilter.serving.evaluation import (
    EvaluationFailed,
    EvaluationLimits,
    EvaluationTooLong,
    ServerBusy,
)
from pipefilter.serving.evaluation_pool import EvaluationPool
from pipefilter.serving.evaluation_process import READY, evaluate_all
from pipefilter.serving.evaluation_worker import EvaluationWorker
from pipefilter.serving.http_message import Answer, Request
from pipefilter.serving.request_origin import AllowedHosts
from pipefilter.serving.routing import evaluate_request, handle

MEMORY = 1 << 30
CALL = {"EventPattern": '{"source":["com.example.shop"]}', "Event": json.dumps(ENVELOPE)}
AWS = {"content-type": "application/x-amz-json-1.1", "x-amz-target": "AWSEvents.TestEventPattern"}
ASKED = Request("POST", "/", AWS, "localhost", json.dumps(CALL).encode())
STALLED = b"never answered"
STALLING = evaluation_worker._PROGRAM.replace(
    "main(",
    f"""
import threading
import pipefilter.serving.evaluation_process as process
evaluate_request = process.evaluate_request
process.evaluate_request = lambda asked: threading.Event().wait() if {STALLED!r} in asked.body else evaluate_request(asked)
main(""",
)
"""The program of a worker that never ends with some requests, as if they were endless."""


class FakeWorker:
    """Evaluates until it may answer, or is killed."""

    def __init__(self, busy: Queue[FakeWorker]) -> None:
        self.busy = busy
        self.may_end = threading.Event()
        self.has_answered = threading.Event()
        self.body = b""
        self.is_killed = False
        self.is_closed = False

    def await_ready(self) -> None:
        """It is ready at once."""

    def answer(self, request: Request) -> Answer:
        """The body of the request, once it may answer."""
        self.body = request.body
        self.busy.put(self)
        assert self.may_end.wait(PATIENCE)
        self.may_end.clear()
        if self.is_killed:
            raise EvaluationFailed("killed")
        self.has_answered.set()
        return Answer(200, "", request.body)

    def kill(self) -> None:
        """End `answer`."""
        self.is_killed = True
        self.may_end.set()

    def close(self) -> None:
        """Record the call."""
        self.is_closed = True


class Pool:
    """A pool of fake workers, with a clock set by hand."""

    def __init__(self, **limits: float) -> None:
        self.now = 0.0
        self.busy: Queue[FakeWorker] = Queue()
        self.log: list[str] = []
        self.may_start = True
        options: dict[str, Any] = {"seconds": 1e6, "patience": 1e6, **limits}
        settings = EvaluationLimits(**options)
        self.pool = EvaluationPool(self.start, settings, log=self.log.append, clock=lambda: self.now)
        self.threads = ThreadPoolExecutor(20)

    def start(self) -> FakeWorker:
        """Start a worker, as the pool does."""
        if not self.may_start:
            raise OSError("none can be started")
        return FakeWorker(self.busy)

    def ask(self, body: bytes = b"") -> Callable[[], Answer]:
        """Send a request in a thread; the returned function waits for the answer."""
        future = self.threads.submit(self.pool.answer, Request("POST", "/", {}, body=body))
        return lambda: future.result(PATIENCE)

    def begun(self) -> FakeWorker:
        """The next worker that has started to evaluate."""
        return self.busy.get(timeout=PATIENCE)

    def await_waiting(self, count: int) -> None:
        """Wait until this many requests wait."""
        with self.pool._changed:
            assert self.pool._changed.wait_for(lambda: len(self.pool._waiting) == count, PATIENCE)


@contextmanager
def pool(**limits: float) -> Iterator[Pool]:
    harness = Pool(**limits)
    harness.pool.open()
    try:
        yield harness
    finally:
        harness.pool.close()
        harness.threads.shutdown()


def test_turns() -> None:
    """As many requests are evaluated as there are workers; then the smallest first, in order of arrival."""
    with pool(workers=2) as harness:
        answers = [harness.ask(b"00"), harness.ask(b"11")]
        workers = [harness.begun(), harness.begun()]
        for number, body in enumerate((b"long", b"a", b"b"), 1):
            answers.append(harness.ask(body))
            harness.await_waiting(number)
        assert harness.busy.empty()
        for body in (b"a", b"b", b"long"):
            workers[0].may_end.set()
            assert harness.begun() is workers[0]
            assert workers[0].body == body
        for worker in workers:
            worker.may_end.set()
        assert [answer().body for answer in answers] == [b"00", b"11", b"long", b"a", b"b"]


def test_too_many_wait() -> None:
    """Beyond the queue's length the largest is refused at once; of equal ones the last."""
    with pool(workers=1, waiting=2) as harness:
        harness.ask()
        worker = harness.begun()
        waiting = []
        for number, body in enumerate((b"1", b"long"), 1):
            waiting.append(harness.ask(body))
            harness.await_waiting(number)
        with pytest.raises(ServerBusy, match="too many requests are being evaluated"):
            harness.ask(b"longer")()
        smaller = harness.ask(b"2")
        with pytest.raises(ServerBusy):
            waiting.pop()()
        with pytest.raises(ServerBusy):
            harness.ask(b"3")()
        worker.kill()
        for answer in (*waiting, smaller):
            harness.begun().may_end.set()
            assert answer().status == 200


def test_an_evaluation_that_takes_too_long() -> None:
    """Its worker is killed, and replaced; a later evaluation continues."""
    with pool(workers=2, seconds=10.0) as harness:
        slow = harness.ask()
        killed = harness.begun()
        harness.now = 5.0
        other = harness.ask()
        worker = harness.begun()
        harness.now = 9.9
        harness.pool.end_overdue()
        assert not killed.is_killed
        harness.now = 10.0
        harness.pool.end_overdue()
        with pytest.raises(EvaluationTooLong, match="the evaluation did not finish within 10 seconds"):
            slow()
        assert killed.is_killed
        assert killed.is_closed
        worker.may_end.set()
        assert other().status == 200
        again = [harness.ask(), harness.ask()]
        workers = [harness.begun(), harness.begun()]
        assert killed not in workers
        for worker in workers:
            worker.may_end.set()
        assert [answer().status for answer in again] == [200, 200]


def test_a_worker_killed_as_it_answers() -> None:
    """It gets no other request, even though its answer arrived before it was killed."""
    with pool(workers=1, seconds=10.0) as harness:
        answer = harness.ask()
        killed = harness.begun()
        harness.now = 10.0
        with harness.pool._changed:  # the answer comes, and its thread cannot go on before the worker is killed
            killed.may_end.set()
            killed.has_answered.wait(PATIENCE)
            harness.pool.end_overdue()
        assert answer().status == 200
        assert killed.is_killed
        other = harness.ask()
        worker = harness.begun()
        assert worker is not killed
        worker.may_end.set()
        assert other().status == 200


def test_slow_evaluations_make_room() -> None:
    """While requests wait, the oldest end earlier, as far as other workers are ready; without any, none does."""
    with pool(workers=3, spare=1, seconds=10.0, patience=2.0) as harness:
        slow = []
        workers = []
        for _ in range(3):
            slow.append(harness.ask())
            workers.append(harness.begun())
            harness.now += 0.1
        harness.now = 5.0
        harness.pool.end_overdue()
        harness.now = 0.3  # else the pool ends one as soon as the first waits
        assert not any(worker.is_killed for worker in workers)
        with harness.pool._changed:  # the one that is to take over
            assert harness.pool._changed.wait_for(lambda: harness.pool._idle, PATIENCE)
        harness.may_start = False
        waiting = [harness.ask(), harness.ask()]
        harness.await_waiting(2)
        harness.now = 5.0
        harness.pool.end_overdue()
        with pytest.raises(ServerBusy, match="the evaluation took too long while other requests waited"):
            slow[0]()
        began = harness.begun()
        harness.pool.end_overdue()
        assert [worker.is_killed for worker in workers] == [True, False, False]
        for worker in (began, *workers[1:]):
            worker.may_end.set()
        harness.begun().may_end.set()
        assert [answer().status for answer in (*waiting, *slow[1:])] == [200] * 4


def test_the_watch_ends_overdue_evaluations() -> None:
    """Without a call."""
    with pool(workers=1, seconds=0.01) as harness:
        with harness.pool._changed:  # else the request would be ended in the queue
            assert harness.pool._changed.wait_for(lambda: harness.pool._idle, PATIENCE)
        slow = harness.ask()
        harness.begun()
        harness.now = 1.0
        with pytest.raises(EvaluationTooLong):
            slow()


def test_the_end_of_a_pool() -> None:
    """Evaluations and waiting requests end at once."""
    with pool(workers=1) as harness:
        evaluating = harness.ask()
        worker = harness.begun()
        waiting = harness.ask()
        harness.await_waiting(1)
        harness.pool.close()
        for answer in (evaluating, waiting, harness.ask()):
            with pytest.raises(ServerBusy):
                answer()
        assert worker.is_closed


def test_workers_that_cannot_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each failure is logged, and starting is retried."""
    monkeypatch.setattr(evaluation_pool, "_BEFORE_NEXT_START", 0)
    harness = Pool(workers=1, spare=1)
    failures = iter([OSError("no\nmemory"), EvaluationFailed("it ended")])

    def start() -> FakeWorker:
        for failure in failures:
            raise failure
        return FakeWorker(harness.busy)

    harness.pool._start = start
    harness.pool.open()
    try:
        answer = harness.ask()
        harness.begun().may_end.set()
        assert answer().status == 200
        assert harness.log == [
            "an evaluation process cannot be started: no memory",
            "an evaluation process cannot be started: it ended",
        ]
    finally:
        harness.pool.close()
        harness.threads.shutdown()


def test_the_loop_of_the_process() -> None:
    """It reports that it is ready, and answers requests one after the other."""
    requests: SimpleQueue[Request | None] = SimpleQueue()
    for request in (ASKED, Request("POST", "/api/evaluate", {}, "localhost"), None):
        requests.put(request)
    stream = io.BytesIO()
    evaluate_all(requests, stream)
    stream.seek(0)
    ready, *answered = [pickle.load(stream) for _ in range(3)]  # noqa: S301 - our own
    assert ready == READY
    assert [answer.status for answer in answered] == [200, 415]
    assert not stream.read()


@contextmanager
def worker(memory: int = MEMORY) -> Iterator[EvaluationWorker]:
    process = EvaluationWorker(memory)
    try:
        process.await_ready()
        yield process
    finally:
        process.close()


@pytest.mark.slow
def test_a_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It answers as this process does, whatever is in the working directory; killed, it has ended."""
    (tmp_path / "pickle.py").write_text("raise SystemExit", "utf-8")
    monkeypatch.chdir(tmp_path)
    with worker() as process:
        for _ in range(2):
            assert process.answer(ASKED).body == evaluate_request(ASKED).body == b'{"Result": true}'
        process.kill()
        with pytest.raises(EvaluationFailed, match="the evaluation process ended with exit code"):
            process.answer(ASKED)


@pytest.mark.slow
def test_a_process_whose_server_has_ended() -> None:
    """It ends too, even while a request is evaluated."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(evaluation_worker, "_PROGRAM", STALLING)
        with worker() as process:
            pickle.dump(Request("POST", "/", {}, body=STALLED), process._requests)
            process._requests.close()
            assert process._process.wait(PATIENCE) == 0


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is limited by Linux only")
def test_memory_of_a_process() -> None:
    """An evaluation that needs more ends, not the machine."""
    large = Request("POST", "/", AWS, "localhost", b" " * (200 << 20))
    with worker(256 << 20) as process, pytest.raises(EvaluationFailed):
        process.answer(large)
    with worker() as process:
        assert process.answer(large).status == 400


@pytest.mark.slow
def test_endless_evaluations_cost_others_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """While four run, other clients are answered, also by the page's API; all end with the server."""
    monkeypatch.setattr(evaluation_worker, "_PROGRAM", STALLING)
    limits = EvaluationLimits(workers=5, spare=1, seconds=1e6, patience=1e6)
    with running(None, evaluation=limits) as server:
        pool = server.server._pool
        with pool._changed:
            assert pool._changed.wait_for(lambda: len(pool._idle) == 6, PATIENCE)
        endless = [server.connected() for _ in range(4)]
        for connection in endless:
            connection.sendall(aws_request({**CALL, "Event": STALLED.decode()}))
        for _ in range(20):
            assert read_answer(server.raw(aws_request(CALL, extra="Connection: close\r\n")))[0] == 200
        document = server.posted("/api/evaluate", {"pattern": '{"a":[1]}', "event": '{"a":1}'})[1]
        assert document["evaluation"]["verdict"] == "match"
        for connection in endless:
            connection.settimeout(0)
            with pytest.raises(BlockingIOError):
                connection.recv(1)
            connection.close()
    assert server.faults == []


@pytest.mark.slow
def test_an_endless_evaluation_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page gets a message about what to do, and the next request is answered."""
    monkeypatch.setattr(evaluation_worker, "_PROGRAM", STALLING)
    with running(None, evaluation=EvaluationLimits(workers=1, spare=1)) as server:
        pool = server.server._pool
        with pool._changed:
            assert pool._changed.wait_for(lambda: len(pool._idle) == 2, PATIENCE)
        question = {"pattern": "{}", "event": STALLED.decode()}
        with ThreadPoolExecutor(1) as threads:
            answer = threads.submit(server.posted, "/api/evaluate", question)
            with pool._changed:
                assert pool._changed.wait_for(lambda: pool._busy, PATIENCE)
            pool._clock = lambda: 1e9
            pool.end_overdue()
            pool._clock = lambda: 0.0
            code, document = answer.result(PATIENCE)
        assert code == 422
        assert document == {
            "error": "the evaluation did not finish within 20 seconds: try a smaller event, or fewer or shorter filters"
        }
        assert server.posted("/api/evaluate", {"pattern": "{}", "event": ""})[0] == 200


def answer_after(failure: Exception, path: str) -> Answer:
    def evaluate(_request: Request) -> Answer:
        raise failure

    return handle(Request("POST", path, {}, "localhost"), AllowedHosts("127.0.0.1"), evaluate)


@pytest.mark.parametrize(
    ("failure", "aws", "page"),
    [
        (ServerBusy("too many"), (503, "ServiceUnavailable"), 503),
        (EvaluationTooLong(20.0), (500, "InternalException"), 422),
        (EvaluationFailed("exit code -9"), (500, "InternalException"), 500),
    ],
)
def test_endings_as_answers(failure: Exception, aws: tuple[int, str], page: int) -> None:
    """SDKs get exceptions that they know, the page gets sentences; retryable errors say when to retry."""
    answer = answer_after(failure, "/")
    assert (answer.status, json.loads(answer.body)["__type"]) == aws
    assert ("Retry-After" in dict(answer.headers)) is (answer.status == 503)
    answer = answer_after(failure, "/api/evaluate")
    assert answer.status == page
    assert json.loads(answer.body)["error"]
    assert ("Retry-After" in dict(answer.headers)) is (answer.status == 503)
    assert bool(answer.fault) is isinstance(failure, EvaluationFailed)
    assert b"-9" not in answer.body


def test_answers_that_are_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are not sent, and running out of memory is not reported as a fault of pipefilter."""
    question = {"pattern": '{"a":[1]}', "event": json.dumps({"a": ["y" * 10] * 100})}
    headers = {"content-type": "application/json"}
    request = Request("POST", "/api/evaluate", headers, "localhost", json.dumps(question).encode())
    size = len(evaluate_request(request).body)
    monkeypatch.setattr(answer_limits, "MAX_ANSWER", size)
    assert evaluate_request(request).status == 200
    monkeypatch.setattr(answer_limits, "MAX_ANSWER", size - 1)
    assert (evaluate_request(request).status, evaluate_request(request).fault) == (422, "")
    assert "try a smaller event" in json.loads(evaluate_request(request).body)["error"]

    def fail(_request: Request) -> Answer:
        raise MemoryError

    monkeypatch.setattr(routing, "api_answer", fail)
    assert (evaluate_request(request).status, evaluate_request(request).fault) == (422, "")
    assert "too much memory" in json.loads(evaluate_request(request).body)["error"]
