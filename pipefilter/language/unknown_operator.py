"""What the author of an unknown operator may have meant: `equals`, `not`, `regex`."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

__all__ = ["instead_of"]

_INSTEAD = {
    "equals": "put the value itself into the list",
    "eq": "put the value itself into the list",
    "in": "put the values themselves into the list",
    "not-equals": '"not equal" is {"anything-but": ...}',
    "not": '"not" is {"anything-but": ...}',
    "!=": '"not equal" is {"anything-but": ...}',
    "ne": '"not equal" is {"anything-but": ...}',
    "not-prefix": 'write {"anything-but": {"prefix": ...}}',
    "not-suffix": 'write {"anything-but": {"suffix": ...}}',
    "not-wildcard": 'write {"anything-but": {"wildcard": ...}}',
    "not-exists": 'write {"exists": false}',
    "regex": 'the language has no regular expressions; {"wildcard": "*part*"} may do',
    "regexp": 'the language has no regular expressions; {"wildcard": "*part*"} may do',
    "contains": 'write {"wildcard": "*part*"}',
    "starts-with": 'write {"prefix": ...}',
    "begins-with": 'write {"prefix": ...}',
    "ends-with": 'write {"suffix": ...}',
    "equals-any": "put the values themselves into the list",
    "greater-than": 'write {"numeric": [">", 0]}',
    "less-than": 'write {"numeric": ["<", 0]}',
    "between": 'write {"numeric": [">=", low, "<=", high]}',
    "ip": 'write {"cidr": ...}',
    "$or": "$or stands where a field's name stands, not in a field's list",
    "$and": "the members of an object are joined by AND already",
}
_NUMERIC = frozenset(("<", "<=", ">", ">=", "=", "gt", "gte", "lt", "lte"))


_SPELLED = {name.replace("-", ""): name for name in _INSTEAD}
"""Also `startsWith` and `starts with`."""


def instead_of(name: str, keywords: Iterable[str]) -> str:
    """What to write instead of an operator that there is not.

    Args:
        name: as the pattern has it.
        keywords: of the operators that there are.
    """
    known = [keyword for keyword in keywords if keyword != "exactly"]
    plain = _plain(name)
    if plain in known:
        return f'operators are written exactly so: "{plain}"'
    if plain in _NUMERIC:
        return 'write {"numeric": [">", 0]}'
    meant = _SPELLED.get(plain.replace("-", ""))
    if meant:
        return _INSTEAD[meant]
    close = difflib.get_close_matches(plain, known, n=1)
    return f'did you mean "{close[0]}"?' if close else f"the operators are {', '.join(known)}"


def _plain(name: str) -> str:
    return name.strip().lower().replace("_", "-").replace(" ", "-")
