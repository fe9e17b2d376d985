"""Detects files in a folder that are intended as patterns or filter criteria, even if they are invalid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from pipefilter.application.bare_operators import has_bare_operators
from pipefilter.application.faulty_pattern import (
    COMMON_WORDS,
    DISTINCT_NAMES,
    NAMES_WITHOUT_FIELDS,
    OPERATORS,
    RECORD_NAMES,
    begins_like_pattern,
    is_faulty_pattern,
    is_pattern_file_name,
    is_pattern_name,
)
from pipefilter.application.json_repair import repaired
from pipefilter.application.other_formats import has_tags, is_json_schema, is_other_format, is_query
from pipefilter.errors import InvalidEventPattern
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import Json, decoded, strict_tree
from pipefilter.language.event_recognition import MAX_RECOGNISED, event_kind_of_tree, leaf_counts
from pipefilter.language.filter_criteria import parse_valid_filters
from pipefilter.templates.recognition import YAML_SUFFIXES

__all__ = ["is_configuration", "is_meant_as_pattern", "is_object_meant_as_pattern", "is_valid_pattern"]

_CONFIGURATION = re.compile(
    r"\..*|(?:(package|package-lock|npm-shrinkwrap|composer|lerna|nx|turbo|biome|deno|renovate|angular|vercel|cdk"
    r"|cdk\.context|launchsettings|(tsconfig|jsconfig|appsettings|jest|eslint|prettier|babel)([.-].*)?"
    r"|.*\.(config|schema|lock|snapshot|validation))\.json)",
    re.IGNORECASE,
)
"""Names of files of tools, such as their configuration; some may contain comments."""
_EVENT_NAME = re.compile(r"(?<![a-z])events?(?![a-z])", re.IGNORECASE)
_OF_POLICY = {"FilterPolicy", "FilterPolicyScope"}
_OF_SUBSCRIPTION = _OF_POLICY | {"Protocol", "Endpoint"}
"""Members of files in which `deployed` saves the filter policies of SNS subscriptions."""
_MAX_OPERATORS = 100
"""The maximum number of names to compare with operators."""
_DESCRIPTIONS = ("title", "description", "$schema")
"""Members of files that describe something else, such as a pattern of software."""
_COMMON_NAMES = frozenset(("detail", "dynamodb"))
"""Those of them that settings and translations have too: without a list, more is needed."""
_MEMBERS_OF_CHANGE = frozenset(("Keys", "NewImage", "OldImage"))


def is_configuration(name: str) -> bool:
    """Whether a file is a tool's configuration by its name, such as `package.json`."""
    return _CONFIGURATION.fullmatch(Path(name).name) is not None


def is_meant_as_pattern(name: str, data: bytes) -> bool:
    """Whether a file is a pattern or filter criteria, or is intended as one by its name or its contents.

    A file that is not JSON may be intended as one, and its author should know. An empty file is not a pattern, nor is an
    event, or an object without any name of an event, a record or an operator, such as the settings of a tool.
    """
    path = Path(name)
    suffix = path.suffix.lower()
    if is_pattern_file_name(path) and suffix in (".json", *YAML_SUFFIXES):
        return not is_other_format(_tree_of(data)) and not (suffix in YAML_SUFFIXES and has_tags(data))
    if suffix != ".json" or is_configuration(name):
        return False
    try:
        text = decoded(data)
        if text.strip() and len(text) <= MAX_RECOGNISED:
            strict_tree(text)
    except UnicodeDecodeError:
        return is_pattern_name(path) or any(name.encode() in data for name in DISTINCT_NAMES)
    except JsonFault:
        return _is_faulty(name, text)
    return is_object_meant_as_pattern(name, text) if text.strip() else is_pattern_name(path)


