"""Kinds of problems with the structure of an event pattern: its objects, its lists, `$or`, and names reserved there."""

from __future__ import annotations

from pipefilter.errors import ProblemKind

__all__ = [
    "EMPTY_ARRAY",
    "EMPTY_OBJECT",
    "NESTED_LIST",
    "NOT_AN_OBJECT",
    "NOT_A_LIST",
    "NO_OPERATOR",
    "OR_NOT_A_LIST",
    "OR_NOT_OBJECTS",
    "OR_TOO_FEW",
    "RESERVED",
    "RESERVED_IN_OR",
    "UNKNOWN_OPERATOR",
]

NOT_AN_OBJECT = ProblemKind(
    "PF110",
    "Pattern is not an object: an event pattern begins with a brace",
    "Filter is not an object",
    "An event pattern is a JSON object.",
    'write {{"source": ["my.app"]}}',
)
EMPTY_OBJECT = ProblemKind(
    "PF111",
    "Empty object: an object in a pattern has at least one member",
    "Empty objects are not allowed",
    "An object in a pattern, the pattern itself included, has at least one member.",
    'for "the field is there" write [{{"exists": true}}] on the values below it',
)
NOT_A_LIST = ProblemKind(
    "PF112",
    "Value outside a list: a field's values stand in a list, even a single one",
    '"{name}" must be an object or an array',
    "What a field may be is written as a list, even if it is one value only.",
    "write it as a list",
)
EMPTY_ARRAY = ProblemKind(
    "PF113",
    "Empty list: a field has at least one value",
    "Empty arrays are not allowed",
    "A field's list has at least one alternative.",
    'for "is absent, empty list or object" write [{{"exists": false}}]',
)
NESTED_LIST = ProblemKind(
    "PF114",
    "List inside a list: the elements of a field's list are values or operators",
    "Match value must be String, number, true, false, or null",
    "A list stands directly in a field's list.",
    "take the inner brackets away: the elements of a list are alternatives",
)
NO_OPERATOR = ProblemKind(
    "PF115",
    "Empty operator: an object in a field's list has one member",
    "Match expression name not found",
    "An object in a field's list is an operator, and this one is empty.",
    'write an operator, such as {{"exists": true}}',
)
UNKNOWN_OPERATOR = ProblemKind(
    "PF116",
    "Unknown operator: AWS has no operator of this name",
    "Unrecognized match type {name}",
    "An object in a field's list is an operator, and there is none of this name.",
    "the operators are prefix, suffix, equals-ignore-case, wildcard, anything-but, numeric, cidr and exists; a plain value "
    "stands in the list by itself",
)
OR_NOT_A_LIST = ProblemKind(
    "PF120",
    "$or without a list: $or is followed by a list of objects",
    "It must be an Array followed with $or.",
    "`$or` is followed by a list of at least two objects; it is never the name of a field.",
    'write "$or": [{{"a": [1]}}, {{"b": [2]}}]; a field that is called $or cannot be asked for',
)
OR_NOT_OBJECTS = ProblemKind(
    "PF121",
    "Not an object after $or: the list after $or holds objects only",
    "Only JSON object is allowed in array of $or relationship.",
    "The list after `$or` holds objects only.",
    'write "$or": [{{"a": [1]}}, {{"b": [2]}}]; a field that is called $or cannot be asked for',
)
OR_TOO_FEW = ProblemKind(
    "PF122",
    "Too few objects after $or: the list after $or holds at least two",
    "There must have at least 2 Objects in $or relationship.",
    "The list after `$or` holds at least two objects.",
    "with one object only, move its members up and leave $or out",
)
RESERVED = ProblemKind(
    "PF123",
    "Operator as a field's name inside $or: AWS reserves these names there",
    "{name} is Ruler reserved fieldName which cannot be used inside $or.",
    "Inside `$or` no member may have the name of an operator, at whatever depth.",
    'is a list missing around it? An operator stands in a field\'s list: "field": [{{"{name}": ...}}]',
)
RESERVED_IN_OR = frozenset(
    [
        "exactly",
        "equals-ignore-case",
        "prefix",
        "suffix",
        "anything-but",
        "exists",
        "wildcard",
        "numeric",
        "cidr",
        "=",
        "<",
        "<=",
        ">",
        ">=",
        "regex",
        "not-wildcard",
        "not-equals-ignore-case",
        "date-after",
        "date-on-or-after",
        "date-before",
        "date-on-or-before",
        "in-date-range",
        "ip-address-in-range",
        "ip-address-not-in-range",
    ]
)
"""No member may have one of these names anywhere inside `$or`."""
