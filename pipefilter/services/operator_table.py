"""A service's support for every operator form, given only the exceptions on its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pipefilter.evidence import Evidence
from pipefilter.language.operator_form import all_forms
from pipefilter.override import override

if TYPE_CHECKING:
    from pipefilter.services.operator_support import OperatorSupport

__all__ = ["OperatorTable"]

_EXACTLY = Evidence(
    "uncertain",
    "https://github.com/aws/event-ruler",
    "AWS's engine accepts `exactly`, but no AWS page mentions it",
)


class OperatorTable(Mapping[str, "OperatorSupport"]):
    """All forms: supported, except for those in the arguments.

    Args:
        refused: forms that are not supported, according to the page.
        not_listed: forms that the page omits, each with a note from other sources; `anything-but/prefix list` is a list in a
            form that the page lists with one string.
        disputed: forms that the page lists and other sources contradict, each with a note.
        recorded: when AWS was recorded to reject these.
    """

    __slots__ = ("_disputed", "_not_listed", "_page", "_refused", "recorded")

    def __init__(
        self,
        page: Evidence,
        *,
        refused: tuple[str, ...] = (),
        not_listed: Mapping[str, str] | None = None,
        disputed: Mapping[str, str] | None = None,
        recorded: str = "",
    ) -> None:
        self._page = page
        self._disputed = disputed or {}
        self._refused = refused
        self._not_listed = not_listed or {}
        self.recorded = recorded

    @property
    def disputed(self) -> tuple[str, ...]:
        """The forms that the page lists and other sources contradict."""
        return tuple(self._disputed)

    def lists_no_list(self, form: str) -> bool:
        """Whether the page has a form such as `anything-but/prefix` with one string only."""
        return f"{form} list" in self._not_listed

    @override
    def __getitem__(self, form: str) -> OperatorSupport:
        from pipefilter.services.operator_support import OperatorSupport

        if form not in all_forms():
            raise KeyError(form)
        if form == "exactly":
            return OperatorSupport("not listed", _EXACTLY)
        if form in self._not_listed:
            return OperatorSupport("not listed", Evidence("uncertain", self._page.url, self._not_listed[form]))
        if form in self._disputed:
            return OperatorSupport("yes", Evidence("uncertain", self._page.url, self._disputed[form]))
        return OperatorSupport("no" if form in self._refused else "yes", self._page)

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(all_forms())

    @override
    def __len__(self) -> int:
        return len(all_forms())
