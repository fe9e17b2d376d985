"""The number of events in a month: from a caller, or from counts of CloudWatch."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from pipefilter.application.input_files import file_contents, shown_name
from pipefilter.application.option_text import InvalidOption
from pipefilter.application.option_values import Amount, event_count
from pipefilter.costs.volume.cloudwatch import InvalidTotals, volume_from_metric, volume_from_rate_text
from pipefilter.costs.volume.volume import Volume
from pipefilter.errors import UnreadableInput
from pipefilter.json_text.tree import decoded

__all__ = ["Totals", "month_volume"]

Totals: TypeAlias = str | Path | Mapping[str, object]
"""Text such as `5M/7d`; or an answer of CloudWatch: the path of its file, or as boto3 gives it."""


_RATE = re.compile(r"\s*[0-9.,_]+\s*[A-Za-z]?\s*(/|$)")
"""The start of a rate, such as `5M/7d`."""


def month_volume(per_month: Amount | str | None, totals: Totals | None) -> Volume | None:
    """The volume of a month; None if neither argument gives it.

    Raises:
        InvalidOption: both are given, or one is not a number of events.
        InvalidTotals: CloudWatch's answer does not have it.
        UnreadableInput: its file cannot be read.
    """
    if per_month is not None and totals is not None:
        raise InvalidOption("{per_month} and {totals} exclude each other: give only one")
    if per_month is not None:
        return Volume(event_count("per_month", per_month), "--per-month")
    if totals is None:
        return None
    if isinstance(totals, Mapping):
        return volume_from_metric(json.dumps(totals, default=_as_json))
    name = str(totals)
    if isinstance(totals, str) and not Path(name).exists():
        if (volume := volume_from_rate_text(name)) is not None:
            return volume
        if _RATE.match(name):
            raise InvalidTotals(f"{name} is neither a rate, such as 5M/7d, nor a file")
    try:
        return volume_from_metric(decoded(file_contents(name)))
    except UnicodeDecodeError:
        raise UnreadableInput(f"{shown_name(name)}: the file is not UTF-8 text: save it as UTF-8") from None
    except InvalidTotals as error:
        raise InvalidTotals(f"{shown_name(name)}: {error}") from None


def _as_json(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else repr(value)
