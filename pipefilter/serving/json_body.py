"""Reads the body of a request as a JSON object; it is untrusted, and may have any depth and any number."""

from __future__ import annotations

import json

__all__ = ["NotAnObject", "json_object"]


class NotAnObject(Exception):
    """The body is not JSON, or not an object."""

    def __init__(self, *, is_list: bool = False) -> None:
        super().__init__("the body is not a JSON object")
        self.is_list = is_list


def json_object(body: bytes) -> dict[str, object]:
    """The object in the body, which is in UTF-8; of a repeated name the last counts.

    Raises:
        NotAnObject: it is not an object, or nested deeper than Python's reader goes.
    """
    try:
        # as floats, since numbers of millions of digits take Python quadratic time; no member is a number
        value = json.loads(body.decode("utf-8"), parse_int=float, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise NotAnObject from None
    if not isinstance(value, dict):
        raise NotAnObject(is_list=isinstance(value, list))
    return value


def _refuse(name: str) -> object:
    raise ValueError(name)
