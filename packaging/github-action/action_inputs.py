"""The inputs of the action: their defaults, their values in the environment, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["DEFAULTS", "ActionError", "Inputs", "variable"]

DEFAULTS: Mapping[str, str] = {
    "paths": ".",
    "version": "",
    "severity": "note",
    "select": "",
    "ignore": "",
    "strict": "false",
    "sarif": "",
    "diff": "false",
    "comment": "true",
    "comment-key": "",
    "fail-on": "problems",
}
"""The inputs, each with its default, as action.yml declares them."""
_SEVERITIES = ("error", "warning", "note")
_REASONS = ("problems", "lost-events", "changes", "never")
_VERSION = re.compile(r"[0-9][0-9A-Za-z.!+]{0,60}")
_KEY = re.compile(r"[0-9A-Za-z._-]{0,40}")


class ActionError(Exception):
    """The action cannot do what its inputs ask for; the message is one sentence for its user."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The values of the inputs.

    Args:
        paths: what to check, in the workspace.
        version: of pipefilter on PyPI; "" for the version of the action itself.
        comment_key: distinguishes several comments on one pull request.
        fail_on: `problems`, `lost-events` and `changes`, or none of them.
    """

    paths: tuple[str, ...]
    version: str
    severity: str
    select: str
    ignore: str
    strict: bool
    sarif: str
    diff: bool
    comment: bool
    comment_key: str
    fail_on: frozenset[str]

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Inputs:
        """The inputs in the environment of the step.

        Raises:
            ActionError: a value is not valid.
        """
        values = {
            name: environment.get(variable(name), "").strip() or default for name, default in DEFAULTS.items()
        }
        for name, form, example in (("version", _VERSION, "0.1.0"), ("comment-key", _KEY, "orders")):
            if values[name] and not form.fullmatch(values[name]):
                raise ActionError(f"{name} is {values[name]!r}: write a value such as {example}")
        inputs = cls(
            paths=tuple(line.strip() for line in values["paths"].splitlines() if line.strip()),
            version=values["version"],
            severity=_choice("severity", values["severity"], _SEVERITIES),
            select=_codes(values["select"]),
            ignore=_codes(values["ignore"]),
            strict=_truth("strict", values["strict"]),
            sarif=values["sarif"],
            diff=_truth("diff", values["diff"]),
            comment=_truth("comment", values["comment"]),
            comment_key=values["comment-key"],
            fail_on=_reasons(values["fail-on"]),
        )
        if not inputs.diff and inputs.fail_on - {"problems"}:
            raise ActionError(
                f"fail-on: {', '.join(sorted(inputs.fail_on - {'problems'}))} requires diff: true"
            )
        return inputs


def variable(name: str) -> str:
    """The environment variable that has the value of an input."""
    return f"INPUT_{name.upper().replace('-', '_')}"


def _choice(name: str, value: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise ActionError(f"{name} is {value!r}: use {', '.join(choices[:-1])} or {choices[-1]}")
    return value


def _truth(name: str, value: str) -> bool:
    return _choice(name, value.lower(), ("true", "false")) == "true"


def _codes(value: str) -> str:
    """Codes with commas between them, however they are separated."""
    return ",".join(re.findall(r"[^\s,]+", value))


def _reasons(value: str) -> frozenset[str]:
    reasons = {_choice("fail-on", reason, _REASONS) for reason in _codes(value).split(",")}
    if "never" in reasons and len(reasons) > 1:
        raise ActionError("fail-on: never cannot be combined with other values")
    return frozenset(reasons - {"never"})
