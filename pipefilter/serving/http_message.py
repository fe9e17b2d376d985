"""A request and an answer of HTTP as values, so that everything but the sockets is pure."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pipefilter.dataclass import dataclass

__all__ = ["Answer", "Request", "json_answer"]


@dataclass(frozen=True, slots=True)
class Request:
    """A request of HTTP.

    Args:
        path: of the URL, without its query.
        headers: by their names in lower case; the hosts are in `host`.
        host: the value of the Host header; "" if there is none.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    host: str = ""
    body: bytes = b""

    @property
    def media_type(self) -> str:
        """The declared media type of the body, without parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a request.

    Args:
        headers: further ones.
        fault: an error of the server, on one line, for its operator; "" if there is none.
    """

    status: int
    content_type: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    fault: str = ""


def json_answer(
    status: int,
    value: object,
    *,
    content_type: str = "application/json",
    headers: tuple[tuple[str, str], ...] = (),
    fault: str = "",
) -> Answer:
    """An answer whose body is JSON; lone surrogates in it, which patterns may have, go as escapes."""
    return Answer(status, content_type, json.dumps(value).encode("ascii"), headers, fault)
