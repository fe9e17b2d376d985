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
from pipefilter.redaction.json_scalars import container, quoted_like, with_scalars
from pipefilter.redaction.masks import Masks
from pipefilter.redaction.permutation import Permutation
from pipefilter.redaction.record_places import Place, place_in
from pipefilter.sources import source_of

__all__ = ["Redaction", "redaction_key"]

_JSON_IN_JSON = 4
"""So deep JSON in texts of JSON is masked inside, as a body of SQS that SNS has sent; below, it is a text."""
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
        found = source_of(raw_object(text))
        source = found.name if found is not None else ""

        def replaced(names: tuple[str, ...], token: str) -> str:
            place = place_in(source, names)
            if place.treatment == "keep" or self._is_kept(names) or self._is_kept(place.path):
                return token
            return self._value(token, place, _JSON_IN_JSON)

        return with_scalars(text, replaced)

    def _is_kept(self, path: tuple[str, ...]) -> bool:
        return bool(self._keep) and any(path[:length] in self._keep for length in range(1, len(path) + 1))

    def _value(self, token: str, place: Place, depth: int) -> str:
        if not token.startswith('"'):
            return self._masks.number(token) or token  # true, false and null stay
        text: str = json.loads(token)
        if place.treatment == "number":
            return quoted_like(self._masks.number(text) or self._masks.text(text), token)
        if place.treatment == "base64":
            return quoted_like(self._bytes(text, depth), token)
        if place.treatment == "arn":
            account = _ACCOUNT.sub(lambda one: one[1] + self._masks.text(one[2]), text)
            return quoted_like(account, token)
        return quoted_like(self._text(text, depth), token)

    def _text(self, text: str, depth: int) -> str:
        if not depth or not container(text):
            return self._masks.text(text)

        def replaced(names: tuple[str, ...], token: str) -> str:
            if self._is_kept(names):
                return token
            return self._value(token, Place("text", names), depth - 1)

        return with_scalars(text, replaced)

    def _bytes(self, text: str, depth: int) -> str:
        """Base64 of other bytes; what is no base64 is a text."""
        try:
            data = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            return self._text(text, depth)
        if base64.b64encode(data).decode("ascii") != text:  # two texts of the same bytes stay two
            return self._masks.text(text)
        try:
            inside = data.decode()
        except UnicodeDecodeError:
            inside = ""
        masked = self._text(inside, depth).encode() if container(inside) else self._masks.data(data)
        return base64.b64encode(masked).decode("ascii")
