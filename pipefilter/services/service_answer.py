"""What a service answers to an invalid pattern: the engine's message in the service's own words."""

from __future__ import annotations

from dataclasses import replace

from pipefilter.errors import Problem
from pipefilter.language.former_engine import former_problem
from pipefilter.services.event_bus_rule import EVENT_BUS_RULE
from pipefilter.services.service import Service

__all__ = ["answers_of_service", "in_words_of", "recorded_answers"]

_OF_RULE = EVENT_BUS_RULE.refusal.partition("{message}")[0]
_NOT_JSON = ("PF101", "PF102")
_ABOUT_SCOPE = ("FilterPolicyScope: ", "Filter policy scope ")
"""How the messages of SNS begin that are about the scope and not about the policy."""
_NAME = "FilterPolicy: "
_EARLIER_WORDS = {
    "prefix/suffix match pattern must be a string": "prefix match pattern must be a string",
    "Null prefix/suffix not allowed": "Null prefix not allowed",
}
"""The words for `anything-but` with `prefix` before the engine knew `anything-but` with `suffix`, which SNS rejected in May 2024.

https://github.com/aws/event-ruler/pull/67
"""


def in_words_of(service: Service | None, problem: Problem) -> Problem:
    """The problem with the service's answer; as it is if the service's words are not known.

    Args:
        problem: with the answer of a rule, whose engine the services share.
    """
    if service is None or "{message}" not in service.refusal or not problem.aws_message.startswith(_OF_RULE):
        return problem
    is_policy = service.policy_limits is not None
    if is_policy and problem.pointer.endswith("/prefix") and problem.message in _EARLIER_WORDS:
        words = _EARLIER_WORDS[problem.message]
        message = problem.aws_message.replace(problem.message, words, 1)
        problem = replace(problem, message=words, aws_message=message)
    return replace(problem, aws_message=_answer(service, problem))


def answers_of_service(service: Service | None, problem: Problem) -> tuple[str, ...]:
    """What the API calls that set a pattern answer, if their words differ: first `Subscribe`, then `SetSubscriptionAttributes`."""
    if service is None or not service.update_refusal or not problem.aws_message:
        return ()
    before = service.refusal.partition(_NAME)[0]
    instead = service.update_refusal.partition(_NAME)[0]
    answer = in_words_of(service, problem).aws_message
    return (answer, instead + answer.removeprefix(before))


def recorded_answers(service: Service | None, text: str) -> tuple[str, ...]:
    """What these calls answered to a pattern with an operator whose support is uncertain, when that was recorded.

    Args:
        text: of a valid pattern.
    """
    if service is None or not service.operators.disputed:
        return ()
    problem = former_problem(text, service.operators.disputed)
    return () if problem is None else answers_of_service(service, problem)


def _answer(service: Service, problem: Problem) -> str:
    message = problem.aws_message.removeprefix(_OF_RULE)
    if message.startswith(_ABOUT_SCOPE):
        return service.refusal.replace(f"{_NAME}{{message}}", message)
    if service.policy_limits is not None and problem.code in _NOT_JSON:  # what SNS adds is not known
        message = "failed to parse JSON."
    return service.refusal.replace("{message}", message)
