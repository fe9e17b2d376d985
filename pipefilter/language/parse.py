"""Parses the text of an event pattern, or reports the problems that AWS would report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from os import PathLike

from pipefilter.errors import InvalidEventPattern, Problem, ProblemKind
from pipefilter.json_text.place import problem_at
from pipefilter.json_text.string_text import joined_surrogates
from pipefilter.json_text.tree import decoded, invalid_utf8_problem
from pipefilter.json_text.writer import written
from pipefilter.language.branches import branch_count, field_total, has_wildcards
from pipefilter.language.event_pattern import EventPattern, Member, Or
from pipefilter.language.parser_state import MAX_TEXT
from pipefilter.language.pattern_parser import PatternParser

__all__ = ["parse", "parse_policy"]

MAX_BRANCHES = 1000
_ACCEPTED, _ACCEPTED_POLICY = 4096, 262_144
_LONGEST_POLICY = 2 * _ACCEPTED_POLICY
"""Characters of a filter policy of SNS; more are more than 256 KB."""
_SHORTEN = "shorten it: a subscription has only one filter policy"
MAX_FIELDS = 256 * MAX_BRANCHES

TOO_MANY_BRANCHES = ProblemKind(
    "PF302",
    "Too many combinations of $or: AWS accepts at most 1,000",
    "This pattern has {count} combinations of $or; AWS accepts at most 1,000",
    "AWS rejects more than 1,000 combinations of `$or`; its message has not been recorded. See "
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    "write alternatives for one field in that field's list, not in $or",
    wording="pipefilter",
)
TOO_LARGE = ProblemKind(
    "PF303",
    "Too many fields after expanding $or: the pattern is too large",
    "With $or expanded, this pattern has {count} fields; pipefilter supports at most {most}",
    "The limit is 1,000 combinations of 256 fields each; AWS's engine cannot build anything larger.",
    "split the pattern into several",
    wording="pipefilter",
)
TOO_LONG = ProblemKind(
    "PF304",
    "Pattern too long to read: AWS accepts at most 4,096 characters",
    "The pattern has {count} characters; AWS accepts at most {accepted}, and pipefilter reads at most {most}",
    "No AWS service accepts a pattern of more than 4,096 characters; only SNS accepts filter policies of 256 KB, which "
    "`check --service sns` reads.",
    "split the pattern into several",
    wording="pipefilter",
)
NO_JSON_VALUE = ProblemKind(
    "PF104",
    "Pattern with a Python value that has no JSON form",
    "{reason}",
    "The pattern was passed as a Python value, and part of it has no JSON form.",
    "use only dict, list, str, int, float, Decimal, bool and None",
    wording="pipefilter",
)


def parse(
    text: EventPattern | str | bytes | Mapping[str, object], *, limits: bool = True, longest: int = MAX_TEXT
) -> EventPattern:
    """Read an event pattern.

    Args:
        text: JSON text (bytes: UTF-8), or a dict; an `EventPattern` is returned unchanged.
        limits: false to ignore the two limits that AWS's services set in addition to the engine's: the complexity of
            wildcards, and 1,000 combinations of `$or` (pipefilter's own limits still apply).
        longest: the number of characters to read at most.

    Raises:
        InvalidEventPattern: AWS rejects the pattern; the first of `.problems` is the one that AWS reports.

    Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
    """
    if isinstance(text, EventPattern):
        return text
    hint = _file_hint(text) if isinstance(text, str) else ""
    text = _as_text(text)
    if len(text) > longest:
        accepted = _ACCEPTED_POLICY if longest == _LONGEST_POLICY else _ACCEPTED
        names = {"count": f"{len(text):,}", "accepted": f"{accepted:,}", "most": f"{longest:,}"}
        hint_of_policy = _SHORTEN if longest == _LONGEST_POLICY else None
        problem = problem_at(TOO_LONG, text, (0, 1), names=names, hint=hint_of_policy)
        from pipefilter.language.event_recognition import event_kind

        raise InvalidEventPattern(replace(problem, hint="") if event_kind(text) else problem)
    parser = PatternParser(text)
    members = parser.run()
    if not parser.problems:
        parser.problems += _size_problems(text, members, limits=limits)
    pattern = EventPattern(members, text)
    if not parser.problems:
        parser.problems += parser.build_problems(pattern)
    if limits and not parser.problems and has_wildcards(pattern):
        from pipefilter.language.complexity import complexity_problems

        parser.problems += complexity_problems(pattern)
    if parser.problems:  # first what AWS reports, then what only its engine cannot build
        first, *others = sorted(parser.problems, key=lambda problem: not problem.aws_message)
        raise InvalidEventPattern(replace(first, hint=hint or first.hint), *others)
    return pattern


def parse_policy(text: str | bytes) -> EventPattern:
    """Read a filter policy of SNS, whose limits are others: see `pipefilter.language.policy_complexity`.

    Raises:
        InvalidEventPattern: AWS rejects it.

    Source: https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
    """
    return parse(text, limits=False, longest=_LONGEST_POLICY)


def _size_problems(text: str, members: tuple[Member, ...], *, limits: bool) -> Iterable[Problem]:
    branches, fields = branch_count(members), field_total(members)
    at = next((member for member in members if isinstance(member, Or)), None)
    span, pointer = (at.span, at.pointer) if at else ((0, 1), "")
    if branches > MAX_BRANCHES and limits:
        names = {"count": f"{branches:,}"}
        yield problem_at(TOO_MANY_BRANCHES, text, span, pointer=pointer, names=names)
    elif branches > 1 and fields > MAX_FIELDS:
        names = {"count": f"{fields:,}", "most": f"{MAX_FIELDS:,}"}
        yield problem_at(TOO_LARGE, text, span, pointer=pointer, names=names)


def _as_text(text: str | bytes | Mapping[str, object]) -> str:
    if isinstance(text, str):
        return joined_surrogates(text)
    if isinstance(text, bytes | bytearray):
        try:
            return decoded(bytes(text))
        except UnicodeDecodeError as error:
            raise InvalidEventPattern(invalid_utf8_problem(error)) from None
    if not isinstance(text, Mapping):
        raise _no_json("", f"a {type(text).__name__} is not an event pattern{_type_hint(text)}")
    from pipefilter.json_text.python_value import NotJson, from_python

    try:
        return written(from_python(dict(text)))
    except NotJson as fault:
        raise _no_json(fault.pointer, fault.reason) from None


def _file_hint(text: str) -> str:
    if text.lstrip().startswith("{"):
        return ""
    from pipefilter.json_text.file_name import file_name_hint

    return file_name_hint(text, "use pipefilter.load(name)")


def _type_hint(argument: object) -> str:
    """A hint for an argument of another type that leads to a pattern."""
    if isinstance(argument, PathLike):
        return ": use pipefilter.load(path)"
    if hasattr(argument, "evaluate"):
        return ": use its evaluate method"
    return ": use its pattern attribute" if hasattr(argument, "passes") else ""


def _no_json(pointer: str, reason: str) -> InvalidEventPattern:
    names = {"reason": reason}
    return InvalidEventPattern(problem_at(NO_JSON_VALUE, "", (0, 0), pointer=pointer, names=names))
