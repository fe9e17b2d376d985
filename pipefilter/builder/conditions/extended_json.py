"""Reads JSON in which references may be without quotes: `{"S": [{"not-equals": <$.OldImage.status.S>}]}`."""

from __future__ import annotations

import json
import re
from collections import Counter

from pipefilter.builder.faults import InvalidCondition, InvalidJson
from pipefilter.json_text.certainty import is_nested_too_deep
from pipefilter.json_text.writer import written

__all__ = ["read_extended_json"]

_STRING_OR_BARE_REFERENCE = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|<\$[^<>"\\]*>', re.DOTALL)


def read_extended_json(text: str) -> object:
    """Read JSON in which references may be without quotes.

    Raises:
        InvalidCondition: an object has a field twice, and JSON would keep only one of them.
        InvalidJson: the text is not JSON; with the place in the text as it was written.
    """
    if is_nested_too_deep(text):
        raise InvalidJson("it is nested too deeply", 1, 1)
    try:
        tree: object = json.loads(_with_quotes(text), object_pairs_hook=_members)
    except json.JSONDecodeError as error:
        at = error.pos
        for match in _STRING_OR_BARE_REFERENCE.finditer(text):
            if match[0].startswith("<") and at > match.end():  # a bare reference, which got two quotes
                at -= 2
        raise InvalidJson(error.msg, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)) from None
    except InvalidCondition:  # which is a ValueError too
        raise
    except ValueError:  # a number of thousands of digits, which Python does not read
        raise InvalidJson("a number has too many digits", 1, 1) from None
    except RecursionError:  # before Python 3.14, the call may come from a stack that is already deep
        raise InvalidJson("it is nested too deeply", 1, 1) from None
    return tree


def _with_quotes(text: str) -> str:
    return _STRING_OR_BARE_REFERENCE.sub(
        lambda match: match[0] if match[0].startswith('"') else f'"{match[0]}"', text
    )


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        repeated = next(name for name, count in counts.items() if count > 1)
        raise InvalidCondition(
            f"an object has the field {written(repeated)} more than once: write each field once"
        )
    return members
