"""Which codes have fixes, and how each is found; of all other codes, no fix is certain."""

from __future__ import annotations

from pipefilter.dataclass import dataclass
from pipefilter.editing.fixes.block_syntax import block_instead_of_argument
from pipefilter.editing.fixes.candidate import Finder
from pipefilter.editing.fixes.field_name import known_name, respelled_value
from pipefilter.editing.fixes.list_element import hinted_element, hinted_scalar, removed_element
from pipefilter.editing.fixes.listed_value import inner_brackets, listed_member, listed_value
from pipefilter.editing.fixes.operator_operand import (
    boolean_operand,
    hinted_operand,
    hinted_operator,
    network_of_block,
    plain_address,
    single_stars,
)
from pipefilter.editing.fixes.repaired_syntax import repaired_syntax
from pipefilter.editing.fixes.rewritten_number import rewritten_number
from pipefilter.editing.fixes.surplus_text import surplus_text
from pipefilter.editing.fixes.unreplaced_reference import unreplaced_reference

__all__ = ["FINDERS", "FixKind"]


@dataclass(frozen=True, slots=True)
class FixKind:
    """How problems with a code are fixed.

    Args:
        words: what the fix does, as the docs say it.
        is_equal: whether the pattern matches the same events afterwards; a fix of an invalid pattern has no such pattern.
    """

    finder: Finder
    words: str
    is_equal: bool = True


_NUMERIC = FixKind(
    hinted_operand, "writes the operand that the hint shows, if the pattern has its numbers and signs"
)
_NEW_VALUE = "writes the value that the hint shows, which matches other events"
_NEW_NAME = "writes the name that the hint shows"

FINDERS: dict[str, FixKind] = {
    "PF101": FixKind(
        repaired_syntax,
        "repairs commas, quotes, names without quotes, comments and the words of Python, everywhere in the pattern",
    ),
    "PF112": FixKind(
        listed_value,
        "puts the value, or the operator, into a list, unless the name may be a misspelled operator",
    ),
    "PF114": FixKind(inner_brackets, "removes the inner brackets of a list in brackets"),
    "PF116": FixKind(
        hinted_operator,
        "writes the operator, or the value, that the hint shows for a similar name or a name of another language",
    ),
    "PF123": FixKind(listed_member, "puts the operator into a list"),
    "PF210": FixKind(single_stars, "writes one star"),
    "PF213": FixKind(boolean_operand, "removes the quotes around true or false"),
    "PF216": FixKind(hinted_element, "writes the operator that the hint shows"),
    "PF224": _NUMERIC,
    "PF230": _NUMERIC,
    "PF231": _NUMERIC,
    "PF232": _NUMERIC,
    "PF233": _NUMERIC,
    "PF234": _NUMERIC,
    "PF235": _NUMERIC,
    "PF236": _NUMERIC,
    "PF250": FixKind(plain_address, "writes an IPv4 address itself, without cidr"),
    "PF255": FixKind(plain_address, "writes the address itself, without cidr"),
    "PF402": FixKind(hinted_scalar, _NEW_VALUE, is_equal=False),
    "PF404": FixKind(
        known_name, "writes the name that the field has, which matches other events", is_equal=False
    ),
    "PF408": FixKind(hinted_scalar, _NEW_VALUE, is_equal=False),
    "PF411": FixKind(surplus_text, "removes commas and brackets that follow the pattern"),
    "PF416": FixKind(removed_element, "removes the alternative"),
    "PF421": FixKind(hinted_element, "writes the simpler alternative that the hint shows"),
    "PF423": FixKind(hinted_element, "writes the string itself"),
    "PF426": FixKind(removed_element, "removes the alternative"),
    "PF434": FixKind(hinted_scalar, _NEW_VALUE, is_equal=False),
    "PF444": FixKind(known_name, _NEW_NAME, is_equal=False),
    "PF455": FixKind(rewritten_number, "writes the number as CloudFormation sends it"),
    "PF466": FixKind(network_of_block, "writes the network that the block is"),
    "PF468": FixKind(removed_element, "removes the object of $or"),
    "PF470": FixKind(known_name, _NEW_NAME, is_equal=False),
    "PF471": FixKind(hinted_scalar, _NEW_VALUE, is_equal=False),
    "PF479": FixKind(known_name, "writes the type that the table defines", is_equal=False),
    "PF481": FixKind(hinted_scalar, _NEW_VALUE, is_equal=False),
    "PF482": FixKind(
        respelled_value,
        "writes the value that the hint shows, if only case or punctuation differs",
        is_equal=False,
    ),
    "PF485": FixKind(unreplaced_reference, "puts the string into Fn::Sub", is_equal=False),
    "PF487": FixKind(known_name, _NEW_NAME, is_equal=False),
    "PF494": FixKind(hinted_scalar, _NEW_VALUE, is_equal=False),
    "PF496": FixKind(hinted_scalar, _NEW_VALUE, is_equal=False),
    "PF498": FixKind(block_instead_of_argument, "removes the equals sign", is_equal=False),
}
"""By code."""
