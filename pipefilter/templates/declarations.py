"""What a template declares around its filters: resources, maybe without a filter, and values that filters refer to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipefilter.templates.cloudformation.nested_stacks import NestedStack, nested_stacks, plain_text
from pipefilter.templates.intrinsics import Intrinsics
from pipefilter.templates.located_filters import LocatedFilters, Tool
from pipefilter.templates.nodes.hcl_nodes import hcl_node
from pipefilter.templates.nodes.json_nodes import json_node
from pipefilter.templates.nodes.node import Mapping, Node, Sequence, TemplateFault, Text
from pipefilter.templates.nodes.yaml_nodes import yaml_documents
from pipefilter.templates.parameter_values import ParameterValues
from pipefilter.templates.switch import Switch, condition_text, switch_of
from pipefilter.templates.terraform.json_syntax import with_templates
from pipefilter.templates.terraform.module_scope import ModuleNames, names_of_body, names_of_json
from pipefilter.templates.values import Values

__all__ = ["Declarations"]

_SELF = re.compile(r"\$\{self:([\w.-]+)")
_MAX_SECTIONS = 100


class Declarations:
    """The declarations of a template, read when they are first needed.

    Args:
        name: of the file.
    """

    def __init__(self, name: str, tool: Tool, text: str) -> None:
        self._name = name.lower()
        self._tool = tool
        self._text = text
        self._names: ModuleNames | None = None
        self._roots: list[Mapping] | None = None

    def declares(self, resource: LocatedFilters) -> bool:
        """Whether there is a resource of the same name and kind, with or without filters."""
        return self._node(resource) is not None

    def resource_text(self, resource: LocatedFilters) -> str:
        """The text of the resource of the same name; "" if there is none."""
        node = self._node(resource)
        return "" if node is None else self._text[node.start : node.end]

    def switch(self, resource: LocatedFilters) -> Switch | None:
        """What decides whether a resource is deployed and switched on; None if that is not known."""
        node = self._node(resource) if self._tool != "Terraform" else self._terraform_body(resource)
        if not isinstance(node, Mapping):
            return None
        switch = switch_of(node, self._text)
        condition = self.condition(resource, {})[0]
        if not condition:
            return switch
        texts = [
            condition_text(condition, root.mapping("Conditions"), self._text) for root in self._all_roots()
        ]
        reason = f"the condition {condition}"
        is_on = switch.is_on and None
        return Switch((*switch.texts, *((condition, text) for text in texts)), is_on, switch.reason or reason)

    def _terraform_body(self, resource: LocatedFilters) -> Mapping | None:
        """A resource of Terraform, also one with several instances."""
        return self._terraform_names().resources.get(resource.name.partition("[")[0])

    def section(self, name: str) -> str:
        """The text of a section of a template of CloudFormation, such as `Mappings`; "" without one."""
        nodes = (root.get(name) for root in self._all_roots())
        return "\n".join(self._text[node.start : node.end] for node in nodes if node is not None)

    def own_values(self, text: str) -> str:
        """The texts of all values of its own file that a text of the Serverless Framework refers to, such as `${self:custom.stage}`."""
        texts: dict[str, str] = {}
        todo = _SELF.findall(text)
        while todo and len(texts) < _MAX_SECTIONS:
            path = todo.pop()
            if path not in texts:
                nodes = [node for root in self._all_roots() if (node := _at(root, path.split("."))) is not None]
                texts[path] = "\n".join(self._text[node.start : node.end] for node in nodes)
                todo += _SELF.findall(texts[path])
        return "\n".join(f"{path}: {value}" for path, value in sorted(texts.items()))

    def logical_ids(self) -> dict[str, str]:
        """The names of resources and SAM events by the logical IDs of the resources in which they are deployed."""
        names: dict[str, str] = {}
        for resources in self._resources() if self._tool == "CloudFormation" else ():
            for name, resource in resources.members:
                names[name.value] = name.value
                properties = (
                    resource.mapping("Properties") if isinstance(resource, Mapping) else Mapping((), 0, 0)
                )
                for event, _ in properties.mapping("Events").members:
                    names[f"{name.value}{event.value}"] = f"{name.value}.{event.value}"
        return names

    def text_property(self, resource: LocatedFilters, values: Values[str, str], *names: str) -> str:
        """A property of a resource if it is a string that is known; otherwise "".

        Args:
            values: of parameters, by name.
            names: of the property, in the languages of the tools.
        """
        node = self._node(resource)
        if not isinstance(node, Mapping):
            return ""
        properties = node.mapping("Properties") if node.get("Properties") is not None else node
        value = properties.get(*names)
        if value is None or self._tool == "Terraform":
            return value.value if isinstance(value, Text) else ""
        return plain_text(Intrinsics(self._text, self._parameters(values)).resolved(value)) or ""

    def condition(self, resource: LocatedFilters, values: Values[str, str]) -> tuple[str, bool | None]:
        """The name of the condition of a resource in a template of CloudFormation, and its value; None if that is not known.

        Args:
            values: of parameters, by name.
        """
        name = resource.name.partition(".")[0]
        named = (resources.mapping(name).text("Condition") for resources in self._resources())
        condition = next(filter(None, named), "") if self._tool == "CloudFormation" else ""
        return condition, self._parameters(values).condition(condition) if condition else True

    def nested_stacks(self, values: Values[str, str]) -> list[NestedStack]:
        """The stacks that are nested in a template of CloudFormation.

        Args:
            values: of parameters, by name.
        """
        if self._tool != "CloudFormation":
            return []
        try:
            return list(nested_stacks(self._root(), self._text, self._parameters(values)))
        except (TemplateFault, RecursionError):  # which is reported when the file is read
            return []

    def defaults(self) -> dict[str, str | None]:
        """The default values of the parameters of a template of CloudFormation; None for a parameter without one."""
        members = self._root().mapping("Parameters").members if self._tool == "CloudFormation" else ()
        return {
            name.value: plain_text(parameter.get("Default")) if isinstance(parameter, Mapping) else None
            for name, parameter in members
        }

    @property
    def is_complete(self) -> bool:
        """Whether a template of CloudFormation declares all resources of its stack: no loop or macro adds some."""
        root = self._root()
        transform = root.get("Transform")
        names = transform.items if isinstance(transform, Sequence) else (transform,)
        own = ("AWS::Serverless-", "AWS::LanguageExtensions", "AWS::SecretsManager-", "AWS::CodeDeploy")
        has_macros = any(
            name is not None and not (isinstance(name, Text) and name.value.startswith(own)) for name in names
        )
        resources = root.mapping("Resources").members
        return not has_macros and not any(name.value.startswith("Fn::") for name, _ in resources)

    def _root(self) -> Mapping:
        return next(iter(self._all_roots()), Mapping((), 0, 0))

    def _parameters(self, values: Values[str, str]) -> ParameterValues:
        """The values of those parameters that the template has."""
        root = self._root()
        declared = root.mapping("Parameters")
        known = {name: text for name, text in values.items() if declared.get(name) is not None}
        pseudo = {name: text for name, text in values.items() if name.startswith("AWS::")}
        return ParameterValues(root, {**known, **pseudo})

    def _node(self, resource: LocatedFilters) -> Node | None:
        if self._tool == "Terraform":
            body = self._terraform_names().resources.get(resource.name)
            # of several instances, or none, it is not known which are deployed
            return None if body is None or body.get("count", "for_each") is not None else body
        if self._tool == "CloudFormation":
            return self._stack_node(resource)
        if self._tool == "Serverless Framework":
            return self._serverless_node(resource) or self._stack_node(resource)
        return None

    def _stack_node(self, resource: LocatedFilters) -> Node | None:
        name, _, event = resource.name.partition(".")
        kind, _, event_kind = resource.kind.partition(" ")
        for resources in self._resources():
            node = resources.get(name)
            if not isinstance(node, Mapping) or node.text("Type") != kind:
                continue
            if not event:
                return node
            inner = node.mapping("Properties").mapping("Events").get(event)
            if isinstance(inner, Mapping) and inner.text("Type") == event_kind:
                return inner
        return None

    def _resources(self) -> Iterator[Mapping]:
        for root in self._all_roots():
            if self._tool == "CloudFormation":
                yield root.mapping("Resources") if root.get("Resources") is not None else root
            else:
                yield root.mapping("resources").mapping("Resources")

    def _serverless_node(self, resource: LocatedFilters) -> Node | None:
        function, _, rest = resource.name.partition(".")
        kind, _, number = rest.partition(".")
        for root in self._all_roots():
            events = root.mapping("functions").mapping(function).get("events")
            named = [
                value
                for event in (events.items if isinstance(events, Sequence) else ())
                if isinstance(event, Mapping)
                for key, value in event.members
                if key.value == kind
            ]
            index = int(number) - 1 if number.isdecimal() else 0
            if index < len(named):
                return named[index]
        return None

    def _terraform_names(self) -> ModuleNames:
        if self._names is None:
            self._names = self._read_terraform_names()
        return self._names

    def _read_terraform_names(self) -> ModuleNames:
        try:
            if self._name.endswith(".tf"):
                return names_of_body(hcl_node(self._text))
            body = with_templates(json_node(self._text))
        except (TemplateFault, RecursionError):
            return ModuleNames({}, {}, {})
        return names_of_json(body) if isinstance(body, Mapping) else ModuleNames({}, {}, {})

    def _all_roots(self) -> list[Mapping]:
        if self._roots is None:
            try:
                is_json = self._name.endswith((".json", ".template")) and self._text.lstrip()[:1] == "{"
                nodes = [json_node(self._text)] if is_json else list(yaml_documents(self._text))
            except (TemplateFault, RecursionError):
                nodes = []
            self._roots = [node for node in nodes if isinstance(node, Mapping)]
        return self._roots


def _at(root: Mapping, names: list[str]) -> Node | None:
    """The value at the end of a path of names."""
    node: Node | None = root
    for name in names:
        node = node.get(name) if isinstance(node, Mapping) else None
    return node
