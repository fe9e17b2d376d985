"""Check: values that the attributes of SNS messages have in another form, as in `{"price": ["100"]}`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.report import every_alternative, report_alternative
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import strict_tree
from pipefilter.json_text.writer import written
from pipefilter.language.event_pattern import Field
from pipefilter.language.operators.exact import Exact
from pipefilter.services.sns_subscription import SNS_ATTRIBUTES

__all__ = ["value_of_attribute"]

_PAGE = "https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html"

NUMBER_AS_STRING = AdviceKind(
    "PF507",
    "Number in quotes in a policy on attributes: it is compared with strings",
    "{value} matches an attribute of type String; AWS does not document whether it matches one of type Number",
    "An attribute has a type: a number in a filter policy matches attributes of type Number, and a string matches those of type "
    "String.",
    "if the attribute is of type Number, write {number}; if publishers differ, list both",
    severity="note",
    url=_PAGE,
    bad=Example('{"priority": ["100"]}', service="sns"),
    good=Example('{"priority": ["100", 100]}', service="sns"),
)
ONLY_IN_ARRAY = AdviceKind(
    "PF508",
    "Boolean or null in a policy on attributes: only arrays contain them",
    "{value} matches only an element of an attribute of type String.Array",
    "An attribute is a string, a number, binary data or an array. Only an array (`String.Array`) can contain `true`, `false` "
    "and `null`.",
    "{hint}",
    severity="note",
    url=_PAGE,
    bad=Example('{"paid": [true]}', service="sns"),
    good=Example('{"paid": ["true"]}', service="sns"),
)
ARRAY_AS_STRING = AdviceKind(
    "PF509",
    "Array in quotes in a policy on attributes: SNS compares its elements",
    "{value} is an array in quotes, which is one string; SNS compares the elements of an array one by one",
    "The elements of an attribute of type String.Array are compared one by one, and one that matches is enough.",
    "write {elements}",
    severity="warning",
    url=_PAGE,
    bad=Example('{"interests": ["[\\"rugby\\", \\"tennis\\"]"]}', service="sns"),
    good=Example('{"interests": ["rugby", "tennis"]}', service="sns"),
)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,9})?\Z")
_MAX_ARRAY = 200


def value_of_attribute(subject: Subject) -> Iterator[Problem]:
    """Plain values in another form than that of attributes."""
    if subject.service is not SNS_ATTRIBUTES:
        return
    pattern = subject.pattern
    for field, number, operator in every_alternative(pattern):
        value = operator.value if isinstance(operator, Exact) else ""
        if value is None or isinstance(value, bool):
            if not _lists(field, written(value)):
                hint = (
                    f"for an attribute of type String, write {hint_text(written(value))}"
                    if value is not None
                    else ('for a message without the attribute, write {"exists": false}')
                )
                yield report_alternative(ONLY_IN_ARRAY, pattern, field, number, value=written(value), hint=hint)
        elif isinstance(value, str) and _NUMBER.match(value):
            if not _has_number(field, value):
                yield report_alternative(
                    NUMBER_AS_STRING, pattern, field, number, value=hint_text(value), number=value
                )
        elif isinstance(value, str) and (elements := _elements(value)):
            yield report_alternative(
                ARRAY_AS_STRING, pattern, field, number, value=hint_text(value), elements=elements
            )


def _lists(field: Field, text: str) -> bool:
    """Whether the field has this string, too."""
    return any(isinstance(each, Exact) and each.value == text for each in field.alternatives)


def _has_number(field: Field, text: str) -> bool:
    """Whether the field has a condition on the number, too."""
    return any(each.holds(float(text)) for each in field.alternatives)


def _elements(text: str) -> str:
    """The elements of an array of plain values, as a pattern has them; "" if the text is no such array."""
    if not text.startswith("[") or len(text) > _MAX_ARRAY:
        return ""
    try:
        tree = strict_tree(text)
    except JsonFault:
        return ""
    is_flat = isinstance(tree, list) and bool(tree) and not any(isinstance(each, list | tuple) for each in tree)
    return written(tree) if is_flat else ""
