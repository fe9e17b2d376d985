"""What files may be templates, by their names and by their first members, without reading them as such."""

from __future__ import annotations

__all__ = ["ROOT_NAMES", "SYNTHESIZED", "TEMPLATE_SUFFIXES", "YAML_SUFFIXES", "is_json_name", "is_yaml_name"]

YAML_SUFFIXES = (".yaml", ".yml")
TEMPLATE_SUFFIXES = (*YAML_SUFFIXES, ".json", ".template", ".tf")
"""How the names of files end that may be templates."""

SYNTHESIZED = ".template.json"
"""How the names of the templates end that the CDK writes."""

ROOT_NAMES = frozenset(
    (
        *("Resources", "service", "terraform_version", "format_version"),  # of tools
        # of lists that the AWS CLI prints
        *("Rules", "Archives", "EventSourceMappings", "Pipes", "Subscribers"),
        *("EventPattern", "SourceParameters", "FilterCriteria", "FilterConfiguration"),  # of calls
    )
)
"""A JSON file with none of them is not a template: to see that is much cheaper than to read it as one."""


def is_json_name(name: str) -> bool:
    """Whether a file of this name is in JSON, and not by its name a template.

    Args:
        name: of the file.
    """
    lower = name.lower()
    return lower.endswith(".json") and not lower.endswith((".tf.json", SYNTHESIZED))


def is_yaml_name(name: str) -> bool:
    """Whether a file of this name is in YAML.

    Args:
        name: of the file.
    """
    return name.lower().endswith(YAML_SUFFIXES)
