"""Prints examples in the form that was asked for."""

from __future__ import annotations

from pipefilter.application.example import Example, Examples
from pipefilter.cli.example.options import ExampleOptions
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL, YES
from pipefilter.cli.terminal.output import message, print_json_text, remark
from pipefilter.formats.example_json import example_json, indented
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.witnesses.record_form import MAX_ENTRIES, NoEntry, entry_of, function_event
from pipefilter.witnesses.usual_values import ACCOUNT, REGION

__all__ = ["print_examples"]


def print_examples(results: Examples, options: ExampleOptions, name: str) -> int:
    """Print examples, and return the exit code."""
    printed = _chosen(results, options)
    if not printed:
        if options.only == "near-miss" and results.matching:
            message(f"{name}: no near miss was found")
            return COULD_NOT_TELL
        return YES
    if options.form == "put-events":
        return _print_entries(printed, results, options, name)
    if options.form == "lambda" and not options.as_json and results.source and results.source.name != "bus":
        _print(function_event([each.tree for each in printed], results.source), pretty=options.pretty)
        return YES
    for each in printed:
        event = function_event([each.tree], results.source) if options.form == "lambda" else each.tree
        _print_example(each, event, options, name)
    return YES


def _chosen(results: Examples, options: ExampleOptions) -> tuple[Example, ...]:
    """The examples to print; a function receives only the records that match."""
    only = options.only or ("match" if options.form == "lambda" else None)
    if only is None:
        return results.all
    return results.matching if only == "match" else results.near_misses


def _print_entries(printed: tuple[Example, ...], results: Examples, options: ExampleOptions, name: str) -> int:
    """Print entries of `PutEvents`: a list of all, or one in each object of --json."""
    if results.source is None or results.source.name != "bus":
        message(f"{name}{': ' if name else ''}--form put-events is for events from a bus")
        return COULD_NOT_TELL
    if any(_has_own_place(each.tree) for each in printed):
        remark(
            "EventBridge sets account and region itself, so these verdicts are right only on a bus in the account and "
            "Region that the pattern names"
        )
    entries: list[Json] = []
    for each in printed:
        try:
            entry = entry_of(each.tree)
        except NoEntry as reason:
            remark(f"left out: an event that {each}; {reason}")
            continue
        if len(entries) == MAX_ENTRIES and not options.as_json:
            remark(f"the rest is left out: PutEvents accepts at most {MAX_ENTRIES} entries")
            break
        entries.append(entry)
        if options.as_json:
            _print_example(each, entry, options, name)
    if not options.as_json:
        _print(entries, pretty=options.pretty)
    return YES if entries else COULD_NOT_TELL


def _has_own_place(event: Json) -> bool:
    """Whether an event has another account or Region than the sample, because of its pattern."""
    members = dict(event) if isinstance(event, tuple) else {}
    return any(members.get(name) != value for name, value in (("account", ACCOUNT), ("region", REGION)))


def _print_example(example: Example, event: Json, options: ExampleOptions, name: str) -> None:
    if options.as_json:
        _print(example_json(example, event, name), pretty=False)
        return
    if example.matches is not None:
        remark(str(example))
    _print(event, pretty=options.pretty)


def _print(value: Json, *, pretty: bool) -> None:
    print_json_text(indented(value) if pretty else written(value))
