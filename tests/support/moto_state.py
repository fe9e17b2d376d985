"""moto's server, and the state that all its servers in one process share."""

from __future__ import annotations

import http.client
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from moto.server import ThreadedMotoServer

__all__ = ["empty", "put_function", "running_moto"]


@contextmanager
def running_moto() -> Iterator[str]:
    """The address of a server without any resources."""
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        endpoint = f"http://{host}:{port}"
        empty(endpoint)
        yield endpoint
    finally:
        server.stop()


def empty(endpoint: str) -> None:
    """Remove all resources: tests of other files may have made some in this process.

    Args:
        endpoint: the address of one of its servers.
    """
    connection = http.client.HTTPConnection(endpoint.removeprefix("http://"))
    connection.request("POST", "/moto-api/reset")
    assert connection.getresponse().status == HTTPStatus.OK
    connection.close()


def put_function(functions: Any, role: str, queue: str, criteria: dict[str, Any]) -> None:  # noqa: ANN401 - a client of boto3
    """Create the function `ship`, and an event source mapping with filter criteria from a queue to it.

    Args:
        functions: the client for Lambda.
        role: the ARN of its role.
        queue: the ARN of the queue.
        criteria: the filter criteria.
    """
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("ship.py", "def handler(event, context): pass")
    functions.create_function(
        FunctionName="ship",
        Role=role,
        Runtime="python3.12",
        Handler="ship.handler",
        Code={"ZipFile": code.getvalue()},
    )
    functions.create_event_source_mapping(FunctionName="ship", EventSourceArn=queue, FilterCriteria=criteria)
