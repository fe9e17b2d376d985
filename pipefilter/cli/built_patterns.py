"""What `pipefilter build dynamodb` is asked for, the pattern for it, and what there is to say of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import click

from pipefilter.builder.attribute_condition import keys, new
from pipefilter.builder.attribute_value import Numbers
from pipefilter.builder.changed import any_changed, changed, unchanged
from pipefilter.builder.condition import AllOf, Condition, joined
from pipefilter.builder.condition_json import from_json
from pipefilter.builder.event_name import event
from pipefilter.builder.faults import CannotJudge, InvalidCondition, NoJson
from pipefilter.builder.image_reference import has_references
from pipefilter.builder.knowledge import Knowledge, knowledge
from pipefilter.builder.learning import Lessons
from pipefilter.builder.narrowing import Narrowed, narrowed_with
from pipefilter.builder.pattern_choice import EVERYTHING
from pipefilter.builder.residual_code import residual_code
from pipefilter.builder.stream_record import IMAGES, View
from pipefilter.builder.transition import added, became, removed, was
from pipefilter.builder.wish import from_wish, types_in_wish, wish_json
from pipefilter.cli.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.cli.inputs import pattern_bytes
from pipefilter.cli.output import counted, message, print_json, result
from pipefilter.cli.stream_samples import StreamSamples
from pipefilter.cli.typed_values import named_values, split_paths, typed
from pipefilter.json_text.place import utf16_length
from pipefilter.json_text.tree import before_fault, decoded

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
        types = {
            path: _types(values) for path, values in (named_values(one, "--type") for one in given["types"])
        }
        asked: list[Condition] = []
        if given["events"]:
            asked.append(event(*(name for one in given["events"] for name in one.upper().split(","))))
        if given["wish"]:
            data = pattern_bytes(given["wish"])
            try:
                asked.append(_wished(_decoded(data), types))
            except NoJson as fault:
                raise InvalidCondition(f"{given['wish']}:{fault.line}:{fault.column}: {fault}") from None
            except InvalidCondition as fault:
                raise InvalidCondition(f"{given['wish']}: {fault}") from None
        for name, of_path in _OF_PATH.items():
            asked += [of_path(path) for paths in given[name] for path in split_paths(paths)]
        asked += [any_changed(*split_paths(paths)) for paths in given["any_changed"]]
        for name, of_values in _OF_VALUES.items():
            for one in given[name]:
                path, values = named_values(one, f"--{_OPTIONS.get(name, name)}")
                asked.append(of_values(path, *typed(values, types.get(path))))
        if not asked:
            raise click.UsageError("say what is wanted, such as --changed status or --became status=SHIPPED")
        known, only = (_listed(given[option], f"--{option}", types) for option in ("values", "only"))
        return cls(
            joined(AllOf, *asked),
            knowledge(types, known, only),
            given["samples"],
            given["service"],
            given["view"],
            given["numbers"],
            given["residual"],
            given["criteria"],
            given["as_json"],
        )


_OPTIONS = {"after": "new", "keys": "key"}
"""What an option is called where that is not its name here."""


def _listed(given: tuple[str, ...], option: str, types: Mapping[str, list[str]]) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for one in given:
        path, values = named_values(one, option)
        found.setdefault(path, []).extend(typed(values, types.get(path)))
    return found


def _types(values: list[object]) -> list[str]:
    if any("=" in str(one) for one in values):
        raise click.UsageError("give --type once for each attribute: --type status=S --type total=N")
    return [str(one).upper() for one in values]


def _decoded(data: bytes) -> str:
    try:
        return decoded(data)
    except UnicodeDecodeError as error:
        before = before_fault(error)
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise NoJson("a byte is not UTF-8: save the file as UTF-8", line, column) from None


def _wished(text: str, types: dict[str, list[str]]) -> Condition:
    """The condition in a file: a pattern that compares the images, or the JSON form of conditions."""
    form = wish_json(text)
    if not has_references(text) and not (isinstance(form, dict) and _OF_PATTERN & form.keys()):
        return from_json(form)
    wished = from_wish(text)
    for path, some in types_in_wish(text).items():
        types.setdefault(path, some)
    return wished


def build(asked: Asked, ctx: click.Context) -> int:
    """Find the pattern, print it and what there is to say of it, and return the exit code.

    Args:
        asked: what is wanted.
        ctx: of the command.
    """
    with StreamSamples(list(asked.samples)) as samples:
        lessons = Lessons(tuple(dict.fromkeys(asked.condition.paths())))
        for record, _ in samples.records():
            lessons.learn(record)
        try:
            narrowed = narrowed_with(
                asked.condition,
                lessons.knowledge(asked.known),
                service=asked.service,
                view=asked.view,
                numbers=asked.numbers,
            )
            code = (
                residual_code(narrowed.residual, asked.residual, numbers=asked.numbers)
                if asked.residual
                else ""
            )
        except (InvalidCondition, CannotJudge) as fault:
            raise click.UsageError(str(fault), ctx) from None
        measured = _measured(asked, narrowed, samples) if asked.samples else None
        _print(asked, narrowed, code, measured, lessons)
        if samples.faults:
            message(f"{counted(samples.faults, 'fault')} in the samples")
            return COULD_NOT_TELL
    if measured is not None and measured["lost"]:
        return COULD_NOT_TELL
    return NO if _takes_everything(narrowed) else YES


def _measured(asked: Asked, narrowed: Narrowed, samples: StreamSamples) -> dict[str, int]:
    """What the pattern does with the sample."""
    counts = {"records": 0, "pass": 0, "wanted": 0, "lost": 0}
    for record, text in samples.records():
        wanted = asked.condition.holds(record, numbers=asked.numbers)
        passes = narrowed.passes(text)
        counts["records"] += 1
        counts["pass"] += passes
        counts["wanted"] += wanted
        counts["lost"] += wanted and not passes
    return counts


def _takes_everything(narrowed: Narrowed) -> bool:
    return [one.text for one in narrowed.filters] == [EVERYTHING]


def _what_would_help(asked: Asked, lessons: Lessons) -> str:
    """What to say of the attributes for a narrower pattern."""
    if not asked.samples:
        return "give --type and --values of the attributes, or --values-from a sample"
    unseen = [str(path) for path in lessons.paths if path not in lessons.knowledge(asked.known).types]
    if not unseen:
        return "give --values of the attributes"
    return f"{', '.join(unseen)} is in no record of the sample: give --type {unseen[0]}=..."


def _print(
    asked: Asked, narrowed: Narrowed, code: str, measured: dict[str, int] | None, lessons: Lessons
) -> None:
    texts = [one.text for one in narrowed.filters]
    criteria = {"Filters": [{"Pattern": text} for text in texts]}
    limit = narrowed.service.pattern_length.most
    if asked.as_json:
        print_json(
            {
                "filters": texts,
                "exact": narrowed.exact,
                "condition": asked.condition.as_json(),
                "residual": narrowed.residual.as_json() if narrowed.residual is not None else None,
                "residual_words": str(narrowed.residual) if narrowed.residual is not None else None,
                "notes": list(narrowed.notes),
                "service": asked.service,
                "lengths": [utf16_length(text) for text in texts],
                "length_limit": limit,
                "sample": measured,
                "code": code or None,
            }
        )
        return
    if asked.residual:
        result(code.rstrip("\n"))
    else:
        result(
            json.dumps(criteria, indent=2, ensure_ascii=False) if asked.criteria or len(texts) > 1 else texts[0]
        )
    message(f"wanted: {asked.condition}")
    for note in narrowed.notes:
        message(f"note: {note}")
    longest = max(map(utf16_length, texts))
    message(
        f"length: {longest:,} of {limit:,} characters"
        + (f", in {len(texts)} filters" if len(texts) > 1 else "")
    )
    if narrowed.residual is None:
        message("exact: what passes is wanted")
    elif _takes_everything(narrowed):
        message(f"nothing can be filtered: {_what_would_help(asked, lessons)}")
    else:
        message(f"left to check: {narrowed.residual}")
    if measured is not None:
        _print_measured(measured)


def _print_measured(measured: dict[str, int]) -> None:
    message(
        f"sample: {counted(measured['records'], 'record')}, {measured['pass']} pass, "
        f"{measured['pass'] - measured['wanted'] + measured['lost']} of them to be dropped later, "
        f"{measured['wanted']} wanted, {measured['lost']} of these lost"
    )
