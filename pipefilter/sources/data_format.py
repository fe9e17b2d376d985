"""What the data of a record are: plain text, JSON, or no text; and the record with them decoded."""

from __future__ import annotations

import binascii
import json
from dataclasses import dataclass

from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import value_end
from pipefilter.sources.source import DataFormat

__all__ = ["Data", "data_of"]

_WHITE = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Data:
    """The data of a record, decoded.

    Args:
        format: what they are.
        json_text: as the filter sees them, a JSON text: what was sent if that is JSON, else a JSON string.
        is_as_given: they should be base64 and are not, so that they were taken as they are.
    """

    format: DataFormat
    json_text: str
    is_as_given: bool = False


def data_of(value: str, *, is_base64: bool) -> Data:
    """The data in a member of a record.

    JSON is an object or a list. AWS's tables do not say what a lone number or quoted text is; it is taken for plain
    text.

    Args:
        value: the text of the member's value.
        is_base64: whether the source writes base64.
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
    if stripped.startswith(("{", "[")):
        try:
            if value_end(stripped, 0) == len(stripped):
                return Data("JSON", stripped, is_as_given)
        except JsonFault:
            pass
    return Data("plain", json.dumps(text), is_as_given)
