"""What files may be templates, by their names and by their first members, without reading them as such."""

from __future__ import annotations

__all__ = [
    "ROOT_NAMES",
    "SYNTHESIZED",
    "TEMPLATE_SUFFIXES",
    "YAML_SUFFIXES",
    "is_json_name",
    "is_yaml_name",
    "may_be_template",
]

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

_QUOTED_ROOTS = tuple(f'"{name}"'.encode() for name in sorted(ROOT_NAMES))
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


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


def may_be_template(name: str, data: bytes) -> bool:
    """Whether a file may be a template, or patterns in YAML; if not, it is seen without reading it as one.

    Args:
        name: of the file.
        data: its contents.
    """
    if name.lower().endswith(TEMPLATE_SUFFIXES) and not is_json_name(name):
        return True
    return data.startswith(_UTF_16) or any(root in data for root in _QUOTED_ROOTS)
