"""The interface of rules for wrappers: which objects in files hold records, so that each record is an event."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

__all__ = ["WrapperRule"]


class WrapperRule(Protocol):
    """Decides which objects are wrappers for some filters."""

    def opens(self, list_name: str, text: bytes) -> bool:
        """Whether an object is a wrapper of which each record has the same verdict outside of it.

        Args:
            list_name: the name of the member with the records.
            text: of the object; it is not a wrapper if it is not JSON, even if some of its records can be read.
        """

    def may_wrap(self, list_name: str, names: Collection[str]) -> bool:
        """Whether to read an object as a wrapper of which only some members are known, as it is long or cut off.

        Args:
            names: of the known members, this one included.
        """

    def is_in_wrapper(self, list_name: str, text: bytes) -> bool:
        """Whether an element of the list is a record that has the same verdict outside of its wrapper."""
