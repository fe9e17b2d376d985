"""Hints for `$or` that AWS rejects: around the values of one field, or around an operator without its list."""

from __future__ import annotations

from pipefilter.json_text.tree import Json, white_end
from pipefilter.json_text.writer import written
from pipefilter.language.operator_as_name import intended_operator
from pipefilter.language.operators import BY_KEYWORD
from pipefilter.language.parser_state import ParserState
from pipefilter.language.short_tree import MAX_SHOWN, short_tree

__all__ = ["hint_for_object_in_or", "hint_for_operator_in_or", "hint_for_values_in_or"]


def hint_for_values_in_or(state: ParserState, start: int) -> str | None:
    """A hint for a list of values or operators in `$or`, which starts at the offset; None if the list is something else."""
    steps = state.steps[: state.steps.index("$or")] if state.steps.count("$or") == 1 else []
    read = short_tree(state.text, start)
    values = read[0] if read else None
    if not steps or not isinstance(values, list) or not all(map(_is_alternative, values)):
        return None
    text = f"{written(steps[-1])}: {written(values)}"
    if len(text) > MAX_SHOWN:
        text = "the list without $or"
    return f"write {text}: alternatives of one field are joined by OR without $or"


def hint_for_object_in_or(state: ParserState) -> str | None:
    """A hint for an object in place of the list of `$or`: its members are probably the choices."""
    read = short_tree(state.text, state.json.start)
    members = read[0] if read else None
    if not isinstance(members, tuple) or len(members) < 2:
        return None
    choices: list[Json] = [(member,) for member in members]
    text = f'"$or": {written(choices)}'
    return f"write {text}" if len(text) <= MAX_SHOWN else None


def hint_for_operator_in_or(state: ParserState) -> str | None:
    """A hint for an operator's name as a field name inside `$or`; None if nothing certain can be said."""
    colon = white_end(state.text, state.json.name_end)
    read = short_tree(state.text, white_end(state.text, colon + 1))
    if read is None:
        return None
    is_list = isinstance(read[0], list)
    values = read[0] if isinstance(read[0], list) else [read[0]]
    last_or = len(state.steps) - 1 - state.steps[::-1].index("$or")
    names = state.steps[last_or + 2 :]
    meant = intended_operator(names, values, is_list=is_list)
    if meant is None or not meant.above:
        return None
    return f"write {meant.field_text()}"


def _is_alternative(value: Json) -> bool:
    """Whether it is a plain value, or an operator."""
    if isinstance(value, tuple):
        return len(value) == 1 and value[0][0] in BY_KEYWORD
    return not isinstance(value, list)
