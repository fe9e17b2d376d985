"""AWS event patterns in Python: judged as AWS judges them, and explained.

`pipefilter.matches('{"status": ["PAID"]}', '{"status": "PAID"}')` is true.
"""

from pipefilter.errors import (
    EventTooIntricate,
    InvalidEvent,
    InvalidEventPattern,
    PipefilterError,
    Place,
    Problem,
)
from pipefilter.explaining.explain import explain
from pipefilter.explaining.explanation import Explanation
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.parse import parse
from pipefilter.language.render import render
from pipefilter.matching.compile import Matcher, compile, matches
from pipefilter.matching.rule_set import RuleSet

__all__ = [
    "EventPattern",
    "EventTooIntricate",
    "Explanation",
    "InvalidEvent",
    "InvalidEventPattern",
    "Matcher",
    "PipefilterError",
    "Place",
    "Problem",
    "RuleSet",
    "compile",
    "explain",
    "matches",
    "parse",
    "render",
]
