"""What `pipefilter build dynamodb` is asked for, the pattern for it, and what there is to say of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import click

from pipefilter.builder.conditions.attribute_condition import keys, new
from pipefilter.builder.conditions.change import any_changed, changed, unchanged
from pipefilter.builder.conditions.condition import AllOf, Condition, joined
from pipefilter.builder.conditions.event_name import event
from pipefilter.builder.conditions.image_comparison import (
    from_extended_pattern,
    types_in_extended_pattern,
    wish_json,
)
from pipefilter.builder.conditions.image_reference import has_references
from pipefilter.builder.conditions.json_form import from_json
from pipefilter.builder.conditions.transition import added, became, removed, was
from pipefilter.builder.faults import CannotJudge, InvalidCondition, NoJson
from pipefilter.builder.narrowing.attribute_facts import Knowledge, knowledge
from pipefilter.builder.narrowing.exclusion import excludes_nothing
from pipefilter.builder.narrowing.inference import Lessons
from pipefilter.builder.narrowing.narrow import Narrowed, narrowed_with
from pipefilter.builder.records.attribute_path import AttributePath, attribute_path
from pipefilter.builder.records.attribute_value import Numbers
from pipefilter.builder.records.stream_record import IMAGES, View
from pipefilter.builder.residual.code import residual_code
from pipefilter.cli.build.report import PatternReport, SampleCounts
from pipefilter.cli.build.samples import StreamSamples
from pipefilter.cli.inputs.files import input_errors, pattern_text
from pipefilter.cli.inputs.names import all_files, one_pattern
from pipefilter.cli.inputs.typed_condition import path_notes
from pipefilter.cli.inputs.typed_paths import typed_paths
from pipefilter.cli.inputs.typed_values import named_values, typed
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.cli.terminal.output import counted, message
from pipefilter.json_text.tree import decoded, text_before_fault

__all__ = ["Asked", "build"]

_OF_PATH: dict[str, Callable[[str], Condition]] = {
    "changed": changed,
    "unchanged": unchanged,
    "added": added,
    "removed": removed,
}
_OF_VALUES: dict[str, Callable[..., Condition]] = {
    "became": became,
    "was": was,
    "after": lambda path, *values: new(path).in_(*values),
    "keys": lambda path, *values: keys(path).in_(*values),
}

_OF_PATTERN = {"eventName", "dynamodb", *IMAGES.values(), "$or"}
"""Names at the root of a pattern, which no condition has."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user asked for.

    Args:
        condition: all of it.
        known: of the attributes, as far as the user says it.
        samples: the names of files with records.
        service: where the pattern runs.
        view: of the stream.
        numbers: when two are equal.
        residual: the language in which to print what is left to check, instead of the pattern; None for the pattern.
        criteria: whether to print filter criteria.
        as_json: whether to print one JSON object.
        personal: attributes of which values may be written into the pattern though they look personal.
        anyway: whether to print a pattern that keeps out no record.
    """

    condition: Condition
    known: Knowledge
    samples: tuple[str, ...]
    service: str
    view: View
    numbers: Numbers
    residual: str | None
    criteria: bool
    as_json: bool
    personal: frozenset[AttributePath]
    anyway: bool

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Asked:
        """From the options.

        Args:
            given: by the options' names.

        Raises:
            click.UsageError: what is asked for cannot be read.
        """
        try:
            return cls._read(given)
        except InvalidCondition as fault:
            raise click.UsageError(str(fault)) from None

    @classmethod
    def _read(cls, given: Mapping[str, Any]) -> Asked:
        types: dict[str, list[str]] = {}
        for path, values in (named_values(one, "--type", _TYPES_FORM) for one in given["types"]):
            types.setdefault(path, []).extend(_types(values))
        asked: list[Condition] = []
        if given["events"]:
            asked.append(event(*(name for names in given["events"] for name in names.split(","))))
        if given["wish"]:
            pattern = pattern_text(one_pattern(given["wish"], "--from takes one"))
            with input_errors():
                pattern.require_complete()
            try:
                asked.append(_wished(_decoded(pattern.text), types))
            except NoJson as fault:
                raise InvalidCondition(f"{given['wish']}:{fault.line}:{fault.column}: {fault}") from None
            except InvalidCondition as fault:
                raise InvalidCondition(f"{given['wish']}: {fault}") from None
        for name, of_path in _OF_PATH.items():
            asked += [of_path(path) for paths in given[name] for path in typed_paths(paths, f"--{name}")]
        if given["any_changed"]:
            named = (path for paths in given["any_changed"] for path in typed_paths(paths, "--any-changed"))
            asked.append(any_changed(*named))
        for name, of_values in _OF_VALUES.items():
            listed = _listed(given[name], f"--{_OPTIONS.get(name, name)}", types)
            asked += [of_values(path, *values) for path, values in listed.items()]
        if not asked:
            raise click.UsageError("say what is wanted, such as --changed status or --became status=SHIPPED")
        known, only = (_listed(given[option], f"--{option}", types) for option in ("values", "only"))
        return cls(
            joined(AllOf, *asked),
            knowledge(types, known, only),
            tuple(all_files(given["samples"])),
            given["service"],
            given["view"],
            given["numbers"],
            given["residual"],
            given["criteria"],
            given["as_json"],
            frozenset(
                attribute_path(path)
                for paths in given["allow_personal"]
                for path in typed_paths(paths, "--allow-personal")
            ),
            given["anyway"],
        )


_TYPES_FORM = "PATH=TYPES, such as status=S"
_OPTIONS = {"after": "new", "keys": "key"}
"""What an option is called where that is not its name here."""


def _listed(given: tuple[str, ...], option: str, types: Mapping[str, list[str]]) -> dict[str, list[object]]:
    """The values of each attribute: an option that is given again for one adds to them, as a comma does."""
    found: dict[str, list[object]] = {}
    for one in given:
        path, values = named_values(one, option)
        found.setdefault(path, []).extend(typed(values, types.get(path)))
    return found


def _types(values: list[object]) -> list[str]:
    if any("=" in str(one) for one in values):
        raise click.UsageError("give --type once for each attribute: --type status=S --type total=N")
    return [str(one).upper() for one in values]


def _decoded(text: str | bytes) -> str:
    try:
        return text if isinstance(text, str) else decoded(text)
    except UnicodeDecodeError as error:
        before = text_before_fault(error)
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise NoJson("a byte is not UTF-8: save the file as UTF-8", line, column) from None


def _wished(text: str, types: dict[str, list[str]]) -> Condition:
    """The condition in a file: a pattern that compares the images, or the JSON form of conditions."""
    form = wish_json(text)
    if not has_references(text) and not (isinstance(form, dict) and _OF_PATTERN & form.keys()):
        return from_json(form)
    wished = from_extended_pattern(text)
    for path, some in types_in_extended_pattern(text).items():
        types.setdefault(path, some)
    return wished


def build(asked: Asked, ctx: click.Context) -> int:
    """Find the pattern, print it and what there is to say of it, and return the exit code.

    Args:
        asked: what is wanted.
        ctx: of the command.
    """
    paths = tuple(dict.fromkeys(asked.condition.paths()))
    for note in (note for path in paths for note in path_notes(path)):
        message(f"note: {note}")
    with StreamSamples(list(asked.samples)) as samples:
        lessons = Lessons(paths, asked.personal)
        for record, _ in samples.records():
            lessons.learn(record)
        known = lessons.knowledge(asked.known)
        try:
            narrowed = narrowed_with(
                asked.condition, known, service=asked.service, view=asked.view, numbers=asked.numbers
            )
            code = None
            if asked.residual and narrowed.residual is not None:
                code = residual_code(narrowed.residual, asked.residual, numbers=asked.numbers)
        except (InvalidCondition, CannotJudge) as fault:
            raise click.UsageError(str(fault), ctx) from None
        report = PatternReport(
            narrowed,
            excludes_nothing(narrowed, known, asked.numbers),
            () if narrowed.exact else lessons.withheld(asked.known),
            lessons.missing_words(),
            tuple(path for path in lessons.paths if path not in known.types),
            _measured(asked, narrowed, samples) if asked.samples else None,
            code,
        )
        if asked.as_json:
            report.print_json(anyway=asked.anyway)
        else:
            report.print_text(anyway=asked.anyway, criteria=asked.criteria, wants_code=bool(asked.residual))
        if samples.faults:
            message(f"{counted(samples.faults, 'fault')} in the samples")
            return COULD_NOT_TELL
    if report.sample is not None and report.sample.lost:
        return COULD_NOT_TELL
    return NO if report.excludes_nothing and not asked.anyway else YES


def _measured(asked: Asked, narrowed: Narrowed, samples: StreamSamples) -> SampleCounts:
    """What the pattern does with the sample."""
    counts = SampleCounts()
    for record, text in samples.records():
        counts.add(wanted=asked.condition.holds(record, numbers=asked.numbers), passes=narrowed.passes(text))
    return counts
