"""The connections of `pipefilter serve`: a slow client harms only itself."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Event, Thread

import pytest
from patience import PATIENCE
from running_server import Running, aws_request, read_answer, running
from served_calls import ENVELOPE

from pipefilter.serving.connections import Connections
from pipefilter.serving.http_message import Answer, Request
from pipefilter.serving.routing import evaluate_request

LIMIT = 4
CALL = {"EventPattern": '{"source":["com.example.shop"]}', "Event": json.dumps(ENVELOPE)}
SENT = aws_request(CALL)
ONE_SENT = aws_request(CALL, extra="Connection: close\r\n")


@contextmanager
def server(evaluate: Callable[[Request], Answer] | None = None) -> Iterator[Running]:
    """A server with room for four connections, which ends none because of its time."""
    with running(evaluate or evaluate_request, max_connections=LIMIT, idle=1e6, request=1e6) as instance:
        yield instance


def sends_nothing(_connection: socket.socket) -> None:
    pass


def sends_part_of_a_head(connection: socket.socket) -> None:
    connection.sendall(SENT[:60])


def sends_part_of_a_body(connection: socket.socket) -> None:
    connection.sendall(SENT[:-10])


def says_that_a_body_comes(connection: socket.socket) -> None:
    connection.sendall(SENT.partition(b"\r\n\r\n")[0] + b"\r\nExpect: 100-continue\r\n\r\n")
    assert connection.recv(1 << 16).startswith(b"HTTP/1.1 100 ")


def keeps_alive(connection: socket.socket) -> None:
    connection.sendall(SENT)
    assert connection.recv(1 << 16).startswith(b"HTTP/1.1 200 ")


def reads_nothing(connection: socket.socket) -> None:
    # the answers are together larger than what the system keeps of what is sent
    connection.sendall(b"GET /api/patterns HTTP/1.1\r\nHost: localhost\r\n\r\n" * 500)


@pytest.mark.slow
@pytest.mark.parametrize(
    "slow",
    [
        sends_nothing,
        sends_part_of_a_head,
        sends_part_of_a_body,
        says_that_a_body_comes,
        keeps_alive,
        reads_nothing,
    ],
)
def test_slow_clients_make_room(slow: Callable[[socket.socket], None]) -> None:
    """However many there are, and in whatever way they are slow, other clients are answered meanwhile."""
    with server() as instance, ExitStack() as stack:
        for number in range(5 * LIMIT):
            slow(stack.enter_context(instance.connected()))
            if number % LIMIT == LIMIT - 1:
                assert read_answer(instance.raw(ONE_SENT))[0] == 200
        instance.server.connections.end(PATIENCE)
    assert instance.faults == []
    closed = [
        line
        for line in instance.access
        if line == "127.0.0.1  closed: it was slow, and other clients needed the connection"
    ]
    assert len(closed) >= 4 * LIMIT


def test_clients_that_wait_for_the_server_are_kept() -> None:
    """An evaluation is not the client's slowness; if nothing else can end, the next client is refused."""
    begun, may_end = [Event() for _ in range(LIMIT)], Event()
    numbers = iter(range(LIMIT))

    def evaluate(_request: Request) -> Answer:
        begun[next(numbers)].set()
        assert may_end.wait(PATIENCE)
        return Answer(200, "", b"evaluated")

    with server(evaluate) as instance, ExitStack() as stack:
        connections = [stack.enter_context(instance.connected()) for _ in range(LIMIT)]
        for connection, event in zip(connections, begun, strict=True):
            connection.sendall(SENT)
            assert event.wait(PATIENCE)
        code, headers, _ = read_answer(instance.raw(b""))
        assert (code, headers["retry-after"]) == (503, "1")
        may_end.set()
        for connection in connections:
            assert connection.recv(1 << 16).endswith(b"evaluated")
        assert (
            read_answer(instance.raw(b"GET /none HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))[0]
            == 404
        )


def test_room_when_others_have_ended() -> None:
    """A connection that has ended takes no room, and none is closed for the next."""
    with server() as instance:
        for _ in range(3 * LIMIT):
            assert read_answer(instance.raw(ONE_SENT))[0] == 200
        instance.server.connections.end(PATIENCE)
        with ExitStack() as stack:
            for _ in range(LIMIT):
                keeps_alive(stack.enter_context(instance.connected()))
        assert not [line for line in instance.access if "closed" in line]


class Clients:
    """Connections of some addresses, with a clock set by hand."""

    def __init__(self, limit: int = 3, max_size: int = 100) -> None:
        self.now = 0.0
        self.connections = Connections(limit, max_size, clock=lambda: self.now)
        self.here: dict[str, socket.socket] = {}
        self.there: dict[str, socket.socket] = {}

    def add(self, name: str) -> bool:
        """Whether there is room for a connection whose address is its first letter; time advances."""
        self.now += 1.0
        self.here[name], self.there[name] = socket.socketpair()
        return self.connections.add(self.here[name], name[0])

    def closed(self) -> set[str]:
        """The connections that have been closed."""
        ended = set()
        for name, connection in self.there.items():
            connection.settimeout(0)
            try:
                connection.recv(1)
                ended.add(name)
            except BlockingIOError:
                pass
        return ended

    def close(self) -> None:
        """Close all."""
        for connection in (*self.here.values(), *self.there.values()):
            connection.close()


@pytest.fixture
def clients() -> Iterator[Clients]:
    instance = Clients()
    yield instance
    instance.close()


def test_the_slowest_makes_room(clients: Clients) -> None:
    """That is the one whose last progress was longest ago."""
    for name in ("a1", "a2", "a3"):
        assert clients.add(name)
    clients.now += 1
    clients.connections.progress(clients.here["a1"])
    assert clients.add("a4")
    assert clients.closed() == {"a2"}
    clients.connections.send(clients.here["a3"], 1)
    assert clients.add("a5")
    assert clients.closed() == {"a2", "a1"}


def test_the_address_with_the_most_makes_room(clients: Clients) -> None:
    """So an address with many connections closes none of others."""
    for name in ("b1", "a1", "a2", "a3", "a4"):
        assert clients.add(name)
    assert clients.closed() == {"a1", "a2"}


def test_evaluated_requests_are_kept(clients: Clients) -> None:
    """The client is not the cause of the delay."""
    for name in ("a1", "a2", "a3"):
        assert clients.add(name)
    clients.connections.evaluate(clients.here["a1"])
    assert clients.add("a4")
    assert clients.closed() == {"a2"}
    for name in ("a3", "a4"):
        clients.connections.evaluate(clients.here[name])
    assert not clients.add("a5")
    assert clients.closed() == {"a2"}
    assert clients.connections.remove(clients.here["a3"])
    assert clients.add("a6")
    assert not clients.connections.remove(clients.here["a2"])


def test_room_for_bodies_and_answers(clients: Clients) -> None:
    """Their total is bounded; a client that is slow to send or to read them makes room."""
    for name in ("a1", "a2", "a3"):
        assert clients.add(name)
        clients.now += 1
    assert clients.connections.receive_body(clients.here["a1"], 60)
    assert clients.connections.send(clients.here["a2"], 40)
    assert clients.closed() == set()
    assert clients.connections.receive_body(clients.here["a3"], 1)
    assert clients.closed() == {"a1"}
    assert not clients.connections.receive_body(clients.here["a1"], 1)
    assert not clients.connections.receive_body(clients.here["a3"], 101)
    assert clients.closed() == {"a1", "a2"}
    clients.connections.evaluate(clients.here["a3"])
    assert clients.add("a4")
    assert not clients.connections.receive_body(clients.here["a4"], 100)
    assert clients.connections.receive_body(clients.here["a4"], 99)
    clients.connections.progress(clients.here["a3"])
    assert clients.connections.receive_body(clients.here["a4"], 100)
    assert clients.closed() == {"a1", "a2"}


@pytest.mark.parametrize("begins", [True, False])
def test_ctrl_c_while_a_thread_begins(begins: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection ends once: by its thread, or without one; and it is not reported as slow."""
    shed: list[str] = []
    ended: list[str] = []
    connections = Connections(3, 100, log_shed=shed.append)
    here, there = socket.socketpair()
    start = Thread.start

    def interrupted_start(thread: Thread) -> None:
        if begins:
            start(thread)
            thread.join()
        raise KeyboardInterrupt

    monkeypatch.setattr(Thread, "start", interrupted_start)
    with here, there:
        assert connections.add(here, "client")
        with pytest.raises(KeyboardInterrupt):
            connections.run(here, "client", lambda: ended.append("work"), lambda: ended.append("close"))
        assert ended == (["work", "close"] if begins else [])
        assert not connections.remove(here)
    connections.end(PATIENCE)
    assert shed == []
