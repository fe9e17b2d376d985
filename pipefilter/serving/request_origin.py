"""Checks where a request comes from: its Host has to be this server, and its Origin the server's own page."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from pipefilter.serving.http_message import Request

__all__ = ["AllowedHosts", "is_cross_origin", "is_loopback"]

_HERE = ("localhost", "127.0.0.1", "::1")


def is_loopback(host: str) -> bool:
    """Whether an address or a name can be reached from this machine only."""
    if host.lower() == "localhost":
        return True
    address = _address(host)
    return address is not None and address.is_loopback


class AllowedHosts:
    """The names that a request may give to this server.

    A site whose own name resolves to 127.0.0.1 (DNS rebinding) would otherwise have the same origin as the page. That
    does not work with an address instead of a name, so where the server listens on all addresses, each is allowed.

    Args:
        further: other names by which it may be called.
    """

    def __init__(self, host: str, further: Iterable[str] = ()) -> None:
        address = _address(host)
        self._any_address = address is not None and address.is_unspecified
        self._names = {*_HERE, host.lower(), *(name.lower() for name in further)}

    def allows(self, host: str) -> bool:
        """Whether a Host header, maybe with a port, names this server."""
        name = _without_port(host).lower().removesuffix(".")
        return name in self._names or (self._any_address and _address(name) is not None)


def is_cross_origin(request: Request) -> bool:
    """Whether a browser reports that another site sends the request; other clients report nothing, and are allowed."""
    origin = request.headers.get("origin")
    if origin is not None:
        return origin.lower() != f"http://{request.host.lower()}"
    return request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none")


def _without_port(host: str) -> str:
    if host.startswith("["):
        inside, bracket, rest = host[1:].partition("]")
        return inside if bracket and (not rest or _is_port(rest)) else ""
    name, colon, port = host.partition(":")
    return name if not colon or _is_port(colon + port) else ""


def _is_port(text: str) -> bool:
    return text.startswith(":") and text[1:].isascii() and text[1:].isdigit()


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
