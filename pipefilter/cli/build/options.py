"""The options of `pipefilter build dynamodb`, and the condition and the facts that they describe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import click

from pipefilter.builder.conditions.attribute_condition import keys, new
from pipefilter.builder.conditions.change import any_changed, changed, unchanged
from pipefilter.builder.conditions.condition import AllOf, Condition, combine
from pipefilter.builder.conditions.event_name import event
from pipefilter.builder.conditions.extended_json import read_extended_json
from pipefilter.builder.conditions.image_comparison import (
    from_extended_pattern,
    types_in_extended_pattern,
)
from pipefilter.builder.conditions.image_reference import has_references
from pipefilter.builder.conditions.json_form import from_json
from pipefilter.builder.conditions.transition import added, became, removed, was
from pipefilter.builder.faults import InvalidCondition, InvalidJson
from pipefilter.builder.narrowing.attribute_facts import AttributeFacts, attribute_facts
from pipefilter.builder.records.attribute_path import AttributePath, attribute_path
from pipefilter.builder.records.attribute_value import Numbers
from pipefilter.builder.records.stream_record import IMAGE_MEMBERS
from pipefilter.cli.inputs.files import input_errors, pattern_text
from pipefilter.cli.inputs.names import all_files, one_pattern
from pipefilter.cli.inputs.typed_paths import typed_paths
from pipefilter.cli.inputs.typed_values import named_values, split_paths, split_unquoted, with_types
from pipefilter.dataclass import dataclass
from pipefilter.json_text.tree import decoded, text_before_fault
from pipefilter.language.dynamodb_record import View

__all__ = ["BuildOptions", "BuildRequest", "read_request"]

_PATTERN_NAMES = {"eventName", "dynamodb", *IMAGE_MEMBERS.values(), "$or"}
"""Field names at the root of a pattern; conditions have none of them."""
_TYPES_FORM = "PATHS=TYPES, such as status=S"


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """The options of the command, by the names of its parameters; those that can be repeated as tuples."""

    events: tuple[str, ...]
    changed: tuple[str, ...]
    any_changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    became: tuple[str, ...]
    was: tuple[str, ...]
    after: tuple[str, ...]
    keys: tuple[str, ...]
    condition_file: str | None
    values: tuple[str, ...]
    only: tuple[str, ...]
    samples: tuple[str, ...]
    allow_personal: tuple[str, ...]
    types: tuple[str, ...]
    service: str
    view: View
    numbers: Numbers
    residual: str | None
    anyway: bool
    criteria: bool
    as_json: bool


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """The condition, the facts and the samples that the options describe.

    Args:
        samples: the names of files with records.
        personal: attributes whose values may be written into the pattern although they look personal.
    """

    condition: Condition
    known: AttributeFacts
    samples: tuple[str, ...]
    personal: frozenset[AttributePath]


def read_request(options: BuildOptions) -> BuildRequest:
    """Read the condition and the facts from the options.

    Raises:
        click.UsageError: an option is malformed, or there is no condition.
        InputError: a file cannot be read.
    """
    try:
        return _request(options)
    except InvalidCondition as fault:
        raise click.UsageError(str(fault)) from None


def _request(options: BuildOptions) -> BuildRequest:
    types: dict[str, list[str]] = {}
    for argument in options.types:
        for path, values in _typed(argument):
            types.setdefault(path, []).extend(_types(values))
    conditions = [*_event_names(options.events), *_conditions_in_file(options.condition_file, types)]
    conditions += _conditions(options, types)
    if not conditions:
        raise click.UsageError(
            "give at least one condition, such as --changed status or --became status=SHIPPED"
        )
    known = _values_by_path(options.values, "--values", types)
    only = _values_by_path(options.only, "--only", types)
    return BuildRequest(
        combine(AllOf, *conditions),
        attribute_facts(types, known, only),
        tuple(all_files(options.samples)),
        frozenset(
            attribute_path(path)
            for paths in options.allow_personal
            for path in typed_paths(paths, "--allow-personal")
        ),
    )


def _typed(argument: str) -> Iterator[tuple[str, list[object]]]:
    """The attributes in an argument of `--type`, and their types: `email,phone=S` has two."""
    paths, sign, types = split_unquoted(argument, "=")
    for path in split_paths(paths) if paths else [""]:
        yield named_values(f"{path}{sign}{types}", "--type", _TYPES_FORM)


def _event_names(arguments: tuple[str, ...]) -> list[Condition]:
    names = [name for argument in arguments for name in argument.split(",")]
    return [event(*names)] if names else []


def _conditions_in_file(argument: str | None, types: dict[str, list[str]]) -> list[Condition]:
    """The condition in the file that `--from` names; types that it implies are added to the known types."""
    if not argument:
        return []
    pattern = pattern_text(one_pattern(argument, "--from reads a single file"))
    with input_errors():
        pattern.require_complete()
    try:
        return [_condition_in(_decoded(pattern.text), types)]
    except InvalidJson as fault:
        raise InvalidCondition(f"{argument}:{fault.line}:{fault.column}: {fault}") from None
    except InvalidCondition as fault:
        raise InvalidCondition(f"{argument}: {fault}") from None


def _condition_in(text: str, types: dict[str, list[str]]) -> Condition:
    """The condition in a text: a pattern that compares the images, or the JSON form of conditions."""
    form = read_extended_json(text)
    if not has_references(text) and not (isinstance(form, dict) and _PATTERN_NAMES & form.keys()):
        return from_json(form)
    condition = from_extended_pattern(text)
    for path, implied in types_in_extended_pattern(text).items():
        types.setdefault(path, implied)
    return condition


def _conditions(options: BuildOptions, types: Mapping[str, list[str]]) -> list[Condition]:
    """The conditions of the options that take paths, or paths with values."""
    conditions: list[Condition] = []
    for option, of_path, arguments in (
        ("--changed", changed, options.changed),
        ("--unchanged", unchanged, options.unchanged),
        ("--added", added, options.added),
        ("--removed", removed, options.removed),
    ):
        conditions += [of_path(path) for paths in arguments for path in typed_paths(paths, option)]
    if options.any_changed:
        any_of = [path for paths in options.any_changed for path in typed_paths(paths, "--any-changed")]
        conditions.append(any_changed(*any_of))
    for option, of_values, arguments in (
        ("--became", became, options.became),
        ("--was", was, options.was),
        ("--new", _new_image_has, options.after),
        ("--key", _key_has, options.keys),
    ):
        by_path = _values_by_path(arguments, option, types)
        conditions += [of_values(path, *values) for path, values in by_path.items()]
    return conditions


def _new_image_has(path: str, *values: object) -> Condition:
    return new(path).in_(*values)


def _key_has(path: str, *values: object) -> Condition:
    return keys(path).in_(*values)


def _values_by_path(
    arguments: tuple[str, ...], option: str, types: Mapping[str, list[str]]
) -> dict[str, list[object]]:
    """The values of each attribute: a repeated option adds to them, as a comma does."""
    by_path: dict[str, list[object]] = {}
    for argument in arguments:
        path, values = named_values(argument, option)
        by_path.setdefault(path, []).extend(with_types(values, types.get(path)))
    return by_path


def _types(values: list[object]) -> list[str]:
    if any("=" in str(value) for value in values):
        raise click.UsageError("give --type once for each attribute: --type status=S --type total=N")
    return [str(value).upper() for value in values]


def _decoded(text: str | bytes) -> str:
    try:
        return text if isinstance(text, str) else decoded(text)
    except UnicodeDecodeError as error:
        before = text_before_fault(error)
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise InvalidJson("invalid UTF-8: save the file as UTF-8", line, column) from None
