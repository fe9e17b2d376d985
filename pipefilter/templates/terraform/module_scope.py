"""The names of a Terraform module: its locals, defaults of variables and resources, from all of its files."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Values
from dataclasses import field
from functools import lru_cache
from typing import Protocol

from pipefilter.dataclass import dataclass
from pipefilter.templates.nodes.hcl_nodes import hcl_node
from pipefilter.templates.nodes.json_nodes import json_node
from pipefilter.templates.nodes.node import Mapping, Node, NoSuchParameter, Sequence, TemplateFault, Text
from pipefilter.templates.terraform.json_syntax import merged_blocks, with_templates
from pipefilter.templates.terraform.variable_value import variable_value
from pipefilter.templates.values import NO_VALUES

__all__ = ["ModuleFiles", "ModuleNames", "ModuleScope", "block_labels", "names_of_body", "names_of_json"]


class ModuleFiles(Protocol):
    """The files beside a file of a module, and below its folder."""

    def configurations(self) -> list[tuple[str, str]]:
        """The names and texts of the other files of the module, `.tf` and `.tf.json`."""

    def text(self, path: str) -> str | None:
        """The text of a file by its path in the module's folder; None if there is none that may be read."""


@dataclass(frozen=True, slots=True)
class ModuleNames:
    """What a file of a module defines.

    Args:
        values: the locals.
        defaults: the default values of variables.
        resources: the bodies of the resources, by their addresses.
        variables: the types of the variables, by their names; None for any type.
    """

    values: dict[str, Node]
    defaults: dict[str, Node]
    resources: dict[str, Mapping]
    variables: dict[str, Node | None] = field(default_factory=dict)


class ModuleScope:
    """Looks names up, first in the file itself.

    Args:
        own: what the file defines.
        files: the other files; None if there are none.
        values: of variables, by name.

    Raises:
        NoSuchParameter: the module has no such variable.
    """

    def __init__(
        self, own: ModuleNames, files: ModuleFiles | None = None, values: Values[str, str] = NO_VALUES
    ) -> None:
        self._own = own
        self._files = files
        self._values = values
        for name in values:
            if self._declaration(name) is None:
                known = sorted({each for names in (own, *self._others("")) for each in names.variables})
                what = f"it has {', '.join(known)}" if known else "it has none"
                raise NoSuchParameter(f"the module has no variable {name}; {what}", name)

    def variable(self, name: str, at: Node) -> Node | None:
        """The value that a variable is set to, placed at a reference to it; None if it is not set."""
        if name not in self._values:
            return None
        declaration = self._declaration(name)
        assert declaration is not None
        return variable_value(self._values[name], declaration.variables[name], at)

    def _declaration(self, name: str) -> ModuleNames | None:
        return next((names for names in (self._own, *self._others(name)) if name in names.variables), None)

    def local(self, name: str) -> tuple[Node | None, bool]:
        """The value of a local, and whether it is from the file itself."""
        if name in self._own.values:
            return self._own.values[name], True
        return next((names.values[name] for names in self._others(name) if name in names.values), None), False

    def default(self, name: str) -> tuple[Node | None, bool]:
        """The default value of a variable, and whether it is from the file itself."""
        if name in self._own.defaults:
            return self._own.defaults[name], True
        return next(
            (names.defaults[name] for names in self._others(name) if name in names.defaults), None
        ), False

    def resource(self, address: str) -> Mapping | None:
        """The body of a resource."""
        if address in self._own.resources:
            return self._own.resources[address]
        name = address.rpartition(".")[2]
        others = self._others(name)
        return next((names.resources[address] for names in others if address in names.resources), None)

    def resources_of(self, kind: str) -> dict[str, list[Mapping]]:
        """The bodies of the resources of a type, by their addresses; several if an override file changes one."""
        bodies: dict[str, list[Mapping]] = {}
        for names in (self._own, *self._others(kind)):
            for address, body in names.resources.items():
                if address.startswith(f"{kind}."):
                    bodies.setdefault(address, []).append(body)
        return bodies

    def text(self, path: str) -> str | None:
        """The text of a file in the module's folder; None if it is not known."""
        return self._files.text(path) if self._files else None

    def _others(self, name: str) -> Iterator[ModuleNames]:
        """What the other files that contain a name define."""
        for file, text in self._files.configurations() if self._files else ():
            if name in text:
                yield _names_in_file(text, is_json=file.endswith(".json"))


@lru_cache(maxsize=128)
def _names_in_file(text: str, *, is_json: bool) -> ModuleNames:
    try:
        if not is_json:
            return names_of_body(hcl_node(text))
        root = json_node(text)
        body = with_templates(root)
        return names_of_json(body) if isinstance(body, Mapping) else ModuleNames({}, {}, {})
    except (TemplateFault, RecursionError):  # which is reported when the file itself is read
        return ModuleNames({}, {}, {})


def names_of_body(body: Mapping) -> ModuleNames:
    """What a file of HCL defines."""
    values = {name.value: value for block in _blocks(body, "locals") for name, value in block.members}
    defaults: dict[str, Node] = {}
    variables: dict[str, Node | None] = {}
    for block in _blocks(body, "variable"):
        default = block.get("default")
        for label in block_labels(block)[:1]:
            variables[label] = block.get("type")
            if default is not None:
                defaults[label] = default
    resources = {
        ".".join(block_labels(block)): block
        for block in _blocks(body, "resource")
        if len(block_labels(block)) == 2
    }
    return ModuleNames(values, defaults, resources, variables)


def names_of_json(body: Mapping) -> ModuleNames:
    """What a file of Terraform's JSON defines."""
    values = {name.value: value for name, value in merged_blocks(body.get("locals")).members}
    defaults: dict[str, Node] = {}
    variables: dict[str, Node | None] = {}
    for name, value in merged_blocks(body.get("variable")).members:
        variables[name.value] = merged_blocks(value).get("type")
        default = merged_blocks(value).get("default")
        if default is not None:
            defaults[name.value] = default
    resources = {
        f"{kind.value}.{name.value}": merged_blocks(value)
        for kind, named in merged_blocks(body.get("resource")).members
        for name, value in merged_blocks(named).members
    }
    return ModuleNames(values, defaults, resources, variables)


def _blocks(body: Mapping, kind: str) -> list[Mapping]:
    blocks = body.get(kind)
    return [each for each in blocks.items if isinstance(each, Mapping)] if isinstance(blocks, Sequence) else []


def block_labels(block: Mapping) -> list[str]:
    """The labels of a block of HCL."""
    labels = block.get("")
    items = labels.items if isinstance(labels, Sequence) else ()
    return [label.value for label in items if isinstance(label, Text)]
