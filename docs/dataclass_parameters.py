"""An extension of Griffe, which reads the Python API for the site: it lists the parameters of our dataclasses, too.

Griffe knows only the decorator of the standard library, of which `pipefilter.dataclass` is a quicker kind.
"""

from __future__ import annotations

from typing import Any

from griffe import Alias, Extension, Module

DECORATOR = "pipefilter.dataclass.dataclass"


class DataclassParameters(Extension):
    """Has each module import the decorator of the standard library."""

    def on_package(self, *, pkg: Module, **_: Any) -> None:  # noqa: ANN401 - as Griffe calls it
        """Go through the modules of a package."""
        _rename(pkg)


def _rename(module: Module) -> None:
    imported = module.members.get("dataclass")
    if isinstance(imported, Alias) and imported.target_path == DECORATOR:
        imported.target_path = "dataclasses.dataclass"
    for member in module.members.values():
        if isinstance(member, Module):
            _rename(member)
