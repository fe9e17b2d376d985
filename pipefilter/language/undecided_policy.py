"""Filter policies that EventBridge's engine rejects, although AWS's pages on SNS say otherwise.

https://docs.aws.amazon.com/sns/latest/dg/and-or-logic.html
"""

from __future__ import annotations

from dataclasses import replace

from pipefilter.errors import InvalidEventPattern, Problem
from pipefilter.json_text.raw_object import raw_object
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import Json, decoded, strict_tree
from pipefilter.json_text.writer import written
from pipefilter.language.branches import every_field
from pipefilter.language.filter_criteria import InvalidFilter
from pipefilter.language.filter_policy import filter_policy
from pipefilter.language.parse import parse_policy
from pipefilter.language.structure_problems import (
    EMPTY_OBJECT,
    NOT_AN_OBJECT,
    OR_NOT_A_LIST,
    OR_NOT_OBJECTS,
    OR_TOO_FEW,
    RESERVED,
    RESERVED_IN_OR,
)

__all__ = ["is_undecided", "with_doubts"]

_ABOUT_OR = frozenset(kind.code for kind in (OR_NOT_A_LIST, OR_NOT_OBJECTS, OR_TOO_FEW, RESERVED))
_OR, _NAME = "$or", "$or "
_MIN_CHOICES = 2
_REMOVES = (
    "to receive every message, omit the filter policy: SetSubscriptionAttributes removes the policy if it gets {}, and AWS does "
    "not document what Subscribe does with {}"
)
_OF_EVENTS = NOT_AN_OBJECT.hint.format()
_OF_POLICIES = 'write {"store": ["example_corp"]}'
_IS_NAME = "AWS's page on SNS says that this $or is an ordinary name of an attribute or field"
_CERTAIN = (
    "to be certain, write at least two objects in $or, and use no names of operators as names of fields in them"
)
_NESTED = "Filter policy scope MessageAttributes does not support nested filter policy"


def with_doubts(
    error: InvalidEventPattern, text: str | bytes, *, of_attributes: bool = False
) -> InvalidEventPattern:
    """The error of a filter policy with what AWS's pages say against it; as it is if they say nothing.

    If it is not known whether SNS rejects the policy, there is a note instead of the problems.

    Args:
        text: of the policy, or of the attributes of a subscription that contain it.
        of_attributes: whether its scope is MessageAttributes; used if the text does not have the scope.
    """
    codes = {problem.code for problem in error.problems}
    if codes == {EMPTY_OBJECT.code} and not error.pointer:
        return _with_problems(error, (_as_note(error.problem, _REMOVES),))
    if error.problem.hint == _OF_EVENTS:
        return _with_problems(error, (replace(error.problem, hint=_OF_POLICIES), *error.problems[1:]))
    if not codes & _ABOUT_OR:
        return error
    text = text if isinstance(text, str) else decoded(text)
    if isinstance(error, InvalidFilter) and (policy := filter_policy(raw_object(text))) is not None:
        text, of_attributes = policy.text, policy.scope == "MessageAttributes"
    other = _other_message(text, of_attributes=of_attributes)
    if not other:
        return _with_problems(error, (_as_note(error.problem, f"{_IS_NAME}; {_CERTAIN}"),))
    if any(problem.message == other for problem in error.problems):
        return error
    doubt = f"{_IS_NAME}, which is not valid either, so SNS may report this instead: {other}"
    problems = (
        replace(problem, hint="; ".join(filter(None, (problem.hint, doubt))))
        if problem.code in _ABOUT_OR
        else problem
        for problem in error.problems
    )
    return _with_problems(error, tuple(problems))


def is_undecided(error: InvalidEventPattern) -> bool:
    """Whether it is not known whether SNS rejects the filter policy."""
    return all(problem.severity == "note" for problem in error.problems)


def _other_message(text: str, *, of_attributes: bool) -> str:
    """Why a policy is not valid if `$or` is a name where AWS's page says so; "" if it is valid."""
    try:
        tree = strict_tree(text)
    except JsonFault as fault:  # after the $or
        return fault.message
    # AWS's page does not say whether names of operators count that are deeper in the objects
    messages = [
        _message(_with_name(tree, is_deep=is_deep), of_attributes=of_attributes) for is_deep in (False, True)
    ]
    return messages[0] if all(messages) else ""


def _message(tree: Json, *, of_attributes: bool) -> str:
    try:
        pattern = parse_policy(written(tree))
    except InvalidEventPattern as error:
        return error.message.replace(_NAME, _OR)
    is_nested = any(len(field.steps) > 1 for field in every_field(pattern.members))
    return _NESTED if of_attributes and is_nested else ""


def _with_name(tree: Json, *, is_deep: bool, is_in_or: bool = False) -> Json:
    """The policy with the names replaced that AWS's engine reserves, although AWS's page says that they are ordinary names."""
    if not isinstance(tree, tuple):
        return tree
    members: list[tuple[str, Json]] = []
    for name, value in tree:
        if name == _OR and isinstance(value, list) and _are_choices(value, is_deep=is_deep):
            choices: list[Json] = [_with_name(choice, is_deep=is_deep, is_in_or=True) for choice in value]
            members.append((name, choices))
            continue
        is_other = name == _OR or (is_in_or and name in RESERVED_IN_OR)
        inner = _with_name(value, is_deep=is_deep, is_in_or=is_in_or)
        members.append((f"{name} " if is_other else name, inner))
    return tuple(members)


def _are_choices(values: list[Json], *, is_deep: bool) -> bool:
    return len(values) >= _MIN_CHOICES and all(
        isinstance(value, tuple) and not _has_reserved_name(value, is_deep=is_deep) for value in values
    )


def _has_reserved_name(value: Json, *, is_deep: bool) -> bool:
    """Whether a member has the name of an operator, at the first level or at any depth; a field's list has no members."""
    if not isinstance(value, tuple):
        return False
    if any(name in RESERVED_IN_OR for name, _ in value):
        return True
    inner: list[Json] = []
    for name, each in value if is_deep else ():
        inner += each if name == _OR and isinstance(each, list) else [each]
    return any(_has_reserved_name(each, is_deep=True) for each in inner)


def _with_problems(error: InvalidEventPattern, problems: tuple[Problem, ...]) -> InvalidEventPattern:
    if isinstance(error, InvalidFilter):
        return InvalidFilter(*problems, number=error.number, start=error.start, is_policy=error.is_policy)
    return InvalidEventPattern(*problems)


def _as_note(problem: Problem, hint: str) -> Problem:
    message = f"It is not certain that SNS rejects this, as EventBridge does: {problem.message}"
    return replace(problem, message=message, hint=hint, severity="note", advice=True, aws_message="")
