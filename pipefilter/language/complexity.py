"""AWS's limit on wildcards: how many prefixes of wildcards can be active at once while one value is read.

`{"wildcard": "*:*:*:*:*:event-bus/*"}` has 11, and AWS rejects it as too complex. AWS has been observed
to accept up to 9 and to reject from 11; other recordings show that it rejects more than 10. So 10 is advice, not an error.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-wildcard-matching-complexity
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipefilter.dataclass import dataclass
from pipefilter.errors import AdviceKind, Example, Problem, ProblemKind
from pipefilter.json_text.place import problem_at
from pipefilter.language.branches import branches_of, has_wildcards
from pipefilter.language.event_pattern import EventPattern, Field, Or
from pipefilter.language.machine_complexity import complexity_of_machine
from pipefilter.language.name_machine import NameMachine
from pipefilter.language.step_budget import StepBudget, TooManySteps

__all__ = ["LIMIT", "FieldComplexity", "complexities_of", "complexity_advice", "complexity_problems"]

LIMIT = 10
"""The largest complexity that AWS accepts."""
MAX_STEPS = 400_000
"""Steps after which building or counting stops; what is undecided by then is advice, never an error."""

TOO_COMPLEX = ProblemKind(
    "PF301",
    "Wildcards too complex: AWS rejects the pattern",
    "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences "
    "after a wildcard character",
    "For some value of this field, AWS's engine would have to track more than 10 partial wildcard matches at the same "
    "time.",
    "try prefix or suffix instead of wildcard, fewer stars, or several patterns: the complexity is at least "
    "{complexity}, and AWS rejects more than 10",
)
PERHAPS_TOO_COMPLEX = AdviceKind(
    "PF401",
    "Wildcards may be too complex: AWS may reject the pattern",
    "AWS may reject this pattern as too complex: {why}",
    "AWS does not document its limit on wildcards. AWS has accepted a complexity of 9 and rejected one of 11, and for "
    "patterns with very many wildcards, the complexity cannot be calculated completely.",
    "test it with aws events test-event-pattern, or use fewer stars",
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"a": [{"wildcard": "*a*a*a*a*"}, {"wildcard": "x*"}]}'),
    good=Example('{"a": [{"wildcard": "*ab*"}]}'),
)


@dataclass(frozen=True, slots=True)
class FieldComplexity:
    """How complex the wildcards are that AWS's engine puts together at one field.

    Args:
        field: the first of the fields that share the automaton.
        is_exact: whether that is all.
        is_counted: whether AWS's engine is known to count it. Older versions do not count what comes after a
            field that has only `{"exists": false}`.
    """

    field: Field
    at_least: int
    is_exact: bool
    is_counted: bool

    @property
    def is_too_much(self) -> bool:
        """Whether AWS's engine surely counts more than AWS accepts."""
        return self.is_counted and self.at_least > LIMIT


def complexities_of(
    pattern: EventPattern, stop: int = LIMIT, *, lists_once: bool = False
) -> list[FieldComplexity]:
    """How complex the wildcards are, for each place where AWS's engine puts wildcards together.

    Args:
        lists_once: whether a list that several `$or` branches share counts once.
    """
    if not has_wildcards(pattern):
        return []
    machine = NameMachine(StepBudget(MAX_STEPS), lists_once)
    complexities = _counted(pattern, machine, stop)
    if not any(field_machine.byte_machine.had_choice for field_machine in machine.counted()):
        return complexities
    others = _counted(pattern, NameMachine(StepBudget(MAX_STEPS), lists_once, youngest_first=True), stop)
    if len(others) != len(complexities):
        return [replace(complexity, is_exact=False) for complexity in complexities]
    return [
        replace(
            complexity,
            at_least=min(complexity.at_least, other.at_least),
            is_exact=complexity.is_exact and other.is_exact and _same_side(complexity, other),
        )
        for complexity, other in zip(complexities, others, strict=True)
    ]


def _same_side(complexity: FieldComplexity, other: FieldComplexity) -> bool:
    """Whether the choice between states to share makes no difference."""
    return complexity.at_least == other.at_least or max(complexity.at_least, other.at_least) < LIMIT


def _counted(pattern: EventPattern, machine: NameMachine, stop: int) -> list[FieldComplexity]:
    is_complete = True
    try:
        for branch in branches_of(pattern):
            machine.add(branch)
    except TooManySteps:
        is_complete = False
    budget = StepBudget(MAX_STEPS)
    counted_fields: set[tuple[int, ...]] = set()
    complexities = []
    for is_counted, machines in ((True, machine.counted()), (False, machine.uncounted())):
        for field_machine in machines:
            fields = [field for field in field_machine.fields if any(o.wildcards for o in field.alternatives)]
            key = tuple(id(field) for field in field_machine.fields)
            if not fields or key in counted_fields:
                continue
            counted_fields.add(key)
            complexity = complexity_of_machine(field_machine.byte_machine, stop, budget)
            is_exact = complexity.is_exact and is_complete
            complexities.append(FieldComplexity(fields[0], complexity.at_least, is_exact, is_counted))
    return complexities


def complexity_problems(pattern: EventPattern) -> list[Problem]:
    """What AWS rejects as too complex: at most one problem, as AWS reports only one."""
    too_much = [complexity for complexity in complexities_of(pattern) if complexity.is_too_much]
    if too_much and any(isinstance(member, Or) for member in pattern.members):
        # AWS's engine counts a list again for each branch that it is in; no recording shows that AWS rejects that.
        too_much = [c for c in complexities_of(pattern, lists_once=True) if c.is_too_much]
    return [
        problem_at(
            TOO_COMPLEX,
            pattern.text,
            c.field.span,
            pointer=c.field.pointer,
            names={"complexity": str(c.at_least)},
        )
        for c in too_much[:1]
    ]


def complexity_advice(pattern: EventPattern) -> Iterator[Problem]:
    """What AWS may reject in a pattern without `complexity_problems`: at the limit, undecided, or perhaps not counted."""
    for complexity in complexities_of(pattern):
        if complexity.is_too_much:
            why = f"the complexity is at least {complexity.at_least} if lists count once for each branch of $or"
        elif complexity.at_least > LIMIT:
            why = (
                f"the complexity is at least {complexity.at_least}, and some versions of AWS's engine do not check the "
                "complexity of this field"
            )
        elif not complexity.is_exact:
            why = "the complexity of its wildcards cannot be determined with certainty"
        elif complexity.at_least == LIMIT:
            why = f"the complexity is {LIMIT}, and the exact limit is not known"
        else:
            continue
        field, names = complexity.field, {"why": why}
        yield problem_at(PERHAPS_TOO_COMPLEX, pattern.text, field.span, pointer=field.pointer, names=names)
