"""Paths of attributes as they are typed on the command line, where a value is easily typed with them: `a,b.c`."""

from __future__ import annotations

import json
import re
from shlex import quote

import click

from pipefilter.cli.inputs.typed_values import split_paths, split_unquoted

__all__ = ["typed_paths"]

_SIGNS = "=:<>!"
"""What people write between an attribute and its values. An attribute's name may have them, in quotes."""
_SEPARATOR = re.compile(r"[-=:>\s]+")

_OF_AWS = "aws:"
"""How the names begin that DynamoDB itself gives to attributes, such as aws:rep:updatetime.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables_HowItWorks.html
"""
_WITH_VALUES = {
    "--changed": ("--became {after}", "--was {before} --became {after}"),
    "--any-changed": ("--became {after}", "--was {before} --became {after}"),
    "--unchanged": ("--unchanged {path} --was {before}", "--unchanged {path} --was {before}"),
    "--added": ("--added {path} --new {after}", "--added {path} --new {after}"),
    "--removed": ("--removed {path} --was {before}", "--removed {path} --was {before}"),
}
"""By option, what says the same with one value, and with the values before and after."""


def typed_paths(given: str, option: str) -> list[str]:
    """The paths in a text with commas between them, none of which has a value.

    Args:
        given: as it was typed.
        option: whose value it is, for messages.

    Raises:
        click.UsageError: a path has a sign that goes between an attribute and a value, and not in quotes.
    """
    paths = split_paths(given)
    for path in paths:
        name, sign, rest = split_unquoted(path, _SIGNS)
        if sign and not path.startswith(_OF_AWS):
            instead, quoted = _instead(name, sign + rest, option), _quoted(name, sign + rest, option)
            raise click.UsageError(
                f"{option} takes attributes without values, such as status; {path!r} is not one{instead}; "
                f"an attribute whose name has such a sign stands in double quotes{quoted}"
            )
    return paths


def _instead(name: str, rest: str, option: str) -> str:
    """What to write, if the text says it."""
    path = name.rstrip("- ")
    if not path or option not in _WITH_VALUES:
        return ""
    if rest[0] in "<>!" and name.rstrip()[-1] != "-":
        example = json.dumps({"new": path, "numeric": [">", 100]}, ensure_ascii=False)
        return f": a comparison goes into a file for --from, such as {example}"
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
