"""Conditions on the records of a DynamoDB stream, and the narrowest patterns that lose none of them.

`narrow(changed("status") & new("total").exists())` returns the pattern, whether it is exact, and what is left to check.
"""

from pipefilter.builder.conditions.attribute_changes import changed_attributes
from pipefilter.builder.conditions.attribute_condition import keys, new, old
from pipefilter.builder.conditions.change import all_changed, any_changed, changed, unchanged
from pipefilter.builder.conditions.condition import Condition
from pipefilter.builder.conditions.event_name import event
from pipefilter.builder.conditions.image_comparison import from_extended_pattern, types_in_extended_pattern
from pipefilter.builder.conditions.json_form import from_json
from pipefilter.builder.conditions.transition import added, became, removed, was
from pipefilter.builder.faults import CannotJudge, InvalidCondition, InvalidRecord
from pipefilter.builder.narrowing.narrow import Narrowed, narrow
from pipefilter.builder.residual.code import residual_code

__all__ = [
    "CannotJudge",
    "Condition",
    "InvalidCondition",
    "InvalidRecord",
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
