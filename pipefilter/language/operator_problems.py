"""Kinds of problems that more than one operator reports."""

from __future__ import annotations

from pipefilter.errors import ProblemKind

__all__ = [
    "AFFIX_NOT_TEXT",
    "CANNOT_COMPARE",
    "EMPTY_INSIDE",
    "NULL_AFFIX",
    "ONLY_ONE_KEY",
    "TOO_MANY_ELEMENTS",
    "UNREADABLE",
]

ONLY_ONE_KEY = ProblemKind(
    "PF117",
    "Two operators in one object: AND on one field is not possible",
    "Only one key allowed in match expression",
    "An operator's object has one member. Two operators on one field cannot be joined by AND.",
    "as separate elements of the list they are joined by OR; AND on one field is only for numeric",
)
AFFIX_NOT_TEXT = ProblemKind(
    "PF219",
    "prefix or suffix inside anything-but without a string: its operand is a string or a list of strings",
    "prefix/suffix match pattern must be a string",
    "`prefix` or `suffix` inside `anything-but` takes a string or a list of strings.",
    "write a string in double quotes",
)
NULL_AFFIX = ProblemKind(
    "PF220",
    "Empty prefix or suffix inside anything-but: it would exclude every string",
    "Null prefix/suffix not allowed",
    "Everything begins and ends with the empty text, so anything but that would be nothing.",
    'for "not the empty text" write {{"anything-but": ""}}',
)
CANNOT_COMPARE = ProblemKind(
    "PF223",
    "Number that AWS cannot compare: it has too many digits or is too large",
    "Cannot compare number : {number}",
    "The number is not exactly what a double prints, so AWS cannot compare it by value: more than "
    "about 15 digits, or beyond 1.7976931348623157e308.",
    "use a number of at most 15 digits",
)
TOO_MANY_ELEMENTS = ProblemKind(
    "PF224",
    "Too many elements: an operator's list or object has more than it may have",
    "Too many elements in numeric expression",
    "`numeric` has more in its list than its first operator takes; or the object of `numeric` or "
    "`anything-but` has a second member (AWS uses the same words).",
    'a range is written with its lower bound first: [">", 0, "<=", 5]; an object has one member',
)
UNREADABLE = ProblemKind(
    "PF239",
    "Unreadable exponent: it is beyond what AWS's number type takes",
    "{refusal}",
    "The exponent is beyond what AWS's number type takes; the words are that type's.",
    "use a number of at most 15 digits",
)
EMPTY_INSIDE = ProblemKind(
    "PF222",
    "Empty list inside anything-but: AWS's engine cannot build it",
    "The list inside anything-but is empty, and AWS's engine cannot build that",
    "AWS takes such a pattern for valid, but its engine fails to build it where it is the first of its list.",
    "put a string into the list, or take the operator out",
    wording="pipefilter",
)
