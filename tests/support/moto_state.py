"""The state of moto, which all its servers in one process share."""

from __future__ import annotations

import http.client
from http import HTTPStatus

__all__ = ["empty"]


def empty(endpoint: str) -> None:
    """Remove all resources: tests of other files may have made some in this process.

    Args:
        endpoint: the address of one of its servers.
    """
    connection = http.client.HTTPConnection(endpoint.removeprefix("http://"))
    connection.request("POST", "/moto-api/reset")
    assert connection.getresponse().status == HTTPStatus.OK
    connection.close()
