"""The evaluation of requests by `pipefilter serve`: bounded in time, memory and number, and away from other clients."""

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

import pytest
from patience import PATIENCE
from running_server import aws_request, read_answer, running
from served_calls import ENVELOPE

from pipefilter.serving import evaluation_pool, evaluation_worker
from pipefilter.serving import routing as answers
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
    """Evaluates until it is allowed to answer, or is killed."""

    def __init__(self, asked: Queue[FakeWorker]) -> None:
        self.asked = asked
        self.may_end = threading.Event()
        self.has_answered = threading.Event()
        self.body = b""
        self.is_killed = False
        self.is_closed = False

    def await_ready(self) -> None:
        """At once."""

    def answer(self, request: Request) -> Answer:
        """What was asked."""
        self.body = request.body
        self.asked.put(self)
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
        """Remember it."""
        self.is_closed = True


class Pool:
    """A pool of fake workers, with a clock that is set by hand."""

    def __init__(self, **limits: float) -> None:
        self.now = 0.0
        self.asked: Queue[FakeWorker] = Queue()
        self.log: list[str] = []
        self.may_start = True
        given = EvaluationLimits(**{"seconds": 1e6, "patience": 1e6, **limits})  # type: ignore[arg-type]
        self.pool = EvaluationPool(self.start, given, log=self.log.append, clock=lambda: self.now)
        self.threads = ThreadPoolExecutor(20)

    def start(self) -> FakeWorker:
        """As a pool starts them."""
        if not self.may_start:
            raise OSError("none can be started")
        return FakeWorker(self.asked)

    def ask(self, body: bytes = b"") -> Callable[[], Answer]:
        """Ask in a thread; what is returned waits for the answer."""
        future = self.threads.submit(self.pool.answer, Request("POST", "/", {}, body=body))
        return lambda: future.result(PATIENCE)

    def begun(self) -> FakeWorker:
        """The next worker that has begun to evaluate."""
        return self.asked.get(timeout=PATIENCE)

    def await_waiting(self, count: int) -> None:
        """Until so many requests wait."""
        with self.pool._changed:
            assert self.pool._changed.wait_for(lambda: len(self.pool._waiting) == count, PATIENCE)


@contextmanager
def pool(**limits: float) -> Iterator[Pool]:
    one = Pool(**limits)
    one.pool.open()
    try:
        yield one
    finally:
        one.pool.close()
        one.threads.shutdown()


def test_turns() -> None:
    """Requests are evaluated as far as there are workers; then the smallest first, and of these the first."""
    with pool(workers=2) as one:
        answers = [one.ask(b"00"), one.ask(b"11")]
        workers = [one.begun(), one.begun()]
        for number, body in enumerate((b"long", b"a", b"b"), 1):
            answers.append(one.ask(body))
            one.await_waiting(number)
        assert one.asked.empty()
        for body in (b"a", b"b", b"long"):
            workers[0].may_end.set()
            assert one.begun() is workers[0]
            assert workers[0].body == body
        for worker in workers:
            worker.may_end.set()
        assert [answer().body for answer in answers] == [b"00", b"11", b"long", b"a", b"b"]


def test_too_many_wait() -> None:
    """Beyond the queue the largest is answered at once that it has no turn; the last, if all are as large."""
    with pool(workers=1, waiting=2) as one:
        one.ask()
        worker = one.begun()
        waiting = []
        for number, body in enumerate((b"1", b"long"), 1):
            waiting.append(one.ask(body))
            one.await_waiting(number)
        with pytest.raises(ServerBusy, match="too many requests are being evaluated"):
            one.ask(b"longer")()
        smaller = one.ask(b"2")
        with pytest.raises(ServerBusy):
            waiting.pop()()
        with pytest.raises(ServerBusy):
            one.ask(b"3")()
        worker.kill()
        for answer in (*waiting, smaller):
            one.begun().may_end.set()
            assert answer().status == 200


def test_an_evaluation_that_takes_too_long() -> None:
    """Its worker is killed, and replaced; another, that began later, goes on."""
    with pool(workers=2, seconds=10.0) as one:
        slow = one.ask()
        killed = one.begun()
        one.now = 5.0
        other = one.ask()
        worker = one.begun()
        one.now = 9.9
        one.pool.end_overdue()
        assert not killed.is_killed
        one.now = 10.0
        one.pool.end_overdue()
        with pytest.raises(EvaluationTooLong, match="no answer was found within 10 seconds"):
            slow()
        assert killed.is_killed
        assert killed.is_closed
        worker.may_end.set()
        assert other().status == 200
        again = [one.ask(), one.ask()]
        workers = [one.begun(), one.begun()]
        assert killed not in workers
        for worker in workers:
            worker.may_end.set()
        assert [answer().status for answer in again] == [200, 200]


