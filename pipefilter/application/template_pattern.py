"""A pattern or filter criteria in a template, as JSON text, and what the template does not tell of it."""

from __future__ import annotations

import json
from collections.abc import Callable

from pipefilter.errors import InvalidEventPattern, TemplateGap
from pipefilter.filtering.bounds import Bounds
from pipefilter.language.filter_criteria import parse_filters
from pipefilter.templates.bounds import least, most
from pipefilter.templates.parsed_resource import ParsedFilter, ParsedResource, with_names

__all__ = ["TemplatePattern"]


class TemplatePattern:
    """What a template says of one resource, or of one filter of it.

    Args:
        resource: parsed.
        number: of the filter; 0 for all.
        name: as it was given.

    Raises:
        TemplateGap: there is a condition among the filters, or the template does not tell a pattern at all.
    """

    def __init__(self, resource: ParsedResource, number: int, name: str) -> None:
        if resource.found.is_choice and not number:
            raise TemplateGap(f"{name}: the template has a condition there; name one filter, as in {name}/1")
        self.name = name
        self.service = resource.found.service
        self.source = resource.found.source
        self.batches = resource.found.batches
        self._is_lone = resource.found.is_bare_pattern or number > 0
        self._filters = [each for each in resource.filters if number in {0, each.found.number}]
        for each in self._filters:
            if each.filled is None:
                raise TemplateGap(
                    f"{name}: the template does not tell the pattern: it is {each.unknown[0] or 'not known'}"
                )

    @property
    def unknown(self) -> list[str]:
        """What stands for parts that are not known, such as `${Stage}`."""
        return sorted({part for each in self._filters for part in each.unknown})

    def require_complete(self) -> None:
        """Refuse filters of which the template does not tell all.

        Raises:
            TemplateGap: a part of them is not known.
        """
        if self.unknown:
            raise TemplateGap(f"{self.name}: the template does not tell what {', '.join(self.unknown)} is")

    @property
    def text(self) -> str:
        """The pattern or filter criteria, `${Stage}` as it stands there."""
        return self._with(lambda text, each: with_names(text, each.unknown, in_json=True))

    def bounds(self) -> Bounds | None:
        """What matches whatever the parts are that are not known, and what matches all that can; None if all is known.

        Raises:
            TemplateGap: too little is known for that.
        """
        if not self.unknown:
            return None
        unknown = ", ".join(self.unknown)
        try:
            lower = self._with(lambda _, each: least(_marked(each)))
            upper = self._with(lambda _, each: most(_marked(each)))
        except (InvalidEventPattern, RecursionError):
            raise TemplateGap(
                f"{self.name}: the verdict depends on {unknown}, which the template does not tell"
            ) from None
        return Bounds(parse_filters(lower), parse_filters(upper), unknown)

    def _with(self, change: Callable[[str, ParsedFilter], str]) -> str:
        texts = [
            (change(each.filled.text if each.filled else "", each), each.found.scope) for each in self._filters
        ]
        if self._is_lone:
            return texts[0][0]
        listed = [{"Pattern": text, **({"Scope": scope} if scope else {})} for text, scope in texts]
        return json.dumps({"Filters": listed}, ensure_ascii=False)


def _marked(each: ParsedFilter) -> str:
    return each.found.source.marked() if each.found.source else ""
