"""A service's operators, form by form, from what its page lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from pipefilter.evidence import Evidence
from pipefilter.language.operator_form import FORMS
from pipefilter.services.service import OperatorSupport

__all__ = ["operator_table"]

_EXACTLY = Evidence(
    "uncertain",
    "https://github.com/aws/event-ruler",
    "AWS's engine takes it; no page of AWS's names it",
)


def operator_table(
    page: Evidence,
    *,
    refused: Iterable[str] = (),
    not_listed: Mapping[str, str] | None = None,
) -> Mapping[str, OperatorSupport]:
    """All forms: taken, but for those that are named.

    Args:
        page: what lists the operators.
        refused: forms that the page says are not supported.
        not_listed: forms that the page leaves out, each with what is known all the same.
    """
    left_out = not_listed or {}
    table = {}
    for form in FORMS:
        if form == "exactly":
            table[form] = OperatorSupport("not listed", _EXACTLY)
        elif form in left_out:
            table[form] = OperatorSupport("not listed", Evidence("uncertain", page.url, left_out[form]))
        else:
            table[form] = OperatorSupport("no" if form in set(refused) else "yes", page)
    return MappingProxyType(table)
