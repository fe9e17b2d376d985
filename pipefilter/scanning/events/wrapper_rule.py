"""Which objects in files are wrappers of records, so that each record is an event of the file."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

__all__ = ["WrapperRule"]


class WrapperRule(Protocol):
    """How filters read objects."""

    def opens(self, list_name: str, text: bytes) -> bool:
        """Whether an object is a wrapper, and each record evaluated by itself is what it is in its wrapper.

        Args:
            list_name: the name of the member with the records.
            text: of the object; it is not a wrapper if it is not JSON, though some of its records may be read.
        """

    def may_wrap(self, list_name: str, names: Collection[str]) -> bool:
        """Whether an object of which only some members are known is read as a wrapper: it is long, or cut off.

        Args:
            list_name: the name of the member with the records.
            names: of the members that are known, among them this one.
        """

    def is_in_wrapper(self, list_name: str, text: bytes) -> bool:
        """Whether an element of the list is a record that is evaluated by itself just as it is in its wrapper.

        Args:
            list_name: the name of the member with the records.
            text: of the element.
        """
