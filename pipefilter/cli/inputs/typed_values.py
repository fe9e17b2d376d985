"""Reads values as they are typed: `status=PAID,SHIPPED`, `total=5`, `tags=["a,b"]`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from shlex import quote

import click

from pipefilter.builder.faults import InvalidCondition
from pipefilter.builder.records.attribute_path import attribute_path
from pipefilter.builder.records.attribute_value import canonical_number, to_decimal
from pipefilter.cli.inputs.typed_condition import comparison_hint, refuse_other_signs, value_notes
from pipefilter.cli.terminal.output import message
from pipefilter.language.dynamodb_record import TYPE_KEYS

__all__ = ["named_values", "split_paths", "split_unquoted", "with_types"]


def named_values(
    argument: str, option: str, form: str = "PATH=VALUES, such as status=PAID,SHIPPED"
) -> tuple[str, list[object]]:
    """The path and the values in `PATH=VALUES`, the path as conditions print it; messages show the form.

    Raises:
        click.UsageError: it is not of this form.
    """
    path, equals, values = split_unquoted(argument, "=")
    if not equals or not path:
        hint = comparison_hint(argument, option) or _presence(argument, option)
        raise click.UsageError(f"{option} requires {form}; {argument!r} is invalid{hint}")
    refuse_other_signs(path, values, option)
    if len(paths := split_paths(path)) > 1:
        again = " ".join(f"{option} {quote(f'{each}={values}')}" for each in paths if each)
        raise click.UsageError(
            f"give {option} once for each attribute: {again}; put double quotes around a name that contains a comma"
        )
    try:
        path_text = str(attribute_path(path))
    except InvalidCondition as fault:
        raise click.UsageError(str(fault)) from None
    if values.startswith("["):
        try:
            read = json.loads(values)
        except (ValueError, RecursionError) as error:
            raise click.UsageError(
                f"{option} {argument!r}: a value that starts with [ must be a JSON list: {error}"
            ) from None
        if isinstance(read, list) and read:
            return path_text, read
    for note in value_notes(path_text, values.split(","), option):
        message(f"note: {note}")
    return path_text, list(values.split(","))


_IMAGES = {"--new": "new", "--became": "new", "--was": "old"}


def _presence(path: str, option: str) -> str:
    """How to require an attribute in an image, if that may be meant by a path without values."""
    try:
        path = str(attribute_path(path))
    except InvalidCondition:
        return ""
    if option not in _IMAGES:
        return ""
    condition = json.dumps({_IMAGES[option]: path, "exists": True}, ensure_ascii=False)
    return f"; to require that the attribute exists, write {condition} in a file for --from"


def split_paths(text: str) -> list[str]:
    """The paths in a list with commas; a name that contains a comma must be in quotes."""
    paths = [""]
    for inside, character in _unquoted(text):
        if character == "," and not inside:
            paths.append("")
        else:
            paths[-1] += character
    return paths


def split_unquoted(text: str, signs: str) -> tuple[str, str, str]:
    """Split a text at the first sign outside quotes: the part before it, the sign, and the part after it.

    Returns:
        The whole text and two empty strings, if there is none.
    """
    for at, (inside, character) in enumerate(_unquoted(text)):
        if character in signs and not inside:
            return text[:at], character, text[at + 1 :]
    return text, "", ""


def _unquoted(text: str) -> Iterator[tuple[bool, str]]:
    """Each character, with whether it is in double quotes."""
    inside = escaped = False
    for character in text:
        if character == '"' and not escaped:
            inside = not inside
        escaped = character == "\\" and not escaped
        yield inside, character


def with_types(values: list[object], types: list[str] | None) -> list[object]:
    """Each string with its type, or with all types that it may have; other values, of a JSON list, as they are."""
    typed_values: list[object] = []
    for value in values:
        if not isinstance(value, str):
            typed_values.append(value)
            continue
        meant = [
            type_ for type_ in types or TYPE_KEYS if _may_be(value, type_, alone=set(types or ()) == {type_})
        ]
        for type_ in meant or ["S"]:
            if type_ == "BOOL":
                typed_values.append(value == "true")
            elif type_ == "NULL":
                typed_values.append(None)
            else:
                typed_values.append({type_: value})
    return typed_values


def _may_be(value: str, type_: str, *, alone: bool) -> bool:
    """Whether a string may be a value of a type; a number that DynamoDB cannot store only if there is no other type."""
    if type_ == "S":
        return True
    if type_ == "N":
        return (to_decimal(value) if alone else canonical_number(value)) is not None
    if type_ == "BOOL":
        return value in ("true", "false")
    return type_ == "NULL" and value == "null"
