"""The table of contents of the operators. Each is loaded when a pattern uses it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from pipefilter.override import override

if TYPE_CHECKING:
    from pipefilter.language.operator import Operator

    OPERATORS: tuple[type[Operator], ...]

__all__ = ["BY_KEYWORD", "OPERATORS"]

_CLASSES = {
    "": ("exact", "Exact"),
    "prefix": ("prefix", "Prefix"),
    "suffix": ("suffix", "Suffix"),
    "equals-ignore-case": ("equals_ignore_case", "EqualsIgnoreCase"),
    "wildcard": ("wildcard", "Wildcard"),
    "anything-but": ("anything_but", "AnythingBut"),
    "numeric": ("numeric", "Numeric"),
    "cidr": ("cidr", "Cidr"),
    "exists": ("exists", "Exists"),
    "exactly": ("exact", "Exactly"),
}
"""The module and the class of each keyword, in the order of the docs; "" is a plain value."""


def _loaded(keyword: str) -> type[Operator]:
    module, name = _CLASSES[keyword]
    operator: type[Operator] = getattr(import_module(f"{__name__}.{module}"), name)
    return operator


class _ByKeyword(Mapping[str, "type[Operator]"]):
    """The operators by keyword, without plain values."""

    @override
    def __getitem__(self, keyword: str) -> type[Operator]:
        if not keyword:
            raise KeyError(keyword)
        return _loaded(keyword)

    @override
    def __iter__(self) -> Iterator[str]:
        return filter(None, _CLASSES)

    @override
    def __len__(self) -> int:
        return len(_CLASSES) - 1


BY_KEYWORD: Mapping[str, type[Operator]] = _ByKeyword()


def __getattr__(name: str) -> tuple[type[Operator], ...]:
    if name == "OPERATORS":
        return tuple(map(_loaded, _CLASSES))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
