"""What files may be templates, by their names and by their first members, without reading them as such."""

from __future__ import annotations

__all__ = ["ROOT_NAMES", "SYNTHESIZED", "TEMPLATE_SUFFIXES"]

TEMPLATE_SUFFIXES = (".yaml", ".yml", ".json", ".template", ".tf")
"""How the names of files end that may be templates."""

SYNTHESIZED = ".template.json"
"""How the names of the templates end that the CDK writes."""

ROOT_NAMES = frozenset(
    (
        *("Resources", "service", "terraform_version", "format_version"),  # of tools
        *(
            "Rules",
            "Archives",
            "EventSourceMappings",
            "Pipes",
            "Subscribers",
        ),  # of lists that the AWS CLI prints
        *("EventPattern", "SourceParameters", "FilterCriteria", "FilterConfiguration"),  # of calls
    )
)
"""A JSON file with none of them is not a template: to see that is much cheaper than to read it as one."""
