"""Values as they are typed on the command line: `status=PAID,SHIPPED`, `total=5`, `tags=["a,b"]`."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from pipefilter.builder.faults import InvalidCondition
from pipefilter.builder.records.attribute_path import attribute_path
from pipefilter.cli.inputs.typed_condition import refuse_other_signs, value_notes
from pipefilter.cli.terminal.output import message
from pipefilter.language.dynamodb_record import TYPE_KEYS

__all__ = ["named_values", "split_paths", "split_unquoted", "typed"]


def named_values(
    given: str, option: str, form: str = "PATH=VALUES, such as status=PAID,SHIPPED"
) -> tuple[str, list[object]]:
    """The path and the values in `PATH=VALUES`, the path as conditions print it.

    Args:
        given: as it was typed.
        option: whose value it is, for messages.
        form: how it is typed, with an example, for messages.

    Raises:
        click.UsageError: it is not of this form.
    """
    path, equals, values = split_unquoted(given, "=")
    if not equals or not path:
        raise click.UsageError(f"{option} takes {form}; {given!r} is not so")
    refuse_other_signs(path, values, option)
    try:
        shown = str(attribute_path(path))
    except InvalidCondition as fault:
        raise click.UsageError(str(fault)) from None
    if values.startswith("["):
        try:
            read = json.loads(values)
        except (ValueError, RecursionError) as error:
            raise click.UsageError(
                f"{option} {given!r}: what begins with [ has to be a JSON list: {error}"
            ) from None
        if isinstance(read, list) and read:
            return shown, read
    for note in value_notes(shown, values.split(","), option):
        message(f"note: {note}")
    return shown, list(values.split(","))


def split_paths(given: str) -> list[str]:
    """The paths in a text with commas between them; a name with a comma stands in quotes.

    Args:
        given: as it was typed.
    """
    found = [""]
    for inside, character in _unquoted(given):
        if character == "," and not inside:
            found.append("")
        else:
            found[-1] += character
    return found


def split_unquoted(given: str, signs: str) -> tuple[str, str, str]:
    """What is before the first sign that is not in a quoted name, the sign, and what is after it.

    Args:
        given: as it was typed.
        signs: single characters, of which any counts.

    Returns:
        All of it, and two empty strings, if there is none.
    """
    for at, (inside, character) in enumerate(_unquoted(given)):
        if character in signs and not inside:
            return given[:at], character, given[at + 1 :]
    return given, "", ""


def _unquoted(given: str) -> Iterator[tuple[bool, str]]:
    """Each character, with whether it is in double quotes."""
    inside = escaped = False
    for character in given:
        if character == '"' and not escaped:
            inside = not inside
        escaped = character == "\\" and not escaped
        yield inside, character


def typed(values: list[object], types: list[str] | None) -> list[object]:
    """Each value with its type: with those that are known, or all that it may have.

    Args:
        values: texts as they were typed, and what else a JSON list has.
        types: of the attribute; None if they are not known.
    """
    found: list[object] = []
    for value in values:
        if not isinstance(value, str):
            found.append(value)
            continue
        meant = [type_ for type_ in types or TYPE_KEYS if _may_be(value, type_)]
        for type_ in meant or ["S"]:
            if type_ == "BOOL":
                found.append(value == "true")
            elif type_ == "NULL":
                found.append(None)
            else:
                found.append({type_: value})
    return found


def _may_be(value: str, type_: str) -> bool:
    if type_ == "S":
        return True
    if type_ == "N":
        try:
            float(value)
        except ValueError:
            return False
        return value.strip("+-.0123456789eE") == ""
    if type_ == "BOOL":
        return value in ("true", "false")
    return type_ == "NULL" and value == "null"
