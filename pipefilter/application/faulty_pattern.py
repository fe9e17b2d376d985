"""Detects texts that are meant as patterns or contain them, and that cannot be read: their author should know."""

from __future__ import annotations

import re
from pathlib import Path, PurePath

from pipefilter.language.operators import BY_KEYWORD
from pipefilter.sources import SOURCES

__all__ = [
    "COMMON_WORDS",
    "DISTINCT_NAMES",
    "OPERATORS",
    "RECORD_NAMES",
    "begins_like_pattern",
    "is_faulty_pattern",
    "is_faulty_yaml_pattern",
    "is_pattern_file_name",
    "is_pattern_name",
]

OPERATORS = frozenset(BY_KEYWORD)
COMMON_WORDS = frozenset(("prefix", "suffix", "exists"))
"""Operators whose names are common in other files too."""
RECORD_NAMES = frozenset(key.name for source in SOURCES for key in source.keys)
DISTINCT_NAMES = frozenset(
    ("detail-type", "detail", "dynamodb", "eventName", "eventSource", "messageAttributes")
)
"""Top-level names of records that are rare in other files, unlike `version`, `data` or `resources`."""
_PATTERN_NAME = re.compile(r"(?<![a-z])(event[-_]?)?patterns?(?![a-z])", re.IGNORECASE)
_PATTERN_FILE_NAME = re.compile(r"(?:\A|\.)pattern\Z|(?<![a-z])event[-_]?pattern\Z", re.IGNORECASE)
"""The names that the docs recommend: `pattern.json`, `orders.pattern.json`, `orders.event-pattern.json`."""
_NAMED_MEMBER = re.compile(
    "(?<![\\w$-])[\"']?(?:" + "|".join(sorted(DISTINCT_NAMES)) + "|[$]or)[\"']?\\s*:\\s*[\\[{]"
)
"""A member that only events and records have, as a pattern has it, in a text that is not JSON."""
_FIRST_NAME = re.compile(r"\s*\{\s*[\"']?([\w$-]+)[\"']?\s*:\s*([\[{]?)")
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
_FIRST_YAML_NAME = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n|---)*([\w$-]+)[ \t]*:")


def is_pattern_file_name(path: PurePath) -> bool:
    """Whether a file is certainly a pattern by its name, whatever it contains."""
    return _PATTERN_FILE_NAME.search(path.stem) is not None


def is_pattern_name(path: Path) -> bool:
    """Whether a file is a pattern by its name, or by that of its folder."""
    return any(_PATTERN_NAME.search(part) for part in (path.stem, path.parent.name))


def is_faulty_pattern(path: Path, text: str) -> bool:
    """Whether a text that is not JSON is intended as a pattern."""
    if is_pattern_name(path) and begins_like_pattern(text):
        return True
    first = _FIRST_NAME.match(text)
    is_root = first is not None and first[1] in RECORD_NAMES and bool(first[2])
    return is_root or any(each.search(text) for each in (_NAMED_MEMBER, _OPERATOR_IN_LIST, _WITH_PATTERN))


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
