"""AWS event patterns in Python: judged as AWS judges them, and explained.

`pipefilter.matches('{"status": ["PAID"]}', '{"status": "PAID"}')` is true.
"""

TYPE_CHECKING = False  # as type checkers know it: loading `typing` takes time in which Ctrl-C may come
if TYPE_CHECKING:
    from pipefilter.application.check import check
    from pipefilter.application.filter import FilteredRecord, filter
    from pipefilter.application.filters import Evaluation, Filters
    from pipefilter.application.generate import generate
    from pipefilter.application.loading import load
    from pipefilter.application.report import Report
    from pipefilter.errors import (
        EventTooIntricate,
        InvalidEvent,
        InvalidEventPattern,
        PipefilterError,
        Place,
        Problem,
        Undecided,
    )
    from pipefilter.explaining.explain import explain
    from pipefilter.explaining.explanation import Explanation
    from pipefilter.language.event_pattern import EventPattern
    from pipefilter.language.parse import parse
    from pipefilter.language.render import render
    from pipefilter.matching.compile import Matcher, compile, matches
    from pipefilter.matching.rule_set import RuleSet

__all__ = [
    "Evaluation",
    "EventPattern",
    "EventTooIntricate",
    "Explanation",
    "FilteredRecord",
    "Filters",
    "InvalidEvent",
    "InvalidEventPattern",
    "Matcher",
    "PipefilterError",
    "Place",
    "Problem",
    "Report",
    "RuleSet",
    "Undecided",
    "check",
    "compile",
    "explain",
    "filter",
    "generate",
    "load",
    "matches",
    "parse",
    "render",
]

_MODULES = {
    "EventPattern": "pipefilter.language.event_pattern",
    "Evaluation": "pipefilter.application.filters",
    "EventTooIntricate": "pipefilter.errors",
    "Explanation": "pipefilter.explaining.explanation",
    "FilteredRecord": "pipefilter.application.filter",
    "Filters": "pipefilter.application.filters",
    "InvalidEvent": "pipefilter.errors",
    "InvalidEventPattern": "pipefilter.errors",
    "Matcher": "pipefilter.matching.compile",
    "PipefilterError": "pipefilter.errors",
    "Place": "pipefilter.errors",
    "Problem": "pipefilter.errors",
    "Report": "pipefilter.application.report",
    "RuleSet": "pipefilter.matching.rule_set",
    "Undecided": "pipefilter.errors",
    "check": "pipefilter.application.check",
    "compile": "pipefilter.matching.compile",
    "explain": "pipefilter.explaining.explain",
    "filter": "pipefilter.application.filter",
    "generate": "pipefilter.application.generate",
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
