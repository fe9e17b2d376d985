r"""JSON within a JSON string, the result of encoding a pattern, or a part of one, twice: `"{\"a\": [1]}"`."""

from __future__ import annotations

import json

__all__ = ["ENCODED_TWICE", "decoded_once", "is_encoded_json", "is_encoded_pattern"]

ENCODED_TWICE = "remove the quotes and backslashes: this is JSON that was encoded twice"
"""The hint where a pattern, or a part of it, is such a string."""


def is_encoded_json(text: str) -> bool:
    """Whether a string, without its quotes and escapes, is itself a JSON object or list, and not empty."""
    return text.strip()[:1] in ("{", "[") and bool(_loaded(text))


def is_encoded_pattern(text: str) -> bool:
    """Whether it is such a string, and the values of the object are in lists, as in a pattern."""
    value = _loaded(text)
    level = [value] if isinstance(value, dict) else []
    while level:
        inner = list(level.pop().values())
        if not inner or not all(isinstance(each, dict | list) for each in inner):
            return False
        level += [each for each in inner if isinstance(each, dict)]
    return isinstance(value, dict) and bool(value)


def decoded_once(value: str) -> str | None:
    """The JSON object or list within a JSON string; None if the value is not a string, or not such a string."""
    text = _loaded(value) if value.startswith('"') else None
    return text if isinstance(text, str) and is_encoded_json(text) else None


def _loaded(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # nested too deep to be intended
        return None
