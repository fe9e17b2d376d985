"""Prefixes and suffixes of one field, and the wildcards that require both."""

from __future__ import annotations

from pipefilter.language.affix_wildcard import wildcard_of_affixes
from pipefilter.language.event_pattern import Field
from pipefilter.language.operators.prefix import Prefix
from pipefilter.language.operators.suffix import Suffix

__all__ = ["wildcard_for_both"]

_MAX_PAIRS = 8


def wildcard_for_both(*fields: Field) -> list[str]:
    """Wildcards for each prefix with each suffix; none if the lists of the fields have other alternatives, or only one kind."""
    alternatives = [operator for field in fields for operator in field.alternatives]
    prefixes = [operator.operand() for operator in alternatives if isinstance(operator, Prefix)]
    suffixes = [operator.operand() for operator in alternatives if isinstance(operator, Suffix)]
    if len(prefixes) + len(suffixes) < len(alternatives) or len(prefixes) * len(suffixes) > _MAX_PAIRS:
        return []
    return [
        wildcard_of_affixes(prefix, suffix)
        for prefix in prefixes
        for suffix in suffixes
        if isinstance(prefix, str) and isinstance(suffix, str) and prefix and suffix
    ]
