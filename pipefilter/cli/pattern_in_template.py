"""A pattern in a template, as JSON text: `template.yaml#OrdersPipe`."""

from __future__ import annotations

from pipefilter.application.template_pattern import TemplateGap, TemplatePattern
from pipefilter.cli.inputs import InputError, is_reference
from pipefilter.cli.template_inputs import pattern_file, referred
from pipefilter.templates.read_resource import read_resource

__all__ = ["TemplatePattern", "pattern_in_template", "template_pattern"]


def template_pattern(name: str) -> TemplatePattern | None:
    """What a template says; None if the name is that of a file.

    Args:
        name: as it was given.

    Raises:
        InputError: the template cannot be read, has no such resource, or does not tell the pattern or the list.
    """
    if not is_reference(name):
        return None
    template, resource, number = referred(name) or (*pattern_file(name), 0)
    try:
        return TemplatePattern(read_resource(resource, template.text), number, name)
    except TemplateGap as gap:
        raise InputError(str(gap)) from None


def pattern_in_template(name: str, *, unknown_too: bool) -> bytes:
    """The pattern or filter criteria in a template as JSON.

    Args:
        name: as it was given, with a `#`.
        unknown_too: whether parts that are not known may stand as they do in the template.

    Raises:
        InputError: the template cannot be read, has no such resource, or does not tell the pattern.
    """
    found = template_pattern(name)
    assert found is not None  # noqa: S101 - it has been seen to be a reference
    if found.unknown and not unknown_too:
        raise InputError(f"{name}: the template does not tell what {', '.join(found.unknown)} is")
    return found.text.encode("utf-8", "surrogatepass")
