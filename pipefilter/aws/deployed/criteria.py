"""Filter criteria in an answer of AWS, as JSON text."""

from __future__ import annotations

import json

__all__ = ["criteria_text"]


def criteria_text(criteria: object) -> str | None:
    """The text of filter criteria, in AWS's form; None if there are none.

    Args:
        criteria: such as `{"Filters": [{"Pattern": "..."}]}`; empty lists of filters are none.
    """
    filters = criteria.get("Filters") if isinstance(criteria, dict) else None
    if not isinstance(filters, list) or not filters:
        return None
    return json.dumps({"Filters": filters}, indent=2, default=str)
