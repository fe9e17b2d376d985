"""A pattern in a template, as JSON text: `template.yaml#OrdersPipe`."""

from __future__ import annotations

import json
from collections.abc import Callable

from pipefilter.cli.inputs import InputError
from pipefilter.cli.template_inputs import referred
from pipefilter.errors import InvalidEventPattern
from pipefilter.templates.bounds import least, most
from pipefilter.templates.read_resource import ReadFilter, ReadResource, read_resource, with_names

__all__ = ["TemplatePattern", "pattern_in_template", "template_pattern"]


class TemplatePattern:
    """What a template says of one resource, or of one filter of it.

    Args:
        resource: parsed.
        number: of the filter; 0 for all.
        name: as it was given.
    """

    def __init__(self, resource: ReadResource, number: int, name: str) -> None:
        if resource.found.is_choice and not number:
            raise InputError(f"{name}: the template has a condition there; name one filter, as in {name}/1")
        self.service = resource.found.service
        self.source = resource.found.source
        self.batches = resource.found.batches
        self._is_lone = resource.found.is_lone or number > 0
        self._filters = [one for one in resource.filters if number in {0, one.found.number}]
        for one in self._filters:
            if one.filled is None:
                raise InputError(
                    f"{name}: the template does not tell the pattern: it is {one.unknown[0] or 'not known'}"
                )

    @property
    def unknown(self) -> list[str]:
        """What stands for parts that are not known, such as `${Stage}`."""
        return sorted({shown for one in self._filters for shown in one.unknown})

    @property
    def text(self) -> str:
        """The pattern or filter criteria, `${Stage}` as it stands there."""
        return self._with(lambda text, one: with_names(text, one.unknown, in_json=True))

    def bounds(self) -> tuple[str, str] | None:
        """What takes the events that are taken whatever the parts are that are not known, and what takes all that can be.

        Returns:
            Two patterns, or filter criteria; None where too little is known for that.
        """
        try:
            return self._with(lambda _, one: least(_marked(one))), self._with(lambda _, one: most(_marked(one)))
        except (InvalidEventPattern, RecursionError):
            return None

    def _with(self, change: Callable[[str, ReadFilter], str]) -> str:
        texts = [(change(one.filled.text if one.filled else "", one), one.found.scope) for one in self._filters]
        if self._is_lone:
            return texts[0][0]
        listed = [{"Pattern": text, **({"Scope": scope} if scope else {})} for text, scope in texts]
        return json.dumps({"Filters": listed}, ensure_ascii=False)


def _marked(one: ReadFilter) -> str:
    return one.found.source.marked() if one.found.source else ""


def template_pattern(name: str) -> TemplatePattern | None:
    """What a template says; None if the name is that of a file.

    Args:
        name: as it was given.

    Raises:
        InputError: the template cannot be read, has no such resource, or does not tell the pattern or the list.
    """
    found = referred(name)
    if found is None:
        return None
    template, resource, number = found
    return TemplatePattern(read_resource(resource, template.text), number, name)


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
