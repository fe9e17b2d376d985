"""Decodes the data of a record: plain text, JSON, or not UTF-8.

For example, the Kinesis data `"eyJhIjogMX0="` is the JSON `{"a": 1}`.
"""

from __future__ import annotations

import binascii
import json

from pipefilter.dataclass import dataclass
from pipefilter.json_text.tree import is_one_value
from pipefilter.sources.source import DataFormat

__all__ = ["Data", "decode_data"]

_WHITE = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Data:
    """The data of a record, decoded.

    Args:
        json_text: the data as the filter sees it: JSON as it is, anything else as a JSON string.
        is_as_given: whether the data should be base64 but is not, so that it was not decoded.
    """

    format: DataFormat
    json_text: str
    is_as_given: bool = False


def decode_data(value: str, *, is_base64: bool) -> Data:
    """Decode the data in a member of a record, from its JSON text; `is_base64` if the source encodes data in base64.

    JSON is an object or an array. AWS's tables do not mention a single number or quoted string; here it counts as
    plain text.
    """
    if not value.startswith('"'):
        return Data("JSON" if value.startswith(("{", "[")) else "plain", value)
    text: str = json.loads(value)
    if not is_base64:
        return _of_text(text, is_as_given=False)
    try:
        data = binascii.a2b_base64(text, strict_mode=True)
    except (binascii.Error, ValueError):
        return _of_text(text, is_as_given=True)
    try:
        return _of_text(data.decode(), is_as_given=False)
    except UnicodeDecodeError:
        return Data("not UTF-8", value)


def _of_text(text: str, *, is_as_given: bool) -> Data:
    stripped = text.strip(_WHITE)
    if stripped.startswith(("{", "[")) and is_one_value(stripped):
        return Data("JSON", stripped, is_as_given)
    return Data("plain", json.dumps(text), is_as_given)