def test_a_worker_killed_as_it_answers() -> None:
    """It is not given another request, though its answer had come before it was killed."""
    with pool(workers=1, seconds=10.0) as one:
        answer = one.ask()
        killed = one.begun()
        one.now = 10.0
        with one.pool._changed:  # the answer comes, and its thread cannot go on before the worker is killed
            killed.may_end.set()
            killed.has_answered.wait(PATIENCE)
            one.pool.end_overdue()
        assert answer().status == 200
        assert killed.is_killed
        other = one.ask()
        worker = one.begun()
        assert worker is not killed
        worker.may_end.set()
        assert other().status == 200


def test_slow_evaluations_make_room() -> None:
    """While requests wait, the oldest end after less time, as far as other workers are ready; without any, none does."""
    with pool(workers=3, spare=1, seconds=10.0, patience=2.0) as one:
        slow = []
        workers = []
        for _ in range(3):
            slow.append(one.ask())
            workers.append(one.begun())
            one.now += 0.1
        one.now = 5.0
        one.pool.end_overdue()
        one.now = 0.3  # else the pool ends one as soon as the first waits
        assert not any(worker.is_killed for worker in workers)
        with one.pool._changed:  # the one that is to take over
            assert one.pool._changed.wait_for(lambda: one.pool._idle, PATIENCE)
        one.may_start = False
        waiting = [one.ask(), one.ask()]
        one.await_waiting(2)
        one.now = 5.0
        one.pool.end_overdue()
        with pytest.raises(ServerBusy, match="the evaluation took long, and others waited"):
            slow[0]()
        began = one.begun()
        one.pool.end_overdue()
        assert [worker.is_killed for worker in workers] == [True, False, False]
        for worker in (began, *workers[1:]):
            worker.may_end.set()
        one.begun().may_end.set()
        assert [answer().status for answer in (*waiting, *slow[1:])] == [200] * 4


def test_the_watch_ends_what_is_overdue() -> None:
    """Nobody needs to ask for it."""
    with pool(workers=1, seconds=0.01) as one:
        with one.pool._changed:  # else the request would be ended in the queue
            assert one.pool._changed.wait_for(lambda: one.pool._idle, PATIENCE)
        slow = one.ask()
        one.begun()
        one.now = 1.0
        with pytest.raises(EvaluationTooLong):
            slow()


def test_the_end_of_a_pool() -> None:
    """What is evaluated and what waits ends at once."""
    with pool(workers=1) as one:
        evaluating = one.ask()
        worker = one.begun()
        waiting = one.ask()
        one.await_waiting(1)
        one.pool.close()
        for answer in (evaluating, waiting, one.ask()):
            with pytest.raises(ServerBusy):
                answer()
        assert worker.is_closed


def test_workers_that_cannot_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each failure is a line, and it is tried again."""
    monkeypatch.setattr(evaluation_pool, "_BEFORE_NEXT_START", 0)
    one = Pool(workers=1, spare=1)
    failures = iter([OSError("no\nmemory"), EvaluationFailed("it ended")])

    def start() -> FakeWorker:
        for failure in failures:
            raise failure
        return FakeWorker(one.asked)

    one.pool._start = start
    one.pool.open()
    try:
        answer = one.ask()
        one.begun().may_end.set()
        assert answer().status == 200
        assert one.log == [
            "no process for evaluation can be started: no memory",
            "no process for evaluation can be started: it ended",
        ]
    finally:
        one.pool.close()
        one.threads.shutdown()


def test_the_side_of_the_process() -> None:
    """It says that it is ready, and answers what comes, one after the other."""
    requests: SimpleQueue[Request | None] = SimpleQueue()
    for request in (ASKED, Request("POST", "/api/judge", {}, "localhost"), None):
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
    one = EvaluationWorker(memory)
    try:
        one.await_ready()
        yield one
    finally:
        one.close()


def test_a_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It answers as this process does, whatever lies in the working directory; killed, it has ended."""
    (tmp_path / "pickle.py").write_text("raise SystemExit", "utf-8")
    monkeypatch.chdir(tmp_path)
    with worker() as one:
        for _ in range(2):
            assert one.answer(ASKED).body == evaluate_request(ASKED).body == b'{"Result": true}'
        one.kill()
        with pytest.raises(EvaluationFailed, match="the process for evaluation has ended with the exit code"):
            one.answer(ASKED)


