"""Reads paths of attributes as they are typed, such as `a,b.c`, and rejects values among them."""

from __future__ import annotations

import json
import re
from shlex import quote

import click

from pipefilter.cli.inputs.typed_values import split_paths, split_unquoted

__all__ = ["typed_paths"]

_SIGNS = "=:<>!"
"""Characters that people write between an attribute and its values; in quotes, an attribute's name may have them."""
_SEPARATOR = re.compile(r"[-=:>\s]+")

_OF_AWS = "aws:"
"""The prefix of attributes that DynamoDB itself adds, such as aws:rep:updatetime.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables_HowItWorks.html
"""
_WITH_VALUES = {
    "--changed": ("--became {after}", "--was {before} --became {after}"),
    "--any-changed": ("--became {after}", "--was {before} --became {after}"),
    "--unchanged": ("--unchanged {path} --was {before}", "--unchanged {path} --was {before}"),
    "--added": ("--added {path} --new {after}", "--added {path} --new {after}"),
    "--removed": ("--removed {path} --was {before}", "--removed {path} --was {before}"),
}
"""By option, the options that express the same with one value, and with a value before and one after."""


def typed_paths(argument: str, option: str) -> list[str]:
    """The paths in a list with commas; none of them may have a value.

    Raises:
        click.UsageError: outside quotes a path has a sign that belongs between an attribute and a value.
    """
    paths = split_paths(argument)
    for path in paths:
        name, sign, rest = split_unquoted(path, _SIGNS)
        if sign and not path.startswith(_OF_AWS):
            instead, quoted = _instead(name, sign + rest, option), _quoted(name, sign + rest, option)
            raise click.UsageError(
                f"{option} requires attribute names without values, such as status; {path!r} is invalid{instead}; "
                f"put double quotes around a name that contains such a sign{quoted}"
            )
    return paths


def _instead(name: str, rest: str, option: str) -> str:
    """What to write instead, if the intention is clear."""
    path = name.rstrip("- ")
    if not path or option not in _WITH_VALUES:
        return ""
    if rest[0] in "<>!" and name.rstrip()[-1] != "-":
        example = json.dumps({"new": path, "numeric": [">", 100]}, ensure_ascii=False)
        return f": put a comparison in a file for --from, such as {example}"
    values = [value for value in _SEPARATOR.split(rest) if value]
    if not values:
        return ""
    instead = _WITH_VALUES[option][len(values) > 1].format(
        path=quote(path), before=quote(f"{path}={values[0]}"), after=quote(f"{path}={values[-1]}")
    )
    return f": write {instead}"


def _quoted(name: str, rest: str, option: str) -> str:
    """An example of the attribute that the text would be."""
    above, dot, last = name.rpartition(".")
    if '"' in last + rest:
        return ""
    named = f"{above}{dot}{json.dumps(last + rest, ensure_ascii=False)}"
    return f": {option} {quote(named)}"
