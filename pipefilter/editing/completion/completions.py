"""The completions at an offset of a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from pipefilter.application.check_settings import CheckSettings
from pipefilter.editing.completion.completion import Completion
from pipefilter.editing.completion.context import Context
from pipefilter.editing.completion.member_suggestions import member_suggestions
from pipefilter.editing.completion.notation import STOP, Notation, notation_at
from pipefilter.editing.completion.operator_suggestions import operand_suggestions, operator_suggestions
from pipefilter.editing.completion.suggestion import Suggestion
from pipefilter.editing.completion.value_suggestions import value_suggestions
from pipefilter.editing.cursor.pattern_cursor import PatternCursor, pattern_cursors
from pipefilter.editing.document import Document
from pipefilter.json_text.tree import Json

__all__ = ["completions"]

_BYTE_ORDER_MARK = "\ufeff"


def completions(
    document: Document,
    offset: int,
    settings: CheckSettings,
    should_stop: Callable[[], bool] = lambda: False,
) -> tuple[Completion, ...]:
    """What can be written at an offset of a document, the most probable first.

    Each of them is accepted by AWS where it is inserted, and `check` reports no new error or warning about the pattern,
    once the author has filled its stops.

    Args:
        offset: into the text of the document.
        settings: the service and the source of patterns whose file does not specify them, and schemas.
        should_stop: whether nobody needs the answer any more; asked before each check of a candidate.
    """
    text = document.text.removeprefix(_BYTE_ORDER_MARK)
    shift = len(document.text) - len(text)
    if not 0 <= offset - shift <= len(text):
        return ()
    for cursor in pattern_cursors(document.name, text, offset - shift, settings):
        if should_stop():
            return ()
        if _is_expression(document.name, cursor):
            continue
        context = Context(cursor, settings)
        notation = notation_at(document.name, cursor)
        offered = tuple(
            _completion(suggestion, cursor, notation, shift)
            for suggestion in _suggestions(context, should_stop)
        )
        if offered:
            return offered
    return ()


def _is_expression(name: str, cursor: PatternCursor) -> bool:
    """Whether a string is the name of a member because an expression of Terraform refers to it."""
    is_name_alone = cursor.position.kind in ("member", "operator") and not cursor.attempt.is_member
    is_hcl = cursor.located.form == "object" and name.lower().endswith(".tf")
    return is_hcl and is_name_alone and not cursor.around.is_name_with_value


def _suggestions(context: Context, should_stop: Callable[[], bool]) -> Iterator[Suggestion]:
    """The suggestions that are right, each label once."""
    labels: set[str] = set()
    for suggestion in _possible(context):
        if context.is_exhausted or should_stop():
            return
        if suggestion.label in labels or suggestion.example in context.elements:
            continue
        if context.is_right(_example(suggestion, context)):
            labels.add(suggestion.label)
            yield suggestion


def _example(suggestion: Suggestion, context: Context) -> Json:
    """What the pattern has with the suggestion: a name may have a value already."""
    is_named = context.position.kind in ("member", "operator") and context.cursor.around.is_name_with_value
    if is_named and isinstance(suggestion.example, tuple):
        return ((suggestion.example[0][0], context.member_value),)
    return suggestion.example


def _possible(context: Context) -> Iterator[Suggestion]:
    kind = context.position.kind
    if kind == "member":
        yield from member_suggestions(context)
    elif kind == "element":
        yield from value_suggestions(context)
        yield from operator_suggestions(context)
    elif kind == "value":
        yield from map(_listed, value_suggestions(context))
        yield from map(_listed, operator_suggestions(context))
    elif kind == "operator" and not context.position.siblings:
        yield from operator_suggestions(context)
    elif kind == "operand":
        yield from operand_suggestions(context)


def _listed(suggestion: Suggestion) -> Suggestion:
    """The suggestion in a list, which the value of a field is."""
    return replace(suggestion, written=[suggestion.written], example=[suggestion.example])


def _completion(suggestion: Suggestion, cursor: PatternCursor, notation: Notation, shift: int) -> Completion:
    around = cursor.around
    text = _written(suggestion, cursor, notation)
    pieces = text.split(STOP)
    stops = [sum(map(len, pieces[:number])) for number in range(1, len(pieces))]
    complete = replace(suggestion, written=suggestion.example, is_open=False)
    return Completion(
        suggestion.label,
        suggestion.kind,
        around.start + shift,
        around.end + shift,
        "".join(pieces),
        tuple(stops),
        _written(complete, cursor, notation),
        around.quote,
        suggestion.detail,
        suggestion.documentation,
    )


def _written(suggestion: Suggestion, cursor: PatternCursor, notation: Notation) -> str:
    """The suggestion as it must be written at the cursor, with the commas that are missing there."""
    attempt = cursor.attempt
    text = _without_commas(suggestion, cursor, notation)
    return f"{', ' if attempt.comma_before else ''}{text}{',' if attempt.comma_after else ''}"


def _without_commas(suggestion: Suggestion, cursor: PatternCursor, notation: Notation) -> str:
    written: Json = suggestion.written
    if cursor.position.kind not in ("member", "operator"):
        return notation.element(written)
    assert isinstance(written, tuple)
    name, value = written[0]
    if cursor.around.is_name_with_value:
        return notation.name(name)
    if suggestion.is_open:
        return notation.open_member(name, cursor.around.indent)
    return notation.member(name, value)
