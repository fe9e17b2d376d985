"""Files of CSV, which are named by mistake: none of their lines is an event."""

from __future__ import annotations

from collections.abc import Iterable

from pipefilter.application.input_files import is_inline, shown_name

__all__ = ["csv_hint"]

_ENDINGS = (".csv", ".tsv", ".csv.gz", ".tsv.gz")


def csv_hint(names: Iterable[str]) -> str:
    """What to do instead, in a sentence; "" if no file is named as one of CSV.

    Args:
        names: of files with malformed events.
    """
    name = next((name for name in names if not is_inline(name) and name.lower().endswith(_ENDINGS)), None)
    return "" if name is None else f"{shown_name(name)}: CSV is not read: give JSON, such as one event a line"
