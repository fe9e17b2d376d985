"""Evaluate AWS event patterns in Python exactly as AWS does, and explain the results.

    matches(pattern, event)                 whether an event matches: dicts, JSON text or bytes
    print(explain(pattern, event))          why it matches, or why not
    compile(pattern).matches(event)         the same pattern for many events
    RuleSet({name: pattern}).matching(event)        the names of the matching patterns

    filters = load("template.yaml#OrdersPipe")      or a pattern or filter criteria: a file, JSON text, a dict
    filters.evaluate(record).matched        a record from a queue, stream or broker, bare or in a wrapper
    filter(filters, "traffic.jsonl.gz")     the matching records in files
    check("template.yaml").ok               whether the patterns are valid, without likely mistakes
    compare("a.json", "b.json").relation    whether two patterns match the same events, or less, more, others
    generate("sam", filters)                the filters for a deployment tool
    estimate(filters, "traffic.jsonl.gz", per_month=20_000_000)     what the filters save

`pipefilter.dynamodb_stream` builds patterns for changes to the items of a table; `pipefilter.strategies` generates events
for property-based tests, and `pipefilter.testing` has assertions that explain verdicts. For examples, see https://pipefilter.github.io/pipefilter/how-to/python/

(PYTEST_DONT_REWRITE: pytest need not warn if this module is imported before its plug-in.)
"""

TYPE_CHECKING = False  # as type checkers define it: loading `typing` takes time in which Ctrl-C may arrive
if TYPE_CHECKING:
    from pipefilter.application.check import check
    from pipefilter.application.comparison import compare
    from pipefilter.application.comparison_witness import Witness
    from pipefilter.application.cost_estimate import CostEstimate
    from pipefilter.application.covered_rules import RedundantRules
    from pipefilter.application.estimation import estimate
    from pipefilter.application.example import Example, Examples
    from pipefilter.application.examples import examples
    from pipefilter.application.filter import FilteredRecord, UnevaluatedRecords, filter
    from pipefilter.application.filters import Filters
    from pipefilter.application.generate import generate
    from pipefilter.application.generation import MissingPlacement, RefusedFilters
    from pipefilter.application.loading import load
    from pipefilter.application.no_events import NoEvents
    from pipefilter.application.pattern_comparison import PatternComparison
    from pipefilter.application.record_evaluation import Evaluation
    from pipefilter.application.report import Report
    from pipefilter.application.rule_set import RuleSet
    from pipefilter.costs.prices.file import InvalidPrices
    from pipefilter.costs.volume.cloudwatch import InvalidTotals
    from pipefilter.costs.volume.volume import NoVolume
    from pipefilter.errors import (
        EventTooIntricate,
        InvalidEvent,
        InvalidEventPattern,
        PipefilterError,
        Place,
        Problem,
        TemplateGap,
        Undecided,
        UnreadableInput,
    )
    from pipefilter.explaining.explain import explain
    from pipefilter.explaining.explanation import Explanation
    from pipefilter.filtering.lookup import Contradiction
    from pipefilter.language.event_pattern import EventPattern, render
    from pipefilter.language.parse import parse
    from pipefilter.matching.matcher import Matcher, compile, matches
    from pipefilter.scanning.worker_died import WorkerDied
    from pipefilter.targets.target import Unsupported

__all__ = [
    "Contradiction",
    "CostEstimate",
    "Evaluation",
    "EventPattern",
    "EventTooIntricate",
    "Example",
    "Examples",
    "Explanation",
    "FilteredRecord",
    "Filters",
    "InvalidEvent",
    "InvalidEventPattern",
    "InvalidPrices",
    "InvalidTotals",
    "Matcher",
    "MissingPlacement",
    "NoEvents",
    "NoVolume",
    "PatternComparison",
    "PipefilterError",
    "Place",
    "Problem",
    "RedundantRules",
    "RefusedFilters",
    "Report",
    "RuleSet",
    "TemplateGap",
    "Undecided",
    "UnevaluatedRecords",
    "UnreadableInput",
    "Unsupported",
    "Witness",
    "WorkerDied",
    "check",
    "compare",
    "compile",
    "estimate",
    "examples",
    "explain",
    "filter",
    "generate",
    "load",
    "matches",
    "parse",
    "render",
]

_MODULES = {
    "Contradiction": "pipefilter.filtering.lookup",
    "CostEstimate": "pipefilter.application.cost_estimate",
    "Evaluation": "pipefilter.application.record_evaluation",
    "EventPattern": "pipefilter.language.event_pattern",
    "EventTooIntricate": "pipefilter.errors",
    "Example": "pipefilter.application.example",
    "Examples": "pipefilter.application.example",
    "Explanation": "pipefilter.explaining.explanation",
    "FilteredRecord": "pipefilter.application.filter",
    "Filters": "pipefilter.application.filters",
    "InvalidEvent": "pipefilter.errors",
    "InvalidEventPattern": "pipefilter.errors",
    "InvalidPrices": "pipefilter.costs.prices.file",
    "InvalidTotals": "pipefilter.costs.volume.cloudwatch",
    "Matcher": "pipefilter.matching.matcher",
    "MissingPlacement": "pipefilter.application.generation",
    "NoEvents": "pipefilter.application.no_events",
    "NoVolume": "pipefilter.costs.volume.volume",
    "PatternComparison": "pipefilter.application.pattern_comparison",
    "PipefilterError": "pipefilter.errors",
    "Place": "pipefilter.errors",
    "Problem": "pipefilter.errors",
    "RedundantRules": "pipefilter.application.covered_rules",
    "RefusedFilters": "pipefilter.application.generation",
    "Report": "pipefilter.application.report",
    "RuleSet": "pipefilter.application.rule_set",
    "TemplateGap": "pipefilter.errors",
    "Undecided": "pipefilter.errors",
    "UnevaluatedRecords": "pipefilter.application.filter",
    "UnreadableInput": "pipefilter.errors",
    "Unsupported": "pipefilter.targets.target",
    "Witness": "pipefilter.application.comparison_witness",
    "WorkerDied": "pipefilter.scanning.worker_died",
    "check": "pipefilter.application.check",
    "compare": "pipefilter.application.comparison",
    "compile": "pipefilter.matching.matcher",
    "estimate": "pipefilter.application.estimation",
    "examples": "pipefilter.application.examples",
    "explain": "pipefilter.explaining.explain",
    "filter": "pipefilter.application.filter",
    "generate": "pipefilter.application.generate",
    "load": "pipefilter.application.loading",
    "matches": "pipefilter.matching.matcher",
    "parse": "pipefilter.language.parse",
    "render": "pipefilter.language.event_pattern",
}
"""The module of each name; loaded on demand, so that the command line starts without them."""


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version

        return version("pipefilter")
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(_MODULES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
