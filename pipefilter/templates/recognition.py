"""Detects files that may be templates by their names and members, without parsing them."""

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
"""The suffixes of files that may be templates."""

SYNTHESIZED = ".template.json"
"""The suffix of templates that the CDK writes."""

ROOT_NAMES = frozenset(
    (
        *("Resources", "service", "functions", "terraform_version", "format_version"),  # of tools
        # of lists in the output of the AWS CLI
        *("Rules", "Archives", "EventSourceMappings", "Pipes", "Subscribers"),
        *(
            "EventPattern",
            "SourceParameters",
            "FilterCriteria",
            "FilterConfiguration",
            "Attributes",
            "AttributeValue",
        ),  # of calls
    )
)
"""A JSON file without any of them is not a template; a search for them is much cheaper than parsing it."""

_QUOTED_ROOTS = tuple(f'"{name}"'.encode() for name in sorted(ROOT_NAMES))
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def is_json_name(name: str) -> bool:
    """Whether a file of this name is JSON, and not a template by its name."""
    lower = name.lower()
    return lower.endswith(".json") and not lower.endswith((".tf.json", SYNTHESIZED))


def is_yaml_name(name: str) -> bool:
    """Whether a file of this name is YAML."""
    return name.lower().endswith(YAML_SUFFIXES)


def may_be_template(name: str, data: bytes) -> bool:
    """Whether a file may be a template, or patterns in YAML, determined without parsing it."""
    if name.lower().endswith(TEMPLATE_SUFFIXES) and not is_json_name(name):
        return True
    return data.startswith(_UTF_16) or any(root in data for root in (*_QUOTED_ROOTS, b'"AWS::', b'"functions"'))
