"""The options with which pytest loads the plug-in of this checkout."""

from __future__ import annotations

from importlib.metadata import entry_points

__all__ = ["plugin_options"]


def plugin_options() -> list[str]:
    """None if it is registered, as in CI; an older installation of a checkout does not know it yet."""
    names = {each.name for each in entry_points(group="pytest11")}
    return [] if "pipefilter" in names else ["-p", "pipefilter.pytest_plugin"]
