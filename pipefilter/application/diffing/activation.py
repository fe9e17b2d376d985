"""What decides whether a resource is deployed and switched on."""

from __future__ import annotations

from collections.abc import Hashable

from pipefilter.dataclass import dataclass
from pipefilter.templates.switch import Switch

__all__ = ["Activation"]


@dataclass(frozen=True, slots=True)
class Activation:
    """What decides whether a resource is deployed and switched on.

    Args:
        identity: equal on both sides only if it is the same, whatever is not known.
        calls: of the module of Terraform to which it belongs.
    """

    switch: Switch
    identity: Hashable = ()
    calls: tuple[Hashable, ...] = ()
