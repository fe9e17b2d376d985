"""A request and an answer of HTTP as values, so that everything but the sockets is pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Answer", "Request", "json_answer"]


@dataclass(frozen=True, slots=True)
class Request:
    """A request of HTTP.

    Args:
        path: of the URL, without its query.
        headers: by their names in small letters; the hosts are in `host`.
        host: what the Host header says; "" if there is none.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    host: str = ""
    body: bytes = b""

    @property
    def media_type(self) -> str:
        """What the body is said to be, without parameters, in small letters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a request.

    Args:
        headers: further ones.
        fault: what went wrong here, on one line, for whoever runs the server; "" if nothing did.
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
