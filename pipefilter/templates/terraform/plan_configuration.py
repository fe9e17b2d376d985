"""Which arguments the configuration in a plan of Terraform has, as a plan also lists values that nobody sets as unknown."""

from __future__ import annotations

import re
from collections.abc import Mapping as AbstractMapping

from pipefilter.templates.nodes.node import Mapping, Sequence

__all__ = ["configured_arguments", "without_keys"]

_KEY = re.compile(r'\[(?:"(?:[^"\\]|\\.)*"|[0-9]+)\]')


def without_keys(address: str) -> str:
    """The address of a resource without the keys of its instances and of those of its modules."""
    return _KEY.sub("", address)


def configured_arguments(root: Mapping) -> AbstractMapping[str, frozenset[str]]:
    """The names of the arguments of each resource in the configuration, by its address without keys.

    Source: https://developer.hashicorp.com/terraform/internals/json-format
    """
    arguments: dict[str, frozenset[str]] = {}
    todo = [("", root.mapping("configuration").mapping("root_module"))]
    while todo:
        prefix, module = todo.pop()
        resources = module.get("resources")
        for resource in resources.items if isinstance(resources, Sequence) else ():
            if isinstance(resource, Mapping) and isinstance(resource.get("expressions"), Mapping):
                names = (name.value for name, _ in resource.mapping("expressions").members)
                arguments[prefix + resource.text("address")] = frozenset(names)
        for name, call in module.mapping("module_calls").members:
            if isinstance(call, Mapping):
                todo.append((f"{prefix}module.{name.value}.", call.mapping("module")))
    return arguments
