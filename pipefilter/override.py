"""`typing.override` of Python 3.12, for Python 3.11 too: marks a method that overrides one of a base class."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeVar

if sys.version_info >= (3, 12):
    from typing import override
elif TYPE_CHECKING:
    from typing_extensions import override
else:
    _Method = TypeVar("_Method")

    def override(method: _Method) -> _Method:
        """Only type checkers look at the mark, so there is nothing to set."""
        return method


__all__ = ["override"]