def test_a_process_whose_server_has_ended() -> None:
    """It ends, too, though a request is being evaluated."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(evaluation_worker, "_PROGRAM", STALLING)
        with worker() as one:
            pickle.dump(Request("POST", "/", {}, body=STALLED), one._requests)
            one._requests.close()
            assert one._process.wait(PATIENCE) == 0


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is limited by Linux only")
def test_memory_of_a_process() -> None:
    """What would take more ends, and not the machine."""
    large = Request("POST", "/", AWS, "localhost", b" " * (200 << 20))
    with worker(256 << 20) as one, pytest.raises(EvaluationFailed):
        one.answer(large)
    with worker() as one:
        assert one.answer(large).status == 400


@pytest.mark.slow
def test_endless_evaluations_cost_others_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """While four are evaluated, other clients are answered, also by the page's API; all ends with the server."""
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
        said = server.posted("/api/judge", {"pattern": '{"a":[1]}', "event": '{"a":1}'})[1]
        assert said["evaluation"]["verdict"] == "match"
        for connection in endless:
            connection.settimeout(0)
            with pytest.raises(BlockingIOError):
                connection.recv(1)
            connection.close()
    assert server.faults == []


@pytest.mark.slow
def test_an_endless_evaluation_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is told what to do, and the next request is answered."""
    monkeypatch.setattr(evaluation_worker, "_PROGRAM", STALLING)
    with running(None, evaluation=EvaluationLimits(workers=1, spare=1)) as server:
        pool = server.server._pool
        with pool._changed:
            assert pool._changed.wait_for(lambda: len(pool._idle) == 2, PATIENCE)
        asked = {"pattern": "{}", "event": STALLED.decode()}
        with ThreadPoolExecutor(1) as threads:
            answer = threads.submit(server.posted, "/api/judge", asked)
            with pool._changed:
                assert pool._changed.wait_for(lambda: pool._busy, PATIENCE)
            pool._clock = lambda: 1e9
            pool.end_overdue()
            pool._clock = lambda: 0.0
            code, said = answer.result(PATIENCE)
        assert code == 422
        assert said == {
            "error": "no answer was found within 20 seconds: ask about a smaller event, or about fewer or shorter filters"
        }
        assert server.posted("/api/judge", {"pattern": "{}", "event": ""})[0] == 200


def told(failure: Exception, path: str) -> Answer:
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
    """SDKs get exceptions that they know, the page sentences; what may be tried again says when."""
    answer = told(failure, "/")
    assert (answer.status, json.loads(answer.body)["__type"]) == aws
    assert ("Retry-After" in dict(answer.headers)) is (answer.status == 503)
    answer = told(failure, "/api/judge")
    assert answer.status == page
    assert json.loads(answer.body)["error"]
    assert ("Retry-After" in dict(answer.headers)) is (answer.status == 503)
    assert bool(answer.fault) is isinstance(failure, EvaluationFailed)
    assert b"-9" not in answer.body


def test_answers_that_are_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are not sent, and what takes too much memory is no fault of pipefilter."""
    asked = {"pattern": '{"a":[1]}', "event": json.dumps({"a": ["y" * 10] * 100})}
    headers = {"content-type": "application/json"}
    request = Request("POST", "/api/judge", headers, "localhost", json.dumps(asked).encode())
    size = len(evaluate_request(request).body)
    monkeypatch.setattr(answers, "MAX_ANSWER", size)
    assert evaluate_request(request).status == 200
    monkeypatch.setattr(answers, "MAX_ANSWER", size - 1)
    assert (evaluate_request(request).status, evaluate_request(request).fault) == (422, "")
    assert "ask about a smaller event" in json.loads(evaluate_request(request).body)["error"]

    def fail(_request: Request) -> Answer:
        raise MemoryError

    monkeypatch.setattr(answers, "api_answer", fail)
    assert (evaluate_request(request).status, evaluate_request(request).fault) == (422, "")
    assert "more memory" in json.loads(evaluate_request(request).body)["error"]
