"""The kinds of tokens of a JSON text."""

from __future__ import annotations

import enum

__all__ = ["Token"]


class Token(enum.Enum):
    """The kinds of tokens."""

    OBJECT = "{"
    OBJECT_END = "}"
    ARRAY = "["
    ARRAY_END = "]"
    NAME = "name"
    STRING = "string"
    NUMBER = "number"
    TRUE = "true"
    FALSE = "false"
    NULL = "null"
    END = ""
