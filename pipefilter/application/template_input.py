"""Reads files that may be templates, and resolves references to their resources: `template.yaml#OrdersPipe/2`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from pipefilter.application.faulty_pattern import is_faulty_yaml_pattern
from pipefilter.application.input_files import STDIN, shown_name
from pipefilter.application.module_folder import module_folder
from pipefilter.application.pattern_input import ARGUMENT
from pipefilter.application.pattern_recognition import is_object_meant_as_pattern, is_valid_pattern
from pipefilter.application.template_pattern import TemplatePattern
from pipefilter.errors import UnreadableInput
from pipefilter.json_text.place import place_of
from pipefilter.json_text.tree import decoded
from pipefilter.templates.located_filters import LocatedFilters
from pipefilter.templates.nodes.node import TemplateFault
from pipefilter.templates.parsed_resource import parse_resource
from pipefilter.templates.pattern_source import PatternSource
from pipefilter.templates.recognition import YAML_SUFFIXES, is_json_name
from pipefilter.templates.reference import NoSuchPattern, select_resource, whole_file
from pipefilter.templates.template_file import TemplateFile, template_file
from pipefilter.templates.values import NO_VALUES, Values

if TYPE_CHECKING:
    from pipefilter.templates.terraform.module_scope import ModuleFiles

__all__ = ["filters_in", "filters_in_fragment", "has_patterns", "read_template", "resource_in"]

_TOOLS = ("CloudFormation", "Serverless Framework", "Terraform", "AWS API")

_TYPE_OF_RESOURCE = re.compile(r'"Type"\s*:\s*"AWS::')
"""What no pattern contains: its values are lists."""
_TAGS = re.compile(r"\{%|\{\{|<%|%[A-Z_]+%")
_LINE_OF_TAG = re.compile(r"^[ \t]*\{(?:%|\{)", re.MULTILINE)
"""Tags of template engines such as Jinja and Helm, and placeholders that a build script replaces."""


def read_template(  # noqa: PLR0913 - the facts about a file
    name: str,
    data: bytes,
    *,
    label: str = "",
    is_named: bool = True,
    is_json: bool = False,
    values: Values[str, str] = NO_VALUES,
    files: ModuleFiles | None = None,
) -> TemplateFile | None:
    """Read a file as a template; None if it is a pattern or filter criteria in JSON, or something else.

    Args:
        label: its name in messages, if different.
        is_named: whether the user named the file itself, and not its folder.
        is_json: whether it is JSON despite its name.
        values: of its parameters or variables, by name.
        files: the other files of a Terraform module; None for those in its folder.

    Raises:
        UnreadableInput: it is a template by its name or by its contents, and cannot be read.
    """
    lower = name.lower()
    is_json = is_json or is_json_name(name)
    try:
        template = template_file(name, data, files or module_folder(name), values=values)
    except UnicodeDecodeError:
        return None
    except TemplateFault as fault:
        text = decoded(data)
        is_cloudformation = "AWS::" in text and "Resources" in text
        is_stack = is_cloudformation and _TYPE_OF_RESOURCE.search(text) is not None
        if (is_json and (is_named or not is_cloudformation) and not is_stack) or not (
            lower.endswith((".tf", ".tf.json"))
            or is_cloudformation
            or "serverless" in name
            or "Pattern" in text
            or (lower.endswith(YAML_SUFFIXES) and is_faulty_yaml_pattern(Path(name), text))
            or (is_named and lower.endswith((".yaml", ".yml")) and text.lstrip()[:1] not in {"{", "["})
        ):
            return None
        if not is_named and _is_of_template_engine(text, fault.offset):
            return None
        place = place_of(text, fault.offset)
        message = f"{label or name}:{place.line}:{place.column}: {fault.message}"
        raise UnreadableInput(message, place=place) from None
    if template.tool in _TOOLS:
        # a pattern may have fields such as service and resources
        is_pattern = is_json and not template.resources and is_valid_pattern(template.text)
        return None if is_pattern else template
    if is_json or name.endswith(".template") or template.tool == "other":
        return None
    return template


def _is_of_template_engine(text: str, offset: int) -> bool:
    """Whether a template engine still has to process a text, which cannot be read at an offset."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = text[start : end if end >= 0 else len(text)]
    return _LINE_OF_TAG.search(text) is not None or _TAGS.search(line) is not None


