"""A pattern in a template as JSON text, with the place of each character, and with holes for unknown values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Literal, TypeAlias

from pipefilter.analysis.template.template_values import TemplateValue
from pipefilter.dataclass import dataclass
from pipefilter.errors import InvalidEventPattern
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.guessed_value import GuessedValue
from pipefilter.language.parse import parse, parse_policy
from pipefilter.language.unknown_value import MARK_ANY, MARK_END, MARK_START
from pipefilter.templates.filling import Filling
from pipefilter.templates.hole_places import holes_with_problems, nearest_hole
from pipefilter.templates.nodes.node import Call, Joined, Node, Text, Unknown
from pipefilter.templates.pattern_writer import ENCODERS, Hole, PatternWriter
from pipefilter.templates.unknown_form import has_unknown_form
from pipefilter.templates.unknown_names import certain_error

__all__ = ["PatternSource", "pattern_source"]

Form: TypeAlias = Literal["text", "encoded", "object"]

_NUMBERS = ("0", "4000000", "-4000000", "true")
_GUESSES: dict[str, Callable[[int], str]] = {
    "0": lambda number: str(7 + number),
    "4000000": lambda number: str(4_000_001 + number),
    "-4000000": lambda number: str(-4_000_001 - number),
    "true": lambda _: "false",
    "10.0.0.0/24": lambda number: f"10.{1 + number % 255}.0.0/16",
    '"10.0.0.0/24"': lambda number: f'"10.{1 + number % 255}.0.0/16"',
    "10.0.0.0": lambda number: f"10.{1 + number % 255}.0.0",
    ">": lambda _: "<",
    '">"': lambda _: '"<"',
    '[">", 0]': lambda number: f'["<", {7 + number}]',
}
"""A second guess for each form other than a string, by the number of the hole, as two holes may differ."""
_IN_TEXT = ("{}", "10.0.0.0/24", "10.0.0.0", "0", ">")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?')
_MAX_STRINGS = 5
_MAX_TRIED = 2_000_000
"""The total length of the patterns that are parsed to find values that make one valid."""
_MAX_RESET = 20
"""The holes of an invalid pattern that are tried again."""
_BARE = ('"{}"', '["{}"]', *_NUMBERS, '"10.0.0.0/24"', '">"', '[">", 0]', '{{"{}": ["{}"]}}')


@dataclass(frozen=True, slots=True)
class PatternSource:
    """A pattern as a template has it.

    Args:
        pieces: strings, each with the places of its characters, and holes.
        unknown: the placeholder for each hole, such as `${Stage}`.
        form: `text`: a string in the template, which AWS receives unchanged; `encoded`: an object that the template encodes
            as JSON; `object`: an object.
        words: the numbers, booleans and nulls in objects.
        end: the offset after it.
        is_exact: whether an encoded pattern is written exactly as the template's tool writes it.
        has_conditions: whether it depends on conditions inside it, which are holes here.
        keys: for each hole, what identifies its value in the file.
        is_policy: whether it is a filter policy of SNS, for which EventBridge's limits do not count.
    """

    pieces: tuple[tuple[str, tuple[int, ...]] | Hole, ...]
    unknown: tuple[str, ...]
    form: Form
    words: tuple[TemplateValue, ...]
    end: int
    is_exact: bool = False
    has_conditions: bool = False
    keys: tuple[str, ...] = ()
    is_policy: bool = False

    @property
    def length(self) -> int:
        """The number of characters that are known."""
        return sum(len(piece[0]) for piece in self.pieces if not isinstance(piece, Hole))

    @property
    def is_text(self) -> bool:
        """Whether AWS receives exactly this text, including its white space."""
        return self.form == "text" or self.is_exact

    def value_end(self, start: int) -> int:
        """The offset in the file after the number, boolean, null or unknown value at `start`; 0 if there is none."""
        return max((end for at, end in self.value_spans if at == start), default=0)

    @property
    def value_spans(self) -> tuple[tuple[int, int], ...]:
        """The offsets in the file of the numbers, booleans, nulls and unknown values."""
        words = [(word.start, word.end) for word in self.words]
        return (*words, *((hole.place, hole.end) for hole in self.pieces if isinstance(hole, Hole)))

    def filled(self) -> tuple[Filling, EventPattern | InvalidEventPattern | None]:
        """The pattern with strings in its holes, or with lists or numbers where only those make it valid.

        Returns:
            The text, and the parsed pattern; or the error if no values make it valid; or None if there are too many
            holes to try, or if the name of an operator is not known.
        """
        forms: list[tuple[str, ...]] = [
            _IN_TEXT if hole.in_text else _BARE for hole in self.pieces if isinstance(hole, Hole)
        ]
        chosen = [0] * len(forms)
        best: tuple[Filling, InvalidEventPattern] | None = None
        best_chosen = list(chosen)
        tried = 0
        while True:
            filling = [form[at] for form, at in zip(forms, chosen, strict=True)]
            filled, holes = self._with(filling)
            try:
                pattern = self._parsed(filled.text)
            except InvalidEventPattern as error:
                if best is None or len(error.problems) < len(best[1].problems):
                    best, best_chosen = (filled, error), list(chosen)
                near = nearest_hole(holes, filled.text, error.problem.start)
                if near is None or chosen[near] + 1 == len(forms[near]):
                    best = self._with_strings(forms, best_chosen, best)
                    return best[0], certain_error(best[1])
                tried += len(filled.text)
                if tried > _MAX_TRIED:
                    return best[0], None
                others = holes_with_problems(holes, filled.text, error) - {near}
                for number in (near, *(at for at in others if chosen[at] + 1 < len(forms[at]))):
                    chosen[number] += 1
            else:
                filled = replace(filled, filling=tuple(filling))
                return (replace(filled, other=self._other(filling)) if filled.is_guess else filled), pattern

    def with_equal_values(self, filled: Filling) -> Iterator[EventPattern]:
        """The pattern with the same string in all holes: one of its own, each of its first strings in turn, or any other.

        Unknown values may be equal to each other, and to values that are known.
        """
        for value in dict.fromkeys(
            (f"{MARK_START}0{MARK_END}", *islice(_strings_of(filled.text), _MAX_STRINGS))
        ):
            try:
                yield self._parsed(self._with(list(filled.filling), value)[0].text)
            except InvalidEventPattern:  # a value of another form, such as that of a wildcard
                continue

    def _parsed(self, text: str) -> EventPattern:
        return parse_policy(text) if self.is_policy else parse(text)

    def _with_strings(
        self, forms: list[tuple[str, ...]], chosen: list[int], best: tuple[Filling, InvalidEventPattern]
    ) -> tuple[Filling, InvalidEventPattern]:
        """The best filling, with strings where nothing else helps, so that messages do not contain guesses."""
        for number in [at for at, form in enumerate(chosen) if form][:_MAX_RESET]:
            reset = [0 if at == number else form for at, form in enumerate(chosen)]
            filled, _ = self._with([form[at] for form, at in zip(forms, reset, strict=True)])
            try:
                self._parsed(filled.text)
            except InvalidEventPattern as error:
                if len(error.problems) <= len(best[1].problems):
                    best, chosen = (filled, error), reset
        return best

    def _other(self, filling: list[str]) -> EventPattern | None:
        """The pattern with other guesses."""
        holes = [piece for piece in self.pieces if isinstance(piece, Hole)]
        try:
            return self._parsed(self._with(list(map(self._guess, holes, filling)))[0].text)
        except InvalidEventPattern:
            return None

    @staticmethod
    def _guess(hole: Hole, form: str) -> str:
        return _GUESSES[form](hole.number) if form in _GUESSES else form

    def marked(self) -> str:
        """The pattern as JSON with a mark in each hole; not valid where a mark represents anything other than a string."""
        texts = []
        for piece in self.pieces:
            if isinstance(piece, Hole):
                mark = f"{MARK_START}{piece.number}{MARK_END}"
                texts.append(mark if piece.in_text else f'"{mark}{"" if piece.is_text else MARK_ANY}"')
            else:
                texts.append(piece[0])
        return "".join(texts)

    def _with(self, filling: list[str], value: str = "") -> tuple[Filling, list[tuple[int, int]]]:
        """The pattern with these forms of values in its holes, and the spans of the holes in its text.

        Args:
            value: of all holes, as it is in quotes in JSON; "" for a mark of each hole.
        """
        texts: list[str] = []
        places: list[int] = []
        holes: list[tuple[int, int]] = []
        numbers: list[tuple[str, int]] = []
        guesses: list[GuessedValue] = []
        for piece in self.pieces:
            if isinstance(piece, Hole):
                form = filling[len(holes)]
                if form in _NUMBERS and piece.is_text and not piece.in_text:
                    numbers.append((self.unknown[piece.number], piece.place))
                mark = value or f"{MARK_START}{piece.number}{MARK_END}"
                text = form.format(mark, mark)
                holes.append((len(places), len(places) + len(text)))
                placeholder = self.unknown[piece.number]
                if form in _GUESSES:
                    guesses.append(GuessedValue(*holes[-1], placeholder))
                elif not piece.in_text and has_unknown_form(piece, form, placeholder, texts):
                    guesses.append(GuessedValue(*holes[-1], placeholder, is_example=False))
                places += [piece.place] * len(text)
            else:
                text = piece[0]
                places += piece[1][: len(text)]
            texts.append(text)
        return Filling("".join(texts), (*places, self.end), tuple(numbers), tuple(guesses)), holes


def _strings_of(text: str) -> Iterator[str]:
    """The strings in a JSON text as they are written, without names of members, and without unknown parts."""
    for match in _STRING.finditer(text):
        if match[1] and not match[2] and MARK_START not in match[1]:
            yield match[1]


def pattern_source(node: Node, source: str, resolved: Callable[[Node], Node | None]) -> PatternSource | None:
    """The pattern in a node; None if it is completely unknown.

    Args:
        source: the file.
        resolved: evaluates a function; None for no value.

    Raises:
        TemplateFault: it is longer than any service allows.
    """
    value = resolved(node)
    form: Form = "object"
    is_exact = isinstance(value, Call) and value.name == "jsonencode"
    writer = PatternWriter(source, resolved, is_exact=is_exact)
    if isinstance(value, Call) and value.name in ENCODERS:
        form = "encoded"
        value = resolved(value.argument)
    if value is None or isinstance(value, Unknown):
        return None
    if isinstance(value, Text | Joined) and form == "object":
        if isinstance(value, Joined) and all(isinstance(part, Unknown) for part in value.parts):
            return None
        writer.json_text(value)
        form = "text"
    else:
        writer.write(value)
    pieces, unknown, words = tuple(writer.pieces), tuple(writer.unknown), tuple(writer.words)
    return PatternSource(pieces, unknown, form, words, node.end, is_exact, writer.has_conditions, writer.keys)