def is_object_meant_as_pattern(name: str, text: str) -> bool:
    """Whether a JSON value, which may have more content after it, is a pattern or filter criteria, or is intended as one."""
    path = Path(name)
    if len(text) > MAX_RECOGNISED:  # too long for a pattern
        return not is_configuration(name) and is_pattern_name(path) and begins_like_pattern(text)
    try:
        tree = None if is_configuration(name) else strict_tree(text)
    except JsonFault:
        return False
    if isinstance(tree, str):
        # with quotes around it, whether or not those in it are escaped
        texts = (tree, text) if tree.lstrip()[:1] == "{" else ()
        return any(is_object_meant_as_pattern(name, repaired(each)) for each in texts)
    if not isinstance(tree, tuple):
        return False
    if is_pattern_file_name(path):
        return not is_other_format(tree)
    is_other = event_kind_of_tree(tree) or is_json_schema(tree)
    return not is_other and _is_other_tree_meant_as_pattern(path, tree, text)


def _is_other_tree_meant_as_pattern(path: Path, tree: tuple[tuple[str, Json], ...], text: str) -> bool:
    """Whether an object that is not an event is intended as a pattern by its contents, or by a name that others have too."""
    if is_pattern_name(path) and not _is_description(tree):
        values, lists = leaf_counts(tree)
        if _has_name_of_event(tree) or (values <= max(1, lists // 2) and _has_lists_of_pattern(tree)):
            return True
    return _is_tree_meant_as_pattern(path, tree, text)


def _is_faulty(name: str, text: str) -> bool:
    """Whether a text that is not an object in JSON is intended as a pattern; an event with comments is not."""
    repair = repaired(text) if len(text) <= MAX_RECOGNISED else ""
    try:
        tree = strict_tree(repair)
    except JsonFault:
        return is_faulty_pattern(Path(name), text)
    if not isinstance(tree, tuple) or event_kind_of_tree(tree):
        return False
    is_other = _has_more_values(tree) and not RECORD_NAMES.issuperset(dict(tree))
    if is_faulty_pattern(Path(name), text, is_other=is_other) or _is_from_aws(tree):
        return True
    return not NAMES_WITHOUT_FIELDS.issuperset(dict(tree)) and is_object_meant_as_pattern(name, repair)


def _is_from_aws(tree: tuple[tuple[str, Json], ...]) -> bool:
    """Whether an object has only names of events, and the source of AWS's events."""
    return str(dict(tree).get("source")).startswith("aws.") and RECORD_NAMES.issuperset(dict(tree))


def _is_tree_meant_as_pattern(path: Path, tree: tuple[tuple[str, Json], ...], text: str) -> bool:
    """Whether an object is intended as a pattern, whatever the name of its file."""
    if _OF_POLICY <= {name for name, _ in tree} <= _OF_SUBSCRIPTION:
        return True
    if any(_EVENT_NAME.search(part) for part in (path.stem, path.parent.name)) and _has_more_values(tree):
        return False
    return (
        _has_form_of_pattern(tree)
        or has_bare_operators(tree)
        or (_has_name_of_event(tree) and is_valid_pattern(text))
    )


def _is_description(tree: tuple[tuple[str, Json], ...]) -> bool:
    return is_json_schema(tree) or any(name in _DESCRIPTIONS and isinstance(value, str) for name, value in tree)


def _tree_of(data: bytes) -> Json:
    """The value in a file; None if it is not JSON, or too long."""
    try:
        text = decoded(data)
        return strict_tree(text) if len(text) <= MAX_RECOGNISED else None
    except (UnicodeDecodeError, JsonFault):
        return None


def is_valid_pattern(text: str) -> bool:
    """Whether a text is a valid pattern, or filter criteria."""
    try:
        criteria, _faults = parse_valid_filters(text)
    except InvalidEventPattern:
        return False
    return criteria.is_bare_pattern or '"pattern"' in text.lower() or not criteria.filters


def _has_more_values(tree: Json) -> bool:
    """Whether there are more single values than lists, as in events."""
    values, lists = leaf_counts(tree)
    return values > lists


def _has_name_of_event(tree: tuple[tuple[str, Json], ...]) -> bool:
    """Whether an object has a member that events or records have, and that settings of tools rarely have."""
    names = {name for name, _ in tree}
    if not names.isdisjoint(DISTINCT_NAMES | {"source"}) or len(names & RECORD_NAMES) > 1:
        return True
    with_fields = RECORD_NAMES - NAMES_WITHOUT_FIELDS
    return any(name in with_fields and isinstance(value, tuple) for name, value in tree)


def _has_form_of_pattern(tree: tuple[tuple[str, Json], ...]) -> bool:
    """Whether an object has an operator in a list, has top-level names of records, or is a list of filters."""
    names = [name for name, _ in tree]
    if any(name in ("Filters", "filters", "FilterCriteria") and _has_pattern(value) for name, value in tree):
        return True
    values, lists = leaf_counts(tree)
    operators = list(islice(dict.fromkeys(_operators_in(tree)), _MAX_OPERATORS))
    if ("$or" in operators and not is_query(tree)) or any(
        each in OPERATORS - COMMON_WORDS for each in operators
    ):
        return True
    if any(_is_close(each) for each in operators) and lists >= values:
        return True
    if not RECORD_NAMES.issuperset(names):
        return False
    if lists == 0 and (DISTINCT_NAMES - _COMMON_NAMES).isdisjoint(names):
        return any(name in _MEMBERS_OF_CHANGE for name, _ in _members_below(tree))
    return not DISTINCT_NAMES.isdisjoint(names) or (
        _has_name_of_event(tree) and lists > 0 and lists >= values and _has_lists_of_pattern(tree)
    )


def _members_below(tree: tuple[tuple[str, Json], ...]) -> Iterator[tuple[str, Json]]:
    """The members of an object's members."""
    for _, value in tree:
        if isinstance(value, tuple):
            yield from value


def _has_lists_of_pattern(tree: Json) -> bool:
    """Whether each list has only values and objects with one member, as the lists of fields do."""
    lists = (node for node in _nodes(tree) if isinstance(node, list))
    return not any(
        isinstance(each, list) or (isinstance(each, tuple) and len(each) != 1)
        for node in lists
        for each in node
    )


def _nodes(tree: Json) -> Iterator[Json]:
    """The tree and everything below it, except inside lists."""
    level = [tree]
    while level:
        node = level.pop()
        yield node
        if isinstance(node, tuple):
            level.extend(value for _, value in node)


def _has_pattern(value: Json) -> bool:
    """Whether there is a member `Pattern`, which may be a pattern, at any depth."""
    level = [value]
    while level:
        node = level.pop()
        if isinstance(node, tuple):
            if any(name in ("Pattern", "pattern") and _may_be_pattern(inner) for name, inner in node):
                return True
            level.extend(inner for _, inner in node)
        elif isinstance(node, list):
            level.extend(node)
    return False


def _may_be_pattern(value: Json) -> bool:
    return isinstance(value, tuple) or (isinstance(value, str) and value.lstrip().startswith("{"))


def _operators_in(tree: Json) -> Iterator[str]:
    """The names of objects with one member in lists, as operators are, and `$or`."""
    for node in _nodes(tree):
        if isinstance(node, tuple) and any(name == "$or" for name, _ in node):
            yield "$or"
        elif isinstance(node, list):
            for each in node:
                if isinstance(each, tuple) and len(each) == 1 and _may_be_operator(*each[0]):
                    yield each[0][0]


def _may_be_operator(name: str, operand: Json) -> bool:
    """Whether the value can be the operand of an operator; queries of search engines have objects there."""
    return name == "anything-but" or not isinstance(operand, tuple)


def _is_close(name: str) -> bool:
    """Whether it is the name of an operator, maybe misspelled."""
    if name in OPERATORS:
        return True
    from difflib import get_close_matches

    return bool(get_close_matches(name[:40].lower().replace("_", "-"), OPERATORS, n=1, cutoff=0.8))
