"""Hints for a list that AWS rejects: a list of filters, `$or`, or an object in brackets was probably intended."""

from __future__ import annotations

from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import Json, strict_tree
from pipefilter.json_text.writer import written
from pipefilter.language.double_encoding import decoded_once
from pipefilter.language.name_spelling import loose_spelling

__all__ = ["hint_for_fields_in_list", "hint_for_root_list"]

_MAX_SHOWN = 120
_FILTERS = '{"Filters": [{"Pattern": ...}, ...]}'
_OR = frozenset(("or", "$or", "any", "anyof"))
_AND = frozenset(("and", "$and", "all", "allof"))
_NOT = frozenset(("not", "$not", "none", "noneof", "nor", "$nor"))


def hint_for_root_list(text: str) -> str:
    """A hint for a list in place of a pattern; "" if the intention is unclear."""
    try:
        tree = strict_tree(text)
    except JsonFault:
        return ""
    if not isinstance(tree, list) or not tree or not all(map(_is_object, tree)):
        return ""
    if all(_has_pattern(element) for element in tree):
        return f"filter criteria are an object that contains the list: {_text_or_form((('Filters', tree),), _FILTERS)}"
    if len(tree) > 1:
        filters: Json = [(("Pattern", element),) for element in tree]
        return f"write several patterns as filter criteria: {_text_or_form((('Filters', filters),), _FILTERS)}"
    alone = decoded_once(written(tree[0])) if isinstance(tree[0], str) else written(tree[0])
    return "remove the [ ]" + (f": {alone}" if alone and len(alone) <= _MAX_SHOWN else "")


def hint_for_fields_in_list(field: str, element: str, value: str, fields: str = "", *, is_at_root: bool) -> str:
    """A hint for an object of fields in a field's list: AWS reads the name `element` in it as an operator.

    Args:
        fields: the whole list as an object of fields; "" if it is long.
    """
    spelling = loose_spelling(field)
    if spelling in _OR:
        return 'did you mean "$or"?'
    if spelling in _AND:
        return f'remove "{field}" and the [ ]: the members of an object are already joined by AND'
    if spelling in _NOT:
        return 'write {"anything-but": ...} in the list of each field: patterns cannot negate a group of fields'
    if is_at_root and spelling in ("filters", "filter"):
        return f"write each filter as an object with Pattern: {_FILTERS}"
    fields = fields or f"{{{written(element)}: {value or '...'}}}"
    return f"remove the [ ]: {written(field)}: {fields}"


def _is_object(element: Json) -> bool:
    """Whether it is an object like a pattern, with values in lists only, or such an object in quotes."""
    if isinstance(element, str):
        decoded = decoded_once(written(element))
        return decoded is not None and decoded.startswith("{")
    return isinstance(element, tuple) and (_has_pattern(element) or not any(map(_holds_value, element)))


def _holds_value(member: tuple[str, Json]) -> bool:
    """Whether the member has a value outside a list."""
    values = [member[1]]
    while values:
        value = values.pop()
        if isinstance(value, tuple):
            values.extend(inner for _, inner in value)
        elif not isinstance(value, list):
            return True
    return False


def _has_pattern(element: Json) -> bool:
    return isinstance(element, tuple) and any(name in ("Pattern", "pattern") for name, _ in element)


def _text_or_form(tree: Json, form: str) -> str:
    text = written(tree)
    return text if len(text) <= _MAX_SHOWN else form
