"""Conditions on DynamoDB stream records, and the narrowest patterns that drop none of the records that meet them.

`narrow(changed("status") & new("total").exists())` returns the pattern, and the condition left to check, if any.
"""

from pipefilter.builder.conditions.attribute_changes import changed_attributes
from pipefilter.builder.conditions.attribute_condition import keys, new, old
from pipefilter.builder.conditions.change import all_changed, any_changed, changed, unchanged
from pipefilter.builder.conditions.condition import Condition
from pipefilter.builder.conditions.event_name import event
from pipefilter.builder.conditions.image_comparison import from_extended_pattern, types_in_extended_pattern
from pipefilter.builder.conditions.json_form import from_json
from pipefilter.builder.conditions.transition import added, became, removed, was
from pipefilter.builder.faults import InvalidCondition, InvalidRecord, MissingImage
from pipefilter.builder.narrowing.narrow import narrow
from pipefilter.builder.narrowing.narrowing_result import Narrowed
from pipefilter.builder.residual.code import residual_code

CannotJudge = MissingImage
"""Deprecated: the former name of `MissingImage`."""

__all__ = [
    "CannotJudge",
    "Condition",
    "InvalidCondition",
    "InvalidRecord",
    "MissingImage",
    "Narrowed",
    "added",
    "all_changed",
    "any_changed",
    "became",
    "changed",
    "changed_attributes",
    "event",
    "from_extended_pattern",
    "from_json",
    "keys",
    "narrow",
    "new",
    "old",
    "removed",
    "residual_code",
    "types_in_extended_pattern",
    "unchanged",
    "was",
]
