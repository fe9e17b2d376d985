"""The server in the background of a program: it answers while the block runs, and not afterwards."""

from __future__ import annotations

import json
import threading
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from patience import PATIENCE

from pipefilter.serving.background_server import serve

CALL = {
    "EventPattern": '{"source": ["orders"]}',
    "Event": json.dumps(
        {
            "id": "1",
            "account": "1",
            "source": "orders",
            "time": "2026-01-01T00:00:00Z",
            "region": "eu-west-1",
            "resources": [],
            "detail-type": "paid",
        }
    ),
}
HEADERS = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "AWSEvents.TestEventPattern"}


def post(url: str) -> object:
    request = Request(url, json.dumps(CALL).encode(), HEADERS)  # noqa: S310 - our own server
    with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - likewise
        return json.loads(answer.read())


@pytest.mark.slow
def test_it_answers_while_the_block_runs() -> None:
    with serve() as server:
        assert post(server.url) == {"Result": True}
        url = server.url
    with pytest.raises(URLError):
        post(url)
    assert not [thread for thread in threading.enumerate() if thread.name == "pipefilter serve"]


@pytest.mark.slow
def test_it_ends_with_an_error_in_the_block() -> None:
    ports = []

    def program() -> None:
        with serve() as server:
            ports.append(server.server_port)
            raise RuntimeError("of the program")

    with pytest.raises(RuntimeError, match="of the program"):
        program()
    with serve(*ports) as again:  # the port is free
        assert post(again.url) == {"Result": True}


@pytest.mark.slow
def test_a_port_that_is_taken() -> None:
    with serve() as server, pytest.raises(OSError, match="in use"), serve(server.server_port):
        pass


@pytest.mark.parametrize("port", [-1, 65_536, 70_000])
def test_an_invalid_port(port: int) -> None:
    with pytest.raises(ValueError, match=f"{port} is not a port"), serve(port):
        pass
