"""Masks the values of records."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import secrets
from collections.abc import Iterable
from dataclasses import replace

from pipefilter.json_text.raw_object import raw_object
from pipefilter.json_text.tree import is_single_object
from pipefilter.redaction.json_scalars import is_container, is_masked_inside, spelled_like, with_scalars
from pipefilter.redaction.masks import Masks
from pipefilter.redaction.number_attributes import number_attributes
from pipefilter.redaction.permutation import Permutation
from pipefilter.redaction.record_places import Place, place_in
from pipefilter.sources import detect_source
from pipefilter.sources.sns import SNS, has_attributes

__all__ = ["Redaction", "redaction_key"]

_LITERALS = frozenset(("true", "false", "null"))
_ROUNDS = 200_000
_ACCOUNT = re.compile(r"(arn:[^:]*:[^:]*:[^:]*:)([0-9]{12})(?=:)")


def redaction_key(text: str | None) -> bytes:
    """A key for masks: random, or of a passphrase, with which equal values have equal masks in another run."""
    if text is None:
        return secrets.token_bytes(32)
    # a short passphrase can be guessed; this makes each guess slow
    return hashlib.pbkdf2_hmac("sha256", text.encode("utf-8", "surrogatepass"), b"pipefilter", _ROUNDS)


class Redaction:
    """Masks the values in records, and preserves form, types, lengths, equality, and all names.

    Args:
        key: secret; with the same key, equal values have equal masks.
        keep: paths of values that are not masked, and neither is anything below them.
    """

    def __init__(self, key: bytes, keep: Iterable[tuple[str, ...]] = ()) -> None:
        self._masks = Masks(Permutation(key))
        self._keep = frozenset(keep)
        self._seen: set[tuple[str, ...]] = set()

    def record(self, text: str) -> str:
        """A JSON object with its values masked, and with its spaces, order and repeated names."""
        record = raw_object(text)
        source = detect_source(record) or (SNS if has_attributes(record) else None)
        source_name = source.name if source is not None else ""
        numbers = number_attributes(record)

        def masked(names: tuple[str, ...], token: str) -> str:
            place = place_in(source_name, names)
            return self._value(token, names, replace(place, treatment="number") if names in numbers else place)

        return with_scalars(text, masked)

    @property
    def unused_paths(self) -> tuple[tuple[str, ...], ...]:
        """The paths of `keep` at which no record had a value, sorted."""
        return tuple(sorted(self._keep - self._seen))

    def _is_kept(self, path: tuple[str, ...]) -> bool:
        if not self._keep:
            return False
        kept = self._keep.intersection(path[:length] for length in range(1, len(path) + 1))
        self._seen |= kept
        return bool(kept)

    def _value(self, token: str, names: tuple[str, ...], place: Place) -> str:
        # each is evaluated, so that `unused_paths` is right
        if any([self._is_kept(names), self._is_kept(place.path), place.treatment == "keep"]):
            return token
        if token in _LITERALS:
            return token
        if not token.startswith('"'):
            return self._masks.number(token) or self._masks.text(token)
        text: str = json.loads(token)
        if place.treatment == "number":
            masked = self._masks.number(text) or self._masks.text(
                text, lambda mask: self._masks.number(mask) is not None
            )
        elif place.treatment == "base64":
            masked = self._bytes(text, names, place)
        elif place.treatment == "arn":
            masked = _ACCOUNT.sub(lambda arn: arn[1] + self._masks.text(arn[2]), text)
        elif is_masked_inside(text):
            masked = self._inside(text, names, place)
        else:
            masked = self._masks.text(text, is_container)
        return spelled_like(masked, token)

    def _inside(self, text: str, names: tuple[str, ...], place: Place) -> str:
        """JSON within a string, with its values masked; their paths continue that of the string."""
        is_of_sns = names in (("body",), ("Body",)) and _is_notification(text)

        def masked(inner: tuple[str, ...], token: str) -> str:
            own = place_in("sns", inner) if is_of_sns else Place("text", place.path + inner)
            return self._value(token, names + inner, own)

        return with_scalars(text, masked)

    def _bytes(self, text: str, names: tuple[str, ...], place: Place) -> str:
        """The base64 of masked bytes; anything but base64 in its usual form is masked as text."""
        if is_masked_inside(text):
            return self._inside(text, names, place)
        data = _decoded(text)
        if data is None:
            return self._masks.text(text, lambda mask: is_container(mask) or _decoded(mask) is not None)
        inside = _json_in(data)
        if inside is not None:
            masked = self._inside(inside, names, place).encode()
        else:
            masked = self._masks.data(data, lambda mask: _json_in(mask) is not None)
        return base64.b64encode(masked).decode("ascii")


def _is_notification(text: str) -> bool:
    """Whether the body of an SQS message is a notification of SNS, without raw message delivery."""
    if not is_single_object(text):
        return False
    notification = raw_object(text)
    return notification.text_of("Type") == "Notification" and detect_source(notification) is SNS


def _decoded(text: str) -> bytes | None:
    """The bytes that base64 encodes; None if the text is not base64 in its usual form."""
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