def has_patterns(template: TemplateFile, name: str = "") -> bool:
    """Whether a file in a folder has patterns; an object in a file of an unknown tool must be intended as one."""
    if template.tool != "plain":
        return bool(template.resources)
    return any(
        _is_meant_as_pattern(name, each.source, is_bare_pattern=resource.is_bare_pattern)
        for resource in template.resources
        for each in resource.filters
        if each.source is not None
    )


def _is_meant_as_pattern(name: str, source: PatternSource, *, is_bare_pattern: bool) -> bool:
    text = source.filled()[0].text
    if is_bare_pattern:
        return is_object_meant_as_pattern(name, text)
    return text.lstrip().startswith("{")


def resource_in(
    path: str, data: bytes, resource: str, number: int, *, values: Values[str, str] = NO_VALUES
) -> tuple[TemplateFile, LocatedFilters]:
    """The template in a file, and a resource in it that has a filter of this number; 0 for any.

    Raises:
        UnreadableInput: it cannot be read as a template, or has no such resource.
    """
    template = read_template(path, data, values=values)
    if template is None:
        _require_utf8(path, data)
        raise UnreadableInput(f"{path} is not a template: # selects a resource in a template")
    try:
        return template, select_resource(template.resources, resource, number, path)
    except NoSuchPattern as error:
        raise UnreadableInput(str(error)) from None


def filters_in(
    name: str,
    data: bytes,
    reference: tuple[str, str, int] | None,
    values: Values[str, str] = NO_VALUES,
) -> TemplatePattern:
    """The filters with a name: a resource in a template, or the whole of a YAML file.

    Args:
        name: of the file, maybe with a reference.
        reference: the file, the resource and the number of the filter, from `split_reference`; None without one.
        values: of the template's parameters or variables, by name.

    Raises:
        UnreadableInput: the file cannot be read as a template, or has no such filters.
        TemplateGap: the filters are not known from the template.
    """
    path = name if reference is None else reference[0]
    _require_utf8(path, data)
    try:
        if reference is not None:
            template, resource = resource_in(path, data, *reference[1:], values=values)
        else:
            template = template_file(path, data, module_folder(path), values=values)
            resource = whole_file(template.resources, path, is_template=template.tool != "AWS API")
    except TemplateFault as fault:
        place = place_of(decoded(data), fault.offset)
        raise UnreadableInput(f"{path}:{place.line}:{place.column}: {fault.message}", place=place) from None
    except NoSuchPattern as error:
        raise UnreadableInput(str(error)) from None
    number = 0 if reference is None else reference[2]
    return TemplatePattern(parse_resource(resource, template.text), number, name)


def filters_in_fragment(name: str, data: bytes) -> TemplatePattern | None:
    """The filters in a JSON fragment of a template, such as `{"EventPattern": ...}`; None if it is not a fragment.

    Args:
        name: of the file; of an argument or standard input as messages show it.

    Raises:
        UnreadableInput: it is a template, and not a fragment; the message lists its patterns.
        TemplateGap: the filters are not known from it.
    """
    is_file = name not in (ARGUMENT, STDIN)
    template = read_template(name, data, is_json=not is_file)
    if template is None or template.tool == "plain":
        return None
    try:
        resource = whole_file(template.resources, name, is_template=template.tool != "AWS API")
    except NoSuchPattern as error:
        if not is_file:  # its resources cannot be named
            return None
        raise UnreadableInput(str(error)) from None
    return TemplatePattern(parse_resource(resource, template.text), 0, shown_name(name))


def _require_utf8(path: str, data: bytes) -> None:
    try:
        decoded(data)
    except UnicodeDecodeError:
        raise UnreadableInput(f"{path} is not UTF-8: save it as UTF-8") from None
