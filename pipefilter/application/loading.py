"""Filters read from a file: a pattern in JSON or YAML, filter criteria, or what a template has."""

from __future__ import annotations

from pathlib import Path

from pipefilter.application.filters import Filters
from pipefilter.application.template_pattern import TemplatePattern
from pipefilter.errors import UnreadableInput
from pipefilter.filtering.placement import resolve_placement
from pipefilter.json_text.place import place_of
from pipefilter.json_text.tree import decoded
from pipefilter.language.filter_criteria import parse_filters
from pipefilter.templates.node import TemplateFault
from pipefilter.templates.read_resource import read_resource
from pipefilter.templates.reference import NoSuchPattern, chosen, split_reference, whole_file
from pipefilter.templates.suffixes import is_yaml_name
from pipefilter.templates.template_file import TemplateFile, template_file

__all__ = ["load"]


def load(path: str | Path, *, service: str = "", source: str = "") -> Filters:
    """Read filters from a file.

    Args:
        path: of a file with a pattern or filter criteria, in JSON or YAML; or of filters in a template, such as
            `template.yaml#OrdersPipe`, `template.yaml#OrdersPipe/2`.
        service: the name of the service in which they run; "" for what the template says, or what each record tells.
        source: the name of the source of their records, likewise.

    Raises:
        InvalidEventPattern: AWS refuses one of them.
        UnreadableInput: the file cannot be read, or has no such filters.
        TemplateGap: the template does not tell enough of them.
        Contradiction: the service does not read from the source.
    """
    name = str(path)
    reference = split_reference(name)
    file, resource, number = reference or (name, "", 0)
    try:
        data = Path(file).read_bytes()
    except (OSError, ValueError) as error:  # ValueError: no file can have that name
        raise UnreadableInput(f"cannot read {file}: {getattr(error, 'strerror', None) or error}") from None
    if reference is None and not is_yaml_name(file):
        criteria = parse_filters(data)
        return Filters(criteria, resolve_placement(criteria, service=service, source=source), name=name)
    template = _template(file, data)
    try:
        found = (
            chosen(template.found, resource, number, file) if reference else whole_file(template.found, file)
        )
    except NoSuchPattern as error:
        raise UnreadableInput(str(error)) from None
    pattern = TemplatePattern(read_resource(found, template.text), number, name)
    criteria = parse_filters(pattern.text)
    placement = resolve_placement(
        criteria, service=service or pattern.service or "", source=source or pattern.source or ""
    )
    return Filters(criteria, placement, pattern.bounds(), name)


def _template(file: str, data: bytes) -> TemplateFile:
    try:
        return template_file(file, data)
    except UnicodeDecodeError:
        raise UnreadableInput(f"{file} is not UTF-8: save it as UTF-8") from None
    except TemplateFault as fault:
        place = place_of(decoded(data), fault.offset)
        raise UnreadableInput(f"{file}:{place.line}:{place.column}: {fault.message}") from None
