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
    "Two operators in one object: operators cannot be joined by AND",
    "Only one key allowed in match expression",
    "An operator's object has exactly one member. Two operators on one field cannot be joined by AND.",
    "write them as separate elements of the list to join them by OR; only numeric allows AND on one field",
)
AFFIX_NOT_TEXT = ProblemKind(
    "PF219",
    "prefix or suffix inside anything-but: use a string or a list of strings",
    "prefix/suffix match pattern must be a string",
    "`prefix` or `suffix` inside `anything-but` requires a string or a list of strings.",
    "write a string in double quotes",
)
NULL_AFFIX = ProblemKind(
    "PF220",
    "Empty prefix or suffix in anything-but: it excludes every string",
    "Null prefix/suffix not allowed",
    "Every string starts and ends with the empty string, so nothing would match.",
    'for "not an empty string", write {{"anything-but": ""}}',
)
CANNOT_COMPARE = ProblemKind(
    "PF223",
    "Number that AWS cannot compare: it is too long or too large",
    "Cannot compare number : {number}",
    "The number changes when it is converted to a double, so AWS cannot compare it by value: it has more than "
    "about 15 digits, or is beyond 1.7976931348623157e308.",
    "use a number of at most 15 digits, within the range of doubles",
)
TOO_MANY_ELEMENTS = ProblemKind(
    "PF224",
    "Too many elements: an operator's list or object has more than allowed",
    "Too many elements in numeric expression",
    "The list in `numeric` has more elements than its first operator allows, or the object with `numeric` or "
    "`anything-but` has a second member (AWS uses the same message for both).",
    'write a range with its lower bound first, as in [">", 0, "<=", 5]; keep only one member in an object',
)
UNREADABLE = ProblemKind(
    "PF239",
    "Exponent out of range: AWS's number type cannot represent it",
    "{refusal}",
    "The exponent is outside the range of AWS's number type, which is also where the message comes from.",
    "use a number with an exponent closer to zero",
)
EMPTY_INSIDE = ProblemKind(
    "PF222",
    "Empty list inside anything-but: AWS's engine cannot build it",
    "The list inside anything-but is empty, and AWS's engine cannot build such a pattern",
    "AWS accepts such a pattern as valid, but its engine fails to build the pattern if this operator is the first "
    "element of the field's list.",
    "put a string into the list, or remove the operator",
    wording="pipefilter",
)
