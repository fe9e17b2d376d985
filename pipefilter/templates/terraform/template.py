"""Finds the filters in files of Terraform: HCL, its JSON syntax, and plans and states from `terraform show -json`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipefilter.templates.located_filters import LocatedFilters
from pipefilter.templates.nodes.hcl_nodes import hcl_template
from pipefilter.templates.nodes.node import Call, Mapping, Node, Scalar, Sequence, Text, Unknown
from pipefilter.templates.terraform.filters import TerraformFilters, TerraformResource
from pipefilter.templates.terraform.values import TerraformValues

__all__ = ["configuration_filters", "json_configuration_filters", "plan_filters"]


def configuration_filters(body: Mapping, source: str) -> Iterator[LocatedFilters]:
    """The filters in a file of HCL."""
    local: list[tuple[Text, Node]] = []
    for block in _mappings(body.get("locals")):
        local += block.members
    values = TerraformValues(Mapping(tuple(local), body.start, body.end), source)
    resources = []
    for block in _mappings(body.get("resource")):
        labels = _labels(block)
        if len(labels) == 2:
            resources += [
                TerraformResource(".".join(labels) + key, labels[0], body, block.start)
                for key, body in values.instances(block)
            ]
    finder = TerraformFilters(values, source, resources)
    yield from finder.resource_filters()
    for block in _mappings(body.get("module")):
        yield from finder.module_filters(".".join(["module", *_labels(block)]), block)


def json_configuration_filters(root: Mapping, source: str) -> Iterator[LocatedFilters]:
    """The filters in a file of Terraform's JSON, in which every string is a template."""
    body = _with_templates(root)
    assert isinstance(body, Mapping)
    values = TerraformValues(_merged(body.get("locals")), source)
    resources = []
    for kind, named in _merged(body.get("resource")).members:
        for name, value in _merged(named).members:
            address = f"{kind.value}.{name.value}"
            resources += [
                TerraformResource(address + key, kind.value, body, name.start)
                for key, body in values.instances(_merged(value))
            ]
    finder = TerraformFilters(values, source, resources)
    yield from finder.resource_filters()
    for name, value in _merged(body.get("module")).members:
        yield from finder.module_filters(f"module.{name.value}", _merged(value))


def plan_filters(root: Mapping, source: str) -> Iterator[LocatedFilters]:
    """The filters in a plan or a state."""
    changes = root.get("resource_changes")
    unknown = {
        change.text("address"): change.mapping("change").mapping("after_unknown")
        for change in _mappings(changes)
    }
    resources = [
        replace(resource, body=_with_unknown(resource.body, unknown[resource.address]))
        if resource.address in unknown
        else resource
        for resource in _module_resources(root.mapping("planned_values", "values").mapping("root_module"))
    ]
    values = TerraformValues(Mapping((), 0, 0), source)
    yield from TerraformFilters(values, source, resources).resource_filters()


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


def _labels(block: Mapping) -> list[str]:
    labels = block.get("")
    items = labels.items if isinstance(labels, Sequence) else ()
    return [label.value for label in items if isinstance(label, Text)]


def _merged(node: Node | None) -> Mapping:
    """An object, or the objects of a list as one: Terraform's JSON has both for blocks."""
    if isinstance(node, Mapping):
        return node
    members: list[tuple[Text, Node]] = []
    for item in _mappings(node):
        members += item.members
    return Mapping(tuple(members), 0, 0)


def _with_templates(node: Node) -> Node:
    """A node in which `${...}` in strings are expressions."""
    if isinstance(node, Mapping):
        members = [(name, _with_templates(value)) for name, value in node.members if name.value != "dynamic"]
        members += _dynamic(node.get("dynamic"))
        return Mapping(tuple(members), node.start, node.end)
    if isinstance(node, Sequence):
        return Sequence(tuple(_with_templates(item) for item in node.items), node.start, node.end)
    if isinstance(node, Text) and ("${" in node.value or "%{" in node.value):
        return hcl_template(node)
    return node


def _dynamic(node: Node | None) -> list[tuple[Text, Node]]:
    """Dynamic blocks, each under the name of the blocks that it generates, as in HCL."""
    blocks: list[tuple[Text, Node]] = []
    for name, value in _merged(node).members if node is not None else ():
        body = _with_templates(_merged(value))
        if isinstance(body, Mapping):
            label = (Text("", name.start, name.end), name)
            whole = Mapping((label, *body.members), name.start, body.end)
            blocks.append((name, Call("dynamic", whole, name.start, body.end)))
    return blocks
