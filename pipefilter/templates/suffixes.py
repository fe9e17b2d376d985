"""The names of files that may be templates, or patterns in YAML."""

from __future__ import annotations

__all__ = ["TEMPLATE_SUFFIXES", "YAML_SUFFIXES", "is_yaml_name"]

YAML_SUFFIXES = (".yaml", ".yml")
TEMPLATE_SUFFIXES = (*YAML_SUFFIXES, ".json", ".template", ".tf")
"""How the names of files end that may be templates."""


def is_yaml_name(name: str) -> bool:
    """Whether a file of this name is in YAML.

    Args:
        name: of the file.
    """
    return name.lower().endswith(YAML_SUFFIXES)
