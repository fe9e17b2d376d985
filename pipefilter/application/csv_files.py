"""A hint for files of CSV, which are not traffic: none of their lines is an event."""

from __future__ import annotations

from collections.abc import Iterable

from pipefilter.application.input_files import is_inline, shown_name

__all__ = ["csv_hint"]

_SUFFIXES = (".csv", ".tsv", ".csv.gz", ".tsv.gz")


def csv_hint(names: Iterable[str]) -> str:
    """A hint if one of the files is CSV by its name; otherwise ""."""
    name = next((name for name in names if not is_inline(name) and name.lower().endswith(_SUFFIXES)), None)
    return "" if name is None else f"{shown_name(name)}: CSV is not read: give JSON, such as one event a line"
