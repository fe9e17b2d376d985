"""What a caller passes for the parameters or variables of a template: values by name."""

from __future__ import annotations

from collections.abc import Mapping as Values
from types import MappingProxyType

__all__ = ["NO_VALUES", "Values"]

NO_VALUES: Values[str, str] = MappingProxyType({})
