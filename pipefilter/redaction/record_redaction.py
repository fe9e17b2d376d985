"""A record with its values masked."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import secrets
from collections.abc import Iterable

from pipefilter.json_text.raw_object import raw_object
from pipefilter.redaction.json_in_text import is_container, is_masked_inside
from pipefilter.redaction.json_scalars import with_scalars
from pipefilter.redaction.json_spelling import spelled_like
from pipefilter.redaction.masks import Masks
from pipefilter.redaction.permutation import Permutation
from pipefilter.redaction.record_places import Place, place_in
from pipefilter.sources import detect_source

__all__ = ["Redaction", "redaction_key"]

_LITERALS = frozenset(("true", "false", "null"))
_ROUNDS = 200_000
_ACCOUNT = re.compile(r"(arn:[^:]*:[^:]*:[^:]*:)([0-9]{12})(?=:)")


def redaction_key(text: str | None) -> bytes:
    """A key for masks.

    Args:
        text: by which the same values get the same masks in another run; None for a random key.
    """
    if text is None:
        return secrets.token_bytes(32)
    # a short text is found out by trying; this makes each try slow
    return hashlib.pbkdf2_hmac("sha256", text.encode("utf-8", "surrogatepass"), b"pipefilter", _ROUNDS)


class Redaction:
    """Masks the values in records: form, types, lengths and equality stay, and so do all names.

    Args:
        key: secret; with the same key, equal values have equal masks.
        keep: paths of values that stay as they are, each the names on the way; what lies below stays, too.
    """

    def __init__(self, key: bytes, keep: Iterable[tuple[str, ...]] = ()) -> None:
        self._masks = Masks(Permutation(key))
        self._keep = frozenset(keep)

    def record(self, text: str) -> str:
        """A record with its values masked; blanks, order and repeated names are as before.

        Args:
            text: one JSON object, known to be valid.
        """
        found = detect_source(raw_object(text))
        source = found.name if found is not None else ""

        def replaced(names: tuple[str, ...], token: str) -> str:
            return self._value(token, names, place_in(source, names))

        return with_scalars(text, replaced)

    def _is_kept(self, path: tuple[str, ...]) -> bool:
        return bool(self._keep) and any(path[:length] in self._keep for length in range(1, len(path) + 1))

    def _value(self, token: str, names: tuple[str, ...], place: Place) -> str:
        if place.treatment == "keep" or self._is_kept(names) or self._is_kept(place.path):
            return token
        if token in _LITERALS:
            return token
        if not token.startswith('"'):
            return self._masks.number(token) or self._masks.text(token)
        text: str = json.loads(token)
        if place.treatment == "number":
            masked = self._masks.number(text) or self._masks.text(text, self._is_number)
        elif place.treatment == "base64":
            masked = self._bytes(text, names, place)
        elif place.treatment == "arn":
            masked = _ACCOUNT.sub(lambda one: one[1] + self._masks.text(one[2]), text)
        elif is_masked_inside(text):
            masked = self._inside(text, names, place)
        else:
            masked = self._masks.text(text, is_container)
        return spelled_like(masked, token)

    def _inside(self, text: str, names: tuple[str, ...], place: Place) -> str:
        """JSON in a value, its values masked; their paths go on from that of the value."""

        def replaced(inner: tuple[str, ...], token: str) -> str:
            return self._value(token, names + inner, Place("text", place.path + inner))

        return with_scalars(text, replaced)

    def _bytes(self, text: str, names: tuple[str, ...], place: Place) -> str:
        """Base64 of other bytes; what is no base64, or not as it is usually written, is a text."""
        if is_masked_inside(text):
            return self._inside(text, names, place)
        data = _decoded(text)
        if data is None:
            return self._masks.text(text, lambda one: is_container(one) or _decoded(one) is not None)
        inside = _json_in(data)
        if inside is not None:
            masked = self._inside(inside, names, place).encode()
        else:
            masked = self._masks.data(data, lambda one: _json_in(one) is not None)
        return base64.b64encode(masked).decode("ascii")

    def _is_number(self, text: str) -> bool:
        return self._masks.number(text) is not None


def _decoded(text: str) -> bytes | None:
    """The bytes that base64 writes; None if it is none, or the same bytes are usually written in another way."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode("ascii") == text else None


def _json_in(data: bytes) -> str | None:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    return text if is_masked_inside(text) else None
