"""AWS's engine as it was before an operator could contain another one."""

from __future__ import annotations

from collections.abc import Iterable

from pipefilter.errors import Problem
from pipefilter.language.operator import InnerText
from pipefilter.language.operators import BY_KEYWORD
from pipefilter.language.pattern_parser import PatternParser

__all__ = ["former_problem"]


def former_problem(text: str, forms: Iterable[str]) -> Problem | None:
    """What the engine reported for a pattern that is valid now; None if the pattern was valid then, too.

    Args:
        text: of the pattern.
        forms: that the engine did not have yet, such as `anything-but/suffix`.
    """
    operators = dict(BY_KEYWORD)
    for form in forms:
        outer, _, keyword = form.partition("/")
        now = operators[keyword]
        assert issubclass(now, InnerText)
        operators[keyword] = type(now.__name__, (now,), {"inside": now.inside - {outer}, "__slots__": ()})
    parser = PatternParser(text, operators)
    parser.run()
    return parser.problems[0] if parser.problems else None
