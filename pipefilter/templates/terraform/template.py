"""Finds the filters in files of Terraform: HCL, its JSON syntax, and plans and states from `terraform show -json`."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Values
from dataclasses import replace

from pipefilter.templates.located_filters import LocatedFilters
from pipefilter.templates.nodes.node import Mapping, Node, Scalar, Sequence, Text, Unknown
from pipefilter.templates.terraform.block_shapes import repeated_resource
from pipefilter.templates.terraform.deliveries import with_deliveries
from pipefilter.templates.terraform.filters import TerraformFilters, TerraformResource
from pipefilter.templates.terraform.json_syntax import merged_blocks, with_templates
from pipefilter.templates.terraform.module_scope import (
    ModuleFiles,
    ModuleNames,
    ModuleScope,
    block_labels,
    names_of_body,
    names_of_json,
)
from pipefilter.templates.terraform.plan_configuration import configured_arguments, without_keys
from pipefilter.templates.terraform.values import TerraformValues
from pipefilter.templates.values import NO_VALUES

__all__ = ["configuration_filters", "json_configuration_filters", "plan_filters"]

_SCOPE = "filter_policy_scope"


def configuration_filters(
    body: Mapping, source: str, files: ModuleFiles | None = None, set_values: Values[str, str] = NO_VALUES
) -> Iterator[LocatedFilters]:
    """The filters in a file of HCL; `files` are those beside it.

    Args:
        set_values: of variables, by name.
    """
    scope = ModuleScope(names_of_body(body), files, set_values)
    values = TerraformValues(scope, source)
    resources = []
    addresses: set[str] = set()
    for block in _mappings(body.get("resource")):
        labels = block_labels(block)
        if len(labels) == 2:
            address = ".".join(labels)
            shapes = (repeated_resource(address, block.start),) if address in addresses else ()
            addresses.add(address)
            resources += [
                TerraformResource(address + key, labels[0], body, block.start, shapes)
                for key, body in values.instances(block)
            ]
    finder = TerraformFilters(values, source, resources, is_hcl=True)
    yield from with_deliveries(finder.resource_filters(), scope, source)
    for block in _mappings(body.get("module")):
        address = ".".join(["module", *block_labels(block)])
        for key, instance in values.instances(block):
            yield from finder.module_filters(address + key, instance)


def json_configuration_filters(
    root: Mapping, source: str, files: ModuleFiles | None = None, set_values: Values[str, str] = NO_VALUES
) -> Iterator[LocatedFilters]:
    """The filters in a file of Terraform's JSON, in which every string is a template; `files` are those beside it.

    Args:
        set_values: of variables, by name.
    """
    body = with_templates(root)
    assert isinstance(body, Mapping)
    scope = ModuleScope(names_of_json(body), files, set_values)
    values = TerraformValues(scope, source)
    resources = []
    for kind, named in merged_blocks(body.get("resource")).members:
        for name, value in merged_blocks(named).members:
            address = f"{kind.value}.{name.value}"
            resources += [
                TerraformResource(address + key, kind.value, body, name.start)
                for key, body in values.instances(merged_blocks(value))
            ]
    finder = TerraformFilters(values, source, resources)
    yield from with_deliveries(finder.resource_filters(), scope, source)
    for name, value in merged_blocks(body.get("module")).members:
        for key, instance in values.instances(merged_blocks(value)):
            yield from finder.module_filters(f"module.{name.value}{key}", instance)


def plan_filters(root: Mapping, source: str) -> Iterator[LocatedFilters]:
    """The filters in a plan or a state."""
    changes = root.get("resource_changes")
    configured = configured_arguments(root)
    unknown = {}
    for change in _mappings(changes):
        address = change.text("address")
        after = change.mapping("change").mapping("after_unknown")
        arguments = configured.get(without_keys(address))
        unknown[address] = after if arguments is None else _without_default_scope(after, arguments)
    resources = [
        replace(resource, body=_with_unknown(resource.body, unknown[resource.address]))
        if resource.address in unknown
        else resource
        for resource in _module_resources(root.mapping("planned_values", "values").mapping("root_module"))
    ]
    brokers = {resource.address: resource.body for resource in resources}
    values = TerraformValues(ModuleScope(ModuleNames({}, {}, brokers)), source)
    yield from TerraformFilters(values, source, resources).resource_filters()


def _without_default_scope(unknown: Mapping, arguments: frozenset[str]) -> Mapping:
    """What is unknown of a resource, without the scope of a filter policy that no argument sets: SNS's default applies."""
    if _SCOPE in arguments:
        return unknown
    members = tuple((name, value) for name, value in unknown.members if name.value != _SCOPE)
    return Mapping(members, unknown.start, unknown.end)


def _with_unknown(body: Mapping, unknown: Mapping) -> Mapping:
    """A body in which the values that are true in `unknown` are known only after apply."""
    members = {name.value: (name, value) for name, value in body.members}
    for name, value in unknown.members:
        known = members[name.value][1] if name.value in members else None
        members[name.value] = (name, _overlaid(known, value, name))
    return Mapping(tuple(members.values()), body.start, body.end)


def _overlaid(known: Node | None, unknown: Node, name: Text) -> Node:
    if isinstance(unknown, Scalar) and unknown.value is True:
        return Unknown("(known after apply)", name.start, name.end)
    if isinstance(unknown, Mapping):
        return _with_unknown(
            known if isinstance(known, Mapping) else Mapping((), name.start, name.end), unknown
        )
    if isinstance(unknown, Sequence):
        items = list(known.items) if isinstance(known, Sequence) else []
        for number, item in enumerate(unknown.items):
            if number < len(items):
                items[number] = _overlaid(items[number], item, name)
            else:
                items.append(_overlaid(None, item, name))
        return Sequence(tuple(items), name.start, name.end)
    return known if known is not None else unknown


def _module_resources(module: Mapping) -> Iterator[TerraformResource]:
    todo = [module]
    while todo:
        module = todo.pop(0)
        for resource in _mappings(module.get("resources")):
            if resource.text("mode") != "data":
                body = resource.mapping("values")
                yield TerraformResource(resource.text("address"), resource.text("type"), body, resource.start)
        todo += _mappings(module.get("child_modules"))


def _mappings(node: Node | None) -> list[Mapping]:
    """The objects of a list; none if it is not a list."""
    return [item for item in node.items if isinstance(item, Mapping)] if isinstance(node, Sequence) else []
