"""The operators of the language: its table of contents."""

from __future__ import annotations

from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.cidr import Cidr
from pipefilter.language.operators.equals_ignore_case import EqualsIgnoreCase
from pipefilter.language.operators.exact import Exact, Exactly
from pipefilter.language.operators.exists import Exists
from pipefilter.language.operators.numeric import Numeric
from pipefilter.language.operators.prefix import Prefix
from pipefilter.language.operators.suffix import Suffix
from pipefilter.language.operators.wildcard import Wildcard

__all__ = ["BY_KEYWORD", "OPERATORS"]

OPERATORS: tuple[type[Operator], ...] = (
    Exact,
    Prefix,
    Suffix,
    EqualsIgnoreCase,
    Wildcard,
    AnythingBut,
    Numeric,
    Cidr,
    Exists,
    Exactly,
)
"""Every operator, in the order in which the docs show them."""

BY_KEYWORD = {operator.keyword: operator for operator in OPERATORS if operator.keyword}
