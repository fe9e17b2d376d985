"""AWS event patterns in Python: judged as AWS judges them, and explained.

`pipefilter.matches('{"status": ["PAID"]}', '{"status": "PAID"}')` is true.
"""

TYPE_CHECKING = False  # as type checkers know it: loading `typing` takes time in which Ctrl-C may come
if TYPE_CHECKING:
    from pipefilter.application.cost_estimate import CostEstimate
    from pipefilter.application.estimate_plan import NoEvents
    from pipefilter.application.estimation import estimate
    from pipefilter.application.filters import Evaluation, Filters
    from pipefilter.application.loading import load
    from pipefilter.costs.volume import NoVolume
    from pipefilter.errors import (
        EventTooIntricate,
        InvalidEvent,
        InvalidEventPattern,
        PipefilterError,
        Place,
        Problem,
        Undecided,
        UnreadableInput,
    )
    from pipefilter.explaining.explain import explain
    from pipefilter.explaining.explanation import Explanation
    from pipefilter.language.event_pattern import EventPattern
    from pipefilter.language.parse import parse
    from pipefilter.language.render import render
    from pipefilter.matching.compile import Matcher, compile, matches
    from pipefilter.matching.rule_set import RuleSet

__all__ = [
    "CostEstimate",
    "Evaluation",
    "EventPattern",
    "EventTooIntricate",
    "Explanation",
    "Filters",
    "InvalidEvent",
    "InvalidEventPattern",
    "Matcher",
    "NoEvents",
    "NoVolume",
    "PipefilterError",
    "Place",
    "Problem",
    "RuleSet",
    "Undecided",
    "UnreadableInput",
    "compile",
    "estimate",
    "explain",
    "load",
    "matches",
    "parse",
    "render",
]

_MODULES = {
    "CostEstimate": "pipefilter.application.cost_estimate",
    "Evaluation": "pipefilter.application.filters",
    "EventPattern": "pipefilter.language.event_pattern",
    "EventTooIntricate": "pipefilter.errors",
    "Explanation": "pipefilter.explaining.explanation",
    "Filters": "pipefilter.application.filters",
    "InvalidEvent": "pipefilter.errors",
    "InvalidEventPattern": "pipefilter.errors",
    "Matcher": "pipefilter.matching.compile",
    "NoEvents": "pipefilter.application.estimate_plan",
    "NoVolume": "pipefilter.costs.volume",
    "PipefilterError": "pipefilter.errors",
    "Place": "pipefilter.errors",
    "Problem": "pipefilter.errors",
    "RuleSet": "pipefilter.matching.rule_set",
    "Undecided": "pipefilter.errors",
    "UnreadableInput": "pipefilter.errors",
    "compile": "pipefilter.matching.compile",
    "estimate": "pipefilter.application.estimation",
    "explain": "pipefilter.explaining.explain",
    "load": "pipefilter.application.loading",
    "matches": "pipefilter.matching.compile",
    "parse": "pipefilter.language.parse",
    "render": "pipefilter.language.render",
}
"""Where each name is. They are loaded when they are asked for: the command line begins without them."""


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 - likewise

        return version("pipefilter")
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - likewise

    value = globals()[name] = getattr(import_module(_MODULES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
