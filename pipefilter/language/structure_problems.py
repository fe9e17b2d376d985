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
    "Pattern is not an object: an event pattern must be a JSON object",
    "Filter is not an object",
    "An event pattern must be a JSON object.",
    'write {{"source": ["my.app"]}}',
)
EMPTY_OBJECT = ProblemKind(
    "PF111",
    "Empty object: an object in a pattern needs at least one member",
    "Empty objects are not allowed",
    "An object in a pattern, including the pattern itself, needs at least one member.",
    'to require that the field is present, write [{{"exists": true}}] for a field inside it',
)
NOT_A_LIST = ProblemKind(
    "PF112",
    "Value outside a list: even a single value must be in a list",
    '"{name}" must be an object or an array',
    "Write the alternatives of a field as a list, even if there is only one.",
    "write it as a list",
)
EMPTY_ARRAY = ProblemKind(
    "PF113",
    "Empty list: a field needs at least one value",
    "Empty arrays are not allowed",
    "A field's list needs at least one alternative.",
    'to match an absent field, an empty array or an object, write [{{"exists": false}}]',
)
NESTED_LIST = ProblemKind(
    "PF114",
    "List inside a list: a field's list contains only values and operators",
    "Match value must be String, number, true, false, or null",
    "A field's list directly contains another list.",
    "remove the inner brackets: the elements of a list are alternatives",
)
NO_OPERATOR = ProblemKind(
    "PF115",
    "Empty operator: an object in a field's list needs one member",
    "Match expression name not found",
    "An object in a field's list is an operator, and this one is empty.",
    'write an operator, such as {{"exists": true}}',
)
UNKNOWN_OPERATOR = ProblemKind(
    "PF116",
    "Unknown operator: AWS has no operator with this name",
    "Unrecognized match type {name}",
    "An object in a field's list is an operator, and no operator has this name.",
    "use one of prefix, suffix, equals-ignore-case, wildcard, anything-but, numeric, cidr and exists, or put the value "
    "itself into the list",
)
OR_NOT_A_LIST = ProblemKind(
    "PF120",
    "$or without a list: it requires a list of objects",
    "It must be an Array followed with $or.",
    "`$or` requires a list of at least two objects; it is never a field name.",
    'write "$or": [{{"a": [1]}}, {{"b": [2]}}]; a field named $or cannot be matched',
)
OR_NOT_OBJECTS = ProblemKind(
    "PF121",
    "Not an object in $or: its list can contain only objects",
    "Only JSON object is allowed in array of $or relationship.",
    "The list in `$or` can contain only objects.",
    'write "$or": [{{"a": [1]}}, {{"b": [2]}}]; a field named $or cannot be matched',
)
OR_TOO_FEW = ProblemKind(
    "PF122",
    "Too few objects in $or: its list needs at least two",
    "There must have at least 2 Objects in $or relationship.",
    "The list in `$or` needs at least two objects.",
    "with only one object, move its members up a level and remove $or",
)
RESERVED = ProblemKind(
    "PF123",
    "Operator as a field name inside $or: AWS reserves these names there",
    "{name} is Ruler reserved fieldName which cannot be used inside $or.",
    "Inside `$or`, no member at any depth may have the name of an operator.",
    'is a list missing around it? An operator must be in a field\'s list: "field": [{{"{name}": ...}}]',
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
