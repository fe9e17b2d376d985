r"""JSON in quotes, as it comes of encoding a pattern, or a part of one, twice: `"{\"a\": [1]}"`."""

from __future__ import annotations

import json

__all__ = ["ENCODED_TWICE", "decoded_once", "is_encoded_json"]

ENCODED_TWICE = "this is JSON in quotes, encoded twice: take the quotes and the backslashes away"
"""The hint where a pattern, or a part of it, is such a string."""


def is_encoded_json(text: str) -> bool:
    """Whether a value that is text is itself a JSON object or list that has something in it.

    Args:
        text: the value, without its quotes.
    """
    return text.strip()[:1] in ("{", "[") and bool(_loaded(text))


def decoded_once(written: str) -> str | None:
    """The JSON object or list inside a value as it is written; None if it is no text, or no such text.

    Args:
        written: the value, with its quotes and escapes.
    """
    text = _loaded(written) if written.startswith('"') else None
    return text if isinstance(text, str) and is_encoded_json(text) else None


def _loaded(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # too deep to have been meant
        return None
