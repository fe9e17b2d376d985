"""Finds references in the strings of a pattern that CloudFormation does not evaluate: `${Stage}` without `Fn::Sub`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipefilter.analysis.template.literal_reference import LITERAL_REFERENCE
from pipefilter.templates.located_filters import LocatedFilter, LocatedFilters
from pipefilter.templates.nodes.node import Mapping
from pipefilter.templates.pattern_source import PatternSource
from pipefilter.templates.pattern_writer import Hole
from pipefilter.templates.shape_problem import ShapeProblem

__all__ = ["LiteralReferences"]

_REFERENCE = re.compile(r"\$\{([A-Za-z0-9]+)(\.[A-Za-z0-9.]+)?\}|\$\{(AWS::[A-Za-z]+)\}")
_REST_OF_NAME = re.compile(r'[^"]*" ?:')
_PSEUDO_PARAMETERS = frozenset(
    f"AWS::{name}"
    for name in ("AccountId", "NotificationARNs", "Partition", "Region", "StackId", "StackName", "URLSuffix")
)
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html, but for NoValue."""


class LiteralReferences:
    """The references to what a template declares.

    Args:
        root: the template.
        source: the file.
    """

    def __init__(self, root: Mapping, source: str) -> None:
        self._parameters = {name.value for name, _ in root.mapping("Parameters").members}
        self._resources = {name.value for name, _ in root.mapping("Resources").members}
        self._source = source
        self._is_json = source.lstrip()[:1] == "{"

    def with_problems(self, located: LocatedFilters) -> LocatedFilters:
        """The filters, with a problem for each reference that stays as it is written."""
        if "${" not in self._source:
            return located
        return replace(located, filters=tuple(map(self._of_filter, located.filters)))

    def _of_filter(self, located: LocatedFilter) -> LocatedFilter:
        sources = [each.value for each in located.variants]
        if not sources and located.source is not None:
            sources.append(located.source)
        problems = {problem.start: problem for source in sources for problem in self._problems(source)}
        return replace(located, shapes=(*located.shapes, *problems.values())) if problems else located

    def _problems(self, pattern: PatternSource) -> Iterator[ShapeProblem]:
        texts: list[str] = []
        places: list[int] = []
        for piece in pattern.pieces:
            known = ("\0", (piece.place,)) if isinstance(piece, Hole) else piece
            texts.append(known[0])
            places += known[1][: len(known[0])]
        reported: set[str] = set()
        text = "".join(texts)
        for match in _REFERENCE.finditer(text):
            reference, start = match[0], places[match.start()]
            # in Fn::Sub, ${!Stage} is a literal ${Stage} on purpose
            if (
                self._is_declared(match)
                and self._source.startswith(reference, start)
                and reference not in reported
            ):
                reported.add(reference)
                is_name = pattern.form != "text" and _REST_OF_NAME.match(text, match.end()) is not None
                names = (("reference", reference), ("instead", self._instead(is_name=is_name)))
                yield ShapeProblem(LITERAL_REFERENCE, start, start + len(reference), names)

    def _instead(self, *, is_name: bool) -> str:
        if is_name:
            return "the pattern as one string in Fn::Sub, which is not possible in a name"
        return '{"Fn::Sub": "..."} instead of the string' if self._is_json else "!Sub before the string"

    def _is_declared(self, match: re.Match[str]) -> bool:
        name, attribute, pseudo = match.groups()
        if pseudo:
            return pseudo in _PSEUDO_PARAMETERS
        return name in self._resources or (not attribute and name in self._parameters)
