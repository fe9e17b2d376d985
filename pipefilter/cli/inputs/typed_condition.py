"""Checks conditions as they are typed, such as `status=PAID`: rejects signs other than `=`, and notes oddities."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from shlex import quote

import click

from pipefilter.builder.records.attribute_path import AttributePath, Step
from pipefilter.language.dynamodb_record import IMAGES, TYPE_KEYS

__all__ = ["comparison_hint", "path_notes", "refuse_other_signs", "value_notes"]

_AFTER_PATH = "!<>:~"
"""Characters before `=` in operators of other languages, such as `!=`."""
_BEFORE_VALUE = re.compile("[=<>~]")
_COMPARISON = re.compile(r"[<>]=?")
_WHOLE_COMPARISON = re.compile(r"(?P<name>[^<>=]+)(?P<sign>[<>])(?P<value>[^<>=]+)")
_ARROW = re.compile(r"\s*[-=]>\s*")
_TWO_WORDS = re.compile(r"[A-Za-z_]+:[A-Za-z_]+")
_QUOTED = re.compile(r"""(["']).*\1""", re.DOTALL)
_DIGITS = re.compile("[0-9]{1,15}")
_IMAGES = {"--was": "old", "--key": "keys"}
_OF_RECORD = ("dynamodb", *IMAGES)


def refuse_other_signs(path: str, values: str, option: str) -> None:
    """Reject signs other than `=` between path and values, both as they were typed.

    Raises:
        click.UsageError: there is a sign with another meaning, such as `!=`, `==` or `->`.
    """
    name = path.rstrip()
    sign = name[-1:]
    if sign in tuple(_AFTER_PATH):
        name = name.rstrip(_AFTER_PATH + "- ")
        instead = _instead(name, f"{sign}=", values, option)
        quoted = f"{json.dumps(path, ensure_ascii=False)}={values}"
        raise click.UsageError(
            f"{option} requires PATH=VALUES, such as status=PAID; {f'{path}={values}'!r} is invalid{instead}; "
            f"put double quotes around an attribute name that ends with {sign!r}: {option} {quote(quoted)}"
        )
    if (comparison := _COMPARISON.match(values)) is not None:
        instead = _instead(name, f"{values[0]}=", values[comparison.end() :].strip(), option)
        if instead:
            raise _not_a_value(f"{path}={values}", instead.removeprefix(": "), path, values, option)
    if _BEFORE_VALUE.match(values):
        value = values.lstrip("=<>~ ")
        raise _not_a_value(
            f"{path}={values}", f"write {option} {quote(f'{name}={value}')}", path, values, option
        )
    if not values.startswith("[") and (arrow := _ARROW.search(values)):
        before, after = (quote(f"{name}={value}") for value in (values[: arrow.start()], values[arrow.end() :]))
        raise _not_a_value(
            f"{path}={values}", f"write --was {before} --became {after} for a change", path, values, option
        )


def comparison_hint(argument: str, option: str) -> str:
    """What to write instead of a comparison without `=`, such as `price>100`; "" if it is none."""
    comparison = _WHOLE_COMPARISON.fullmatch(argument)
    if comparison is None:
        return ""
    return _instead(comparison["name"].strip(), comparison["sign"], comparison["value"].strip(), option)


def _not_a_value(argument: str, instead: str, path: str, values: str, option: str) -> click.UsageError:
    listed = f"{path}={json.dumps([values], ensure_ascii=False)}"
    return click.UsageError(
        f"{option} requires PATH=VALUES; {argument!r} is invalid: {instead}; if the value really begins with =, < or >, or contains ->, put it in a JSON array: "
        f"{option} {quote(listed)}"
    )


def _instead(name: str, sign: str, values: str, option: str) -> str:
    """What to write for a comparison with a sign such as `!=` or `>`."""
    if not name or not values:
        return ""
    form: dict[str, object] = {_IMAGES.get(option, "new"): name}
    if sign[0] in "!~":
        form["anything-but"] = [value.strip() for value in values.split(",")]
    elif sign[0] in "<>":
        form["numeric"] = [sign, int(values) if _DIGITS.fullmatch(values) else 100]
    else:
        return f": write {quote(f'{name}={values}')}"
    return f": put such a condition in a file for --from, such as {json.dumps(form, ensure_ascii=False)}"


def value_notes(path: str, values: list[str], option: str) -> Iterator[str]:
    """Notes on values outside a JSON list that look odd, although they are used as typed."""
    for value in values:
        quoted = json.dumps(value, ensure_ascii=False)
        if value != value.strip() and value.strip():
            yield f"the value {quoted} of {path} starts or ends with a space; separate values with commas only"
        elif _QUOTED.fullmatch(value):
            unquoted = quote(f"{path}={value[1:-1]}")
            yield f"the value {quoted} of {path} includes the quotes; to leave them out, write {option} {unquoted}"
        elif option in ("--became", "--was", "--new") and _TWO_WORDS.fullmatch(value):
            before, after = value.split(":")
            yield (
                f"the value {quoted} of {path} is a single value that contains a colon; for a change, "
                f"write --was {quote(f'{path}={before}')} --became {quote(f'{path}={after}')}"
            )


def _without_type_keys(steps: Sequence[Step]) -> Sequence[Step]:
    """The names in a path that is written as in a record, such as `status.S` or `address.M.city.S`; else its steps."""
    keys = steps[1::2]
    is_typed = len(steps) % 2 == 0 and keys[-1] in TYPE_KEYS and all(key == "M" for key in keys[:-1])
    return steps[::2] if is_typed else steps


def path_notes(path: AttributePath) -> Iterator[str]:
    """Notes on a path that looks odd, although it is used as typed."""
    rest: Sequence[Step] = path.steps
    while len(rest) > 1 and rest[0] in _OF_RECORD:
        rest = rest[1:]
    meant = AttributePath(tuple(_without_type_keys(rest)))
    if isinstance(rest[0], str) and len(rest) < len(path.steps):
        yield f"{path} is an attribute in a map named {path.steps[0]}; for the item's own attribute, write {meant}"
    elif len(meant.steps) < len(rest):
        above = AttributePath(path.steps[:-1])
        yield (
            f"{path} is an attribute {path.steps[-1]} in a map named {above}; paths have no type keys: "
            f"for the attribute {meant}, write {meant}"
        )
    first = path.steps[0]
    if isinstance(first, str) and first != first.strip():
        yield f"the attribute name {json.dumps(first, ensure_ascii=False)} starts or ends with a space"
