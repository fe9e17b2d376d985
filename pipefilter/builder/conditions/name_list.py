"""Arguments that are names one by one or in a list: `any_changed("a", "b")`, `any_changed(["a", "b"])`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from pipefilter.builder.records.attribute_path import AttributePath

__all__ = ["Names", "flatten_names"]

Names = str | AttributePath | Iterable[str | AttributePath]


def flatten_names(names: Iterable[Names]) -> list[str | AttributePath]:
    """The names, with lists flattened; what is neither a name nor a list stays, to be refused as a name."""
    flat: list[str | AttributePath] = []
    for name in names:
        if isinstance(name, str | AttributePath | bytes | Mapping) or not isinstance(name, Iterable):
            flat.append(cast("str", name))
        else:
            flat += name
    return flat
