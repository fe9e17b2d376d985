"""Files of Terraform: HCL, its form in JSON, and what `terraform show -json` prints of a plan or a state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipefilter.templates.located_filters import LocatedFilters
from pipefilter.templates.nodes.hcl_nodes import hcl_expression
from pipefilter.templates.nodes.hcl_text import has_directives, put_together, template_parts
from pipefilter.templates.nodes.node import Call, Mapping, Node, Scalar, Sequence, Text, Unknown
from pipefilter.templates.terraform.filters import TerraformFilters, TerraformResource
from pipefilter.templates.terraform.values import TerraformValues

__all__ = ["configuration_filters", "json_configuration_filters", "shown_filters"]


def configuration_filters(body: Mapping, source: str) -> Iterator[LocatedFilters]:
    """The filters in a file of HCL.

    Args:
        body: of the file.
        source: the file.
    """
    local: list[tuple[Text, Node]] = []
    for block in _blocks(body, "locals"):
        local += block.members
    values = TerraformValues(Mapping(tuple(local), body.start, body.end), source)
    resources = []
    for block in _blocks(body, "resource"):
        labels = _labels(block)
        if len(labels) == 2:  # noqa: PLR2004 - type and name
            resources += [
                TerraformResource(".".join(labels) + key, labels[0], body, block.start)
                for key, body in values.instances(block)
            ]
    found = TerraformFilters(values, source, resources)
    yield from found.of_resources()
    for block in _blocks(body, "module"):
        yield from found.of_module(".".join(["module", *_labels(block)]), block)


def json_configuration_filters(root: Mapping, source: str) -> Iterator[LocatedFilters]:
    """The filters in a file of Terraform's JSON, in which every text is a template.

    Args:
        root: of the file.
        source: the file.
    """
    body = _with_templates(root)
    assert isinstance(body, Mapping)  # noqa: S101 - as the root is one
    values = TerraformValues(_merged(body.get("locals")), source)
    resources = []
    for kind, named in _merged(body.get("resource")).members:
        for name, value in _merged(named).members:
            address = f"{kind.value}.{name.value}"
            resources += [
                TerraformResource(address + key, kind.value, body, name.start)
                for key, body in values.instances(_merged(value))
            ]
    found = TerraformFilters(values, source, resources)
    yield from found.of_resources()
    for name, value in _merged(body.get("module")).members:
        yield from found.of_module(f"module.{name.value}", _merged(value))


def shown_filters(root: Mapping, source: str) -> Iterator[LocatedFilters]:
    """The filters in a plan or a state.

    Args:
        root: of the document.
        source: the file.
    """
    changes = root.get("resource_changes")
    unknown = {
        one.text("address"): one.mapping("change").mapping("after_unknown")
        for one in (changes.items if isinstance(changes, Sequence) else ())
        if isinstance(one, Mapping)
    }
    resources = [
        replace(one, body=_with_unknown(one.body, unknown[one.address])) if one.address in unknown else one
        for one in _of_module(root.mapping("planned_values", "values").mapping("root_module"))
    ]
    values = TerraformValues(Mapping((), 0, 0), source)
    yield from TerraformFilters(values, source, resources).of_resources()


def _with_unknown(body: Mapping, unknown: Mapping) -> Mapping:
    """With what is known only when the plan is carried out, which is true there."""
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
        for number, one in enumerate(unknown.items):
            if number < len(items):
                items[number] = _overlaid(items[number], one, name)
            else:
                items.append(_overlaid(None, one, name))
        return Sequence(tuple(items), name.start, name.end)
    return known if known is not None else unknown


def _of_module(module: Mapping) -> Iterator[TerraformResource]:
    todo = [module]
    while todo:
        one = todo.pop(0)
        listed = one.get("resources")
        for resource in listed.items if isinstance(listed, Sequence) else ():
            if isinstance(resource, Mapping) and resource.text("mode") != "data":
                body = resource.mapping("values")
                yield TerraformResource(resource.text("address"), resource.text("type"), body, resource.start)
        children = one.get("child_modules")
        todo += [
            child
            for child in (children.items if isinstance(children, Sequence) else ())
            if isinstance(child, Mapping)
        ]


def _blocks(body: Mapping, kind: str) -> list[Mapping]:
    found = body.get(kind)
    return [one for one in (found.items if isinstance(found, Sequence) else ()) if isinstance(one, Mapping)]


def _labels(block: Mapping) -> list[str]:
    found = block.get("")
    return [one.value for one in (found.items if isinstance(found, Sequence) else ()) if isinstance(one, Text)]


def _merged(node: Node | None) -> Mapping:
    """An object, or a list of them as one: Terraform's JSON has both for blocks."""
    if isinstance(node, Mapping):
        return node
    members: list[tuple[Text, Node]] = []
    for one in node.items if isinstance(node, Sequence) else ():
        members += one.members if isinstance(one, Mapping) else ()
    return Mapping(tuple(members), 0, 0)


def _with_templates(node: Node) -> Node:
    """With `${...}` in texts as expressions."""
    if isinstance(node, Mapping):
        members = [(name, _with_templates(value)) for name, value in node.members if name.value != "dynamic"]
        members += _dynamic(node.get("dynamic"))
        return Mapping(tuple(members), node.start, node.end)
    if isinstance(node, Sequence):
        return Sequence(tuple(_with_templates(item) for item in node.items), node.start, node.end)
    if isinstance(node, Text) and ("${" in node.value or "%{" in node.value):
        return _template(node)
    return node


def _dynamic(node: Node | None) -> list[tuple[Text, Node]]:
    """Dynamic blocks, each under the name of the blocks that it makes, as they are in HCL."""
    found: list[tuple[Text, Node]] = []
    for name, value in _merged(node).members if node is not None else ():
        body = _with_templates(_merged(value))
        if isinstance(body, Mapping):
            label = (Text("", name.start, name.end), name)
            whole = Mapping((label, *body.members), name.start, body.end)
            found.append((name, Call("dynamic", whole, name.start, body.end)))
    return found


def _template(text: Text) -> Node:
    if has_directives(text.value):
        return Unknown(text.value, text.start, text.end)
    parts = template_parts(text, hcl_expression)
    kept = [part for part in parts if not isinstance(part, Text) or part.value]
    if len(kept) == 1 and not isinstance(kept[0], Text):
        return kept[0]
    return put_together(kept, text.start, text.end)
