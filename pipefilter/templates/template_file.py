"""Reads template files of any tool, and finds the filters in them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from pipefilter.dataclass import dataclass
from pipefilter.json_text.tree import decoded
from pipefilter.templates.api_documents import api_filters, is_api_document
from pipefilter.templates.cloudformation.stack_filters import is_stack, stack_filters
from pipefilter.templates.filter_form import CRITERIA, are_filters
from pipefilter.templates.filter_lists import FilterLists
from pipefilter.templates.intrinsics import Intrinsics
from pipefilter.templates.located_filters import LocatedFilters, Tool
from pipefilter.templates.nodes.json_nodes import json_node
from pipefilter.templates.nodes.node import Mapping, Node, TemplateFault, Text
from pipefilter.templates.parameter_values import ParameterValues
from pipefilter.templates.recognition import is_yaml_name
from pipefilter.templates.serverless.filters import is_serverless, serverless_filters
from pipefilter.templates.values import NO_VALUES, Values

if TYPE_CHECKING:
    from pipefilter.templates.terraform.module_scope import ModuleFiles

__all__ = ["TemplateFile", "template_file"]

_WRAPPERS = ("FilterCriteria", "FilterConfiguration", "filterCriteria", "filterConfiguration")


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A template file, with its tool, and its filters by resource."""

    tool: Tool
    text: str
    resources: tuple[LocatedFilters, ...]


def template_file(
    name: str, data: bytes, files: ModuleFiles | None = None, *, values: Values[str, str] = NO_VALUES
) -> TemplateFile:
    """Read a template file; the suffix of its name distinguishes HCL and JSON from YAML.

    Args:
        files: the other files of a Terraform module.
        values: of its parameters or variables, by name.

    Raises:
        TemplateFault: it is not in the language of its suffix.
        UnicodeDecodeError: it is not text.
    """
    text = decoded(data)
    try:
        template = _read(PurePath(name.lower()), text, files, values)
        return replace(template, resources=_by_name(template.resources))
    except RecursionError:
        raise TemplateFault("this is nested too deeply for a template") from None


def _by_name(resources: tuple[LocatedFilters, ...]) -> tuple[LocatedFilters, ...]:
    """The resources, each name only once: lists with the same name are alternatives, not all deployed together."""
    named: dict[str, LocatedFilters] = {}
    for resource in resources:
        name = resource.name
        if name in named and named[name].service != resource.service:
            name = f"{resource.name}.{resource.service}"
        known = named.get(name)
        if known is None or not name:
            named[name or f" {len(named)}"] = replace(resource, name=name)
            continue
        count = len(known.filters)
        filters = (*known.filters, *(replace(each, number=count + each.number) for each in resource.filters))
        source = resource.source if resource.source == known.source else ""
        named[name] = replace(known, filters=filters, source=source, is_bare_pattern=False, is_choice=True)
    return tuple(named.values())


def _read(path: PurePath, text: str, files: ModuleFiles | None, values: Values[str, str]) -> TemplateFile:
    if path.suffix == ".tf":
        from pipefilter.templates.nodes.hcl_nodes import hcl_node
        from pipefilter.templates.terraform.template import configuration_filters

        return TemplateFile(
            "Terraform", text, tuple(configuration_filters(hcl_node(text), text, files, values))
        )
    if path.suffix == ".json" or (not is_yaml_name(path.name) and text.lstrip()[:1] in {"{", "["}):
        return _read_json(path.name, text, files, values)
    from pipefilter.templates.nodes.yaml_nodes import yaml_documents

    tool: Tool = "other"
    resources: list[LocatedFilters] = []
    for document in yaml_documents(text):
        document_tool, filters = _read_document(document, text, values)
        tool = document_tool if tool == "other" else tool
        resources += filters
    return TemplateFile(tool, text, tuple(resources))


def _read_json(name: str, text: str, files: ModuleFiles | None, values: Values[str, str]) -> TemplateFile:
    try:
        root = json_node(text)
    except TemplateFault:
        if name.endswith((".json", ".template")):
            raise
        from pipefilter.templates.nodes.yaml_nodes import yaml_documents

        documents = yaml_documents(text)  # YAML's flow style starts like JSON
        root = documents[0] if documents else Text("", 0, 0)
    if isinstance(root, Mapping) and (name.endswith(".tf.json") or _is_plan(root)):
        from pipefilter.templates.terraform.template import (
            json_configuration_filters,
            plan_filters,
        )

        filters = (
            plan_filters(root, text)
            if _is_plan(root)
            else json_configuration_filters(root, text, files, values)
        )
        return TemplateFile("Terraform", text, tuple(filters))
    tool, resources = _read_document(root, text, values, is_json=True)
    return TemplateFile(tool, text, tuple(resources))


def _is_plan(root: Mapping) -> bool:
    return root.get("terraform_version", "format_version") is not None and (
        root.get("planned_values", "values") is not None
    )


def _read_document(
    root: Node, text: str, values: Values[str, str], *, is_json: bool = False
) -> tuple[Tool, list[LocatedFilters]]:
    if not isinstance(root, Mapping):
        return "other", []
    if is_stack(root):
        return "CloudFormation", list(stack_filters(root, text, parameters=ParameterValues(root, values)))
    if is_serverless(root):
        return "Serverless Framework", list(serverless_filters(root, text, values))
    if is_api_document(root):
        return "AWS API", list(api_filters(root, text))
    if is_json:
        return "plain", []  # it is parsed as a pattern, not as a template
    return _plain(root, text)


def _plain(root: Mapping, text: str) -> tuple[Tool, list[LocatedFilters]]:
    """Filter criteria, or a pattern."""
    intrinsics = Intrinsics(text)
    lists = FilterLists(text, intrinsics.resolved, intrinsics.options, CRITERIA)
    name = Text("", root.start, root.start)
    wrapper = root.get(*_WRAPPERS)
    criteria = root if wrapper is None else wrapper
    filters = criteria.get("Filters", "filters") if isinstance(criteria, Mapping) else criteria
    if filters is not None and (criteria is not root or are_filters(filters)):
        return "plain", list(lists.criteria(name, "", "", "", criteria))
    return "plain", list(lists.bare_pattern(name, "", "", "", root))
