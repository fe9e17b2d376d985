"""A pattern or filter criteria in a template as JSON text, with its unknown values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from pipefilter.application.policy_service import is_placed_policy
from pipefilter.errors import InvalidEventPattern, TemplateGap, UnreadableInput
from pipefilter.filtering.bounds import Bounds
from pipefilter.language.filter_criteria import criteria_json, parse_filters
from pipefilter.language.guessed_value import GuessedValue
from pipefilter.templates.bounds import over_approximation, under_approximation
from pipefilter.templates.parsed_resource import ParsedFilter, ParsedResource, with_placeholders

__all__ = ["TemplatePattern"]


class TemplatePattern:
    """The filters of one resource in a template, or one of them by its number; 0 for all.

    Raises:
        TemplateGap: the filters depend on a condition, or nothing of a pattern is known.
        UnreadableInput: they do not have the form of filters.
    """

    def __init__(self, resource: ParsedResource, number: int, name: str) -> None:
        if resource.located.is_choice and not number:
            raise TemplateGap(f"{name}: the template has a condition here; name one filter, as in {name}/1")
        self.name = name
        self.service = resource.located.service
        self.source = resource.located.source
        self.batches = resource.located.batches
        self.endpoint = resource.located.endpoint
        self.scope = resource.located.filters[0].scope if resource.located.has_scope else ""
        self._is_bare_pattern = resource.located.is_bare_pattern or number > 0
        self._filters = [each for each in resource.filters if number in {0, each.located.number}]
        for each in self._filters:
            for shape in each.located.shapes:
                if not shape.kind.advice:
                    problem = shape.in_file(resource.criteria.text)
                    raise UnreadableInput(
                        f"{name}: line {problem.start.line}: {problem.message}", place=problem.start
                    )
            if each.filled is None:
                raise TemplateGap(f"{name}: the template does not specify the pattern: {each.gap}")

    @property
    def unknown(self) -> list[str]:
        """The placeholders for values that are not known, such as `${Stage}`."""
        return sorted({part for each in self._filters for part in each.unknown})

    def require_complete(self) -> None:
        """Reject filters with values that are not known.

        Raises:
            TemplateGap: a part of them is not known.
        """
        if self.unknown:
            raise TemplateGap(f"{self.name}: the template does not specify {', '.join(self.unknown)}")

    def require_scope(self) -> None:
        """Reject a filter policy of SNS whose scope, and so its service, is not known.

        Raises:
            TemplateGap: its scope is not known.
        """
        if self.source == "sns" and not self.service:
            raise TemplateGap(
                f"{self.name}: the template does not specify the scope of the filter policy: give the service sns or sns-body"
            )

    @property
    def text(self) -> str:
        """The pattern or filter criteria, with placeholders such as `${Stage}`."""
        return self._with(lambda text, each: with_placeholders(text, each.unknown, in_json=True))

    @property
    def guesses(self) -> dict[int, tuple[GuessedValue, ...]]:
        """By the number of each filter in the text, the values in it that are guessed, with their spans there."""
        return {number: tuple(_guesses(each)) for number, each in enumerate(self._filters, 1)}

    @property
    def unknown_by_filter(self) -> dict[int, list[str]]:
        """By the number of each filter in the text, the placeholders for values that are not known."""
        return {number: list(dict.fromkeys(each.unknown)) for number, each in enumerate(self._filters, 1)}

    def bounds(self) -> Bounds | None:
        """The under-approximation and the over-approximation of the filters; None if all values are known.

        Raises:
            TemplateGap: too little is known for that.
        """
        if not self.unknown:
            return None
        unknown = ", ".join(self.unknown)
        try:
            lower = self._with(lambda _, each: under_approximation(_marked(each)))
            upper = self._with(lambda _, each: over_approximation(_marked(each)))
        except (InvalidEventPattern, RecursionError):
            raise TemplateGap(
                f"{self.name}: the verdict depends on {unknown}, which the template does not specify"
            ) from None
        identified = self._with(lambda text, each: with_placeholders(text, each.marked_keys, in_json=True))
        is_policy = is_placed_policy(self.service, self.source)
        return Bounds(
            parse_filters(lower, is_policy=is_policy),
            parse_filters(upper, is_policy=is_policy),
            unknown,
            identified,
            has_guesses=any(self.guesses.values()),
        )

    def _with(self, change: Callable[[str, ParsedFilter], str]) -> str:
        texts = [
            (change(each.filled.text if each.filled else "", each), each.located.scope)
            for each in self._filters
        ]
        if self._is_bare_pattern:
            return texts[0][0]
        return criteria_json(texts)


def _guesses(each: ParsedFilter) -> Iterator[GuessedValue]:
    """The guessed values of a filter, with their spans in its text with placeholders, which has other lengths."""
    if each.filled is None:
        return
    text = each.filled.text
    for guess in each.filled.guesses:
        start, end = (
            len(with_placeholders(text[:at], each.unknown, in_json=True)) for at in (guess.start, guess.end)
        )
        yield replace(guess, start=start, end=end)


def _marked(each: ParsedFilter) -> str:
    return each.located.source.marked() if each.located.source else ""
