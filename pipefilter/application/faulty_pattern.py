"""Detects texts that are meant as patterns or contain them, and that cannot be read: their author should know."""

from __future__ import annotations

import re
from pathlib import Path, PurePath

from pipefilter.language.operators import BY_KEYWORD
from pipefilter.sources import SOURCES

__all__ = [
    "COMMON_WORDS",
    "DISTINCT_NAMES",
    "NAMES_WITHOUT_FIELDS",
    "OPERATORS",
    "RECORD_NAMES",
    "begins_like_pattern",
    "is_faulty_pattern",
    "is_faulty_yaml_pattern",
    "is_pattern_file_name",
    "is_pattern_name",
]

OPERATORS = frozenset(BY_KEYWORD)
COMMON_WORDS = frozenset(("prefix", "suffix", "exists", "wildcard", "cidr"))
"""Operators whose names are common in other files too."""
RECORD_NAMES = frozenset(key.name for source in SOURCES for key in source.keys)
DISTINCT_NAMES = frozenset(
    ("detail-type", "detail", "dynamodb", "eventName", "eventSource", "messageAttributes")
)
"""Top-level names of records that are rare in other files, unlike `version`, `data` or `resources`."""
NAMES_WITHOUT_FIELDS = frozenset(("account", "id", "region", "resources", "time", "version"))
"""Top-level names of bus events whose values are never objects, but often are in other files."""
_PATTERN_NAME = re.compile(r"(?<![a-z])(event[-_]?)?patterns?(?![a-z])", re.IGNORECASE)
_PATTERN_FILE_NAME = re.compile(
    r"(?:(?:\A|\.)(?i:pattern)|(?<![A-Za-z])(?i:event[-_]?pattern)|(?<=[a-z])Event[-_]?[Pp]attern)\Z"
)
"""The names that the docs recommend: `pattern.json`, `orders.event-pattern.json`, `ordersEventPattern.json`."""
_NAMED_MEMBER = re.compile(
    "(?<![\\w$-])[\"']?(?:(?:"
    + "|".join(sorted(DISTINCT_NAMES))
    + ")[\"']?\\s*:\\s*[\\[{]|[$]or[\"']?\\s*:\\s*\\[\\s*\\{\\s*[\"']?[\\w.-]+[\"']?\\s*:\\s*\\[)"
)
"""A member that only events and records have, as a pattern has it, in a text that is not JSON; not queries in `$or`."""
_FIRST_NAME = re.compile(r"\s*\{\s*[\"']?([\w$-]+)[\"']?\s*:\s*([\[{]?)")
_FIRST_WITH_PARTS = re.compile(r"\{\s*[\"'‘’“”]?[\w$.-]++[\"'‘’“”]?\s*:\s*[\[{]")
_LIST_OF_FIELD = re.compile(r"[\w$.-][\"'‘’“”]?\s*:\s*\[\s*+(?!\[)")
_VALUE_OF_FIELD = re.compile(r"[\w$.-][\"'‘’“”]?\s*:\s*[^\[{\s]")
_ROOT_NAMES = RECORD_NAMES | {"$or", "Filters", "FilterCriteria", "EventPattern", "Pattern"}
"""Names at the root of patterns and filter criteria."""
_OPERATOR_IN_LIST = re.compile(
    '[\\[,]\\s*\\{\\s*"(?:exists"\\s*:\\s*(?:true|false)\\b|(?:'
    + "|".join(sorted(OPERATORS - COMMON_WORDS))
    + ')"\\s*:\\s*[\\["\\d])'
)
"""An operator as a pattern has it, and not as queries of search engines do, whose operands are objects."""
_WITH_PATTERN = re.compile(
    r'"(?:(?:[Ee]vent_?)?[Pp]attern|FilterPolicy|filter_policy)"\s*:\s*"\s*\{\s*(?:\\"|\})'
    r'|"(?:EventPattern|FilterCriteria|FilterPolicy)"\s*:\s*\{'
)
"""A member that contains a pattern or several, as templates and the output of the AWS CLI have it."""
_YAML_NAME = re.compile(f"^(?:{'|'.join(sorted(DISTINCT_NAMES))})[ \\t]*:", re.MULTILINE)
"""A member at the root of YAML that only events and records have."""
_LINE_OF_TAG = re.compile(r"^[ \t]*\{%", re.MULTILINE)
"""A tag of a template engine such as Jinja, which no mistake in a pattern looks like."""
_FIRST_YAML_NAME = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n|---)*([\w$-]+)[ \t]*:")


def is_pattern_file_name(path: PurePath) -> bool:
    """Whether a file is certainly a pattern by its name, whatever it contains."""
    return _PATTERN_FILE_NAME.search(path.stem) is not None


def is_pattern_name(path: Path) -> bool:
    """Whether a file is a pattern by its name, or by that of its folder."""
    parts = (path.stem, path.parent.name)
    return is_pattern_file_name(path) or any(_PATTERN_NAME.search(part) for part in parts)


def is_faulty_pattern(path: Path, text: str, *, is_other: bool = False) -> bool:
    """Whether a text that is not JSON is intended as a pattern.

    Args:
        is_other: whether most of its members are not those of a pattern: then it has to contain one.
    """
    if _LINE_OF_TAG.search(text) is not None:
        return False
    if is_pattern_name(path) and (begins_like_pattern(text) or _has_lists_of_fields(text)):
        return True
    first = _FIRST_NAME.match(text)
    if is_other:
        return any(each.search(text) for each in (_OPERATOR_IN_LIST, _WITH_PATTERN))
    is_root = first is not None and first[1] in RECORD_NAMES - NAMES_WITHOUT_FIELDS and bool(first[2])
    return is_root or any(each.search(text) for each in (_NAMED_MEMBER, _OPERATOR_IN_LIST, _WITH_PATTERN))


def _has_lists_of_fields(text: str) -> bool:
    """Whether the first member of a text that is not read is a list or an object, and at least half of the values are lists."""
    if _FIRST_WITH_PARTS.match(text.lstrip()) is None:
        return False
    lists = sum(1 for _ in _LIST_OF_FIELD.finditer(text))
    return 0 < lists >= sum(1 for _ in _VALUE_OF_FIELD.finditer(text))


def is_faulty_yaml_pattern(path: Path, text: str) -> bool:
    """Whether a text that is not YAML is intended as a pattern."""
    if text.lstrip().startswith("{"):
        return is_faulty_pattern(path, text)
    first = _FIRST_YAML_NAME.match(text)
    is_root = first is not None and first[1] in _ROOT_NAMES and is_pattern_name(path)
    return is_root or is_pattern_file_name(path) or _YAML_NAME.search(text) is not None


def begins_like_pattern(text: str) -> bool:
    """Whether the first name in a text that is not read, if there is one, is a name at the root of patterns."""
    first = _FIRST_NAME.match(text)
    return first is None or first[1] in _ROOT_NAMES
