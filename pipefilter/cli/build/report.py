"""Prints the pattern of `pipefilter build`, or why none is worth printing, and the conditions left to check."""

from __future__ import annotations

import json
from dataclasses import asdict
from shlex import quote

from pipefilter.builder.conditions.condition import AllOf, Condition
from pipefilter.builder.conditions.event_name import EventNames
from pipefilter.builder.narrowing.inferred_values import WithheldValues
from pipefilter.builder.narrowing.narrowing_result import Narrowed
from pipefilter.builder.narrowing.value_alternatives import unknown_type_note
from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.cli.terminal.output import counted, message, print_json, result
from pipefilter.dataclass import dataclass
from pipefilter.json_text.place import utf16_length
from pipefilter.override import override

__all__ = ["PatternReport", "SampleCounts"]

_JSON_NAMES = {"passing": "pass", "relevant": "wanted"}
"""What `--json` calls the counts that have other names here."""


@dataclass(slots=True)
class SampleCounts:
    """How many records of a sample pass a pattern, and how many of the relevant ones are lost."""

    records: int = 0
    passing: int = 0
    relevant: int = 0
    lost: int = 0

    def add(self, *, is_relevant: bool, passes: bool) -> None:
        """Count one more record; it is relevant if it meets the condition."""
        self.records += 1
        self.passing += passes
        self.relevant += is_relevant
        self.lost += is_relevant and not passes

    def as_json(self) -> dict[str, int]:
        """As `--json` prints it."""
        return {_JSON_NAMES.get(name, name): count for name, count in asdict(self).items()}

    @override
    def __str__(self) -> str:
        return (
            f"sample: {counted(self.records, 'record')}: {self.passing} {'matches' if self.passing == 1 else 'match'} "
            f"(your code must drop {self.passing - self.relevant + self.lost}), "
            f"{self.relevant} {'is' if self.relevant == 1 else 'are'} wanted (the pattern drops {self.lost} of these)"
        )


@dataclass(frozen=True, slots=True)
class PatternReport:
    """A pattern and the notes for its user.

    Args:
        withheld: values of the sample that the pattern does not distinguish.
        missing: a sentence on attributes that no record of the sample has; "" if there are none.
        code: checks the remaining conditions, if it was requested and any remain.
    """

    narrowed: Narrowed
    excludes_nothing: bool
    withheld: tuple[WithheldValues, ...]
    missing: str
    untyped: tuple[AttributePath, ...]
    sample: SampleCounts | None
    code: str | None

    def print_json(self, *, anyway: bool) -> None:
        """Print one JSON object; without a pattern if it excludes no records, unless `anyway`."""
        narrowed = self.narrowed
        texts = [] if self.excludes_nothing and not anyway else [each.text for each in narrowed.filters]
        print_json(
            {
                "filters": texts,
                "excludes_nothing": self.excludes_nothing,
                "help": self._help() if self.excludes_nothing else None,
                "exact": narrowed.exact,
                "proof": {
                    "never_loses": narrowed.proof.never_loses,
                    "exact": narrowed.proof.exact,
                    "doubt": narrowed.proof.doubt or None,
                },
                "condition": narrowed.condition.as_json(),
                "residual": narrowed.residual.as_json() if narrowed.residual is not None else None,
                "residual_words": str(narrowed.residual) if narrowed.residual is not None else None,
                "notes": self._notes(),
                "service": narrowed.service.name,
                "lengths": [utf16_length(text) for text in texts],
                "length_limit": narrowed.service.pattern_length.maximum,
                "sample": self.sample.as_json() if self.sample is not None else None,
                "code": self.code,
            }
        )

    def print_text(self, *, anyway: bool, criteria: bool, wants_code: bool) -> None:
        """Print the code or the pattern as the result, unless it excludes no records, and the rest as messages.

        Args:
            criteria: whether to print a single pattern as filter criteria, too.
        """
        texts = [each.text for each in self.narrowed.filters]
        if self.code is not None:
            result(self.code.rstrip("\n"))
        elif not self.excludes_nothing or anyway:
            filters = {"Filters": [{"Pattern": text} for text in texts]}
            pattern = (
                json.dumps(filters, indent=2, ensure_ascii=False) if criteria or len(texts) > 1 else texts[0]
            )
            result(pattern)
        message(f"condition: {self.narrowed.condition}")
        for note in self._notes():
            message(f"note: {note}")
        if self.excludes_nothing:
            message(
                f"nothing can be filtered out: the narrowest pattern, {' or '.join(texts)}, matches every record"
            )
            message(f"hint: {self._help()}")
            if self.code is None and not anyway:
                message("no pattern printed: use --anyway to print it")
        else:
            self._print_rest(texts, wants_code=wants_code)
        if self.sample is not None:
            message(str(self.sample))
            if self.sample.records and self.sample.passing == self.sample.records and not self.excludes_nothing:
                message("hint: the pattern matches every record of this sample")

    def _print_rest(self, texts: list[str], *, wants_code: bool) -> None:
        longest = max(map(utf16_length, texts))
        limit = self.narrowed.service.pattern_length.maximum
        filters = f", in {len(texts)} filters" if len(texts) > 1 else ""
        message(f"length: {longest:,} of {limit:,} characters{filters}")
        if self.narrowed.residual is not None:
            message(f"left to check in your code: {self.narrowed.residual}")
        elif wants_code:
            message("exact: nothing is left to check in your code, so the pattern is printed instead of code")
        else:
            message("exact: nothing is left to check in your code")
        message(str(self.narrowed.proof))

    def _notes(self) -> list[str]:
        missing = [self.missing] if self.missing else []
        of_type = {} if self.excludes_nothing else {unknown_type_note(path): path for path in self.untyped}
        notes = [
            f"{note}; if it is always a string, add {_type_option(of_type[note])}" if note in of_type else note
            for note in self.narrowed.notes
        ]
        return [*missing, *notes, *(f"{values}; {_option(values)}" for values in self.withheld)]

    def _help(self) -> str:
        """A hint on how to make the pattern narrower."""
        if self.narrowed.exact:
            return "every record of the stream meets the condition, so you need no filter"
        if _names_events(self.narrowed.condition):
            return self._help_of_values()
        return f"add --event MODIFY if you do not want new and deleted items; {self._help_of_values()}"

    def _help_of_values(self) -> str:
        """A hint on facts about attributes that would make the pattern narrower."""
        if not self.untyped:
            return "give --values for the attributes; for a map, name the attributes in it"
        example = _type_option(self.untyped[0])
        if self.sample is None:
            return f"give the types of the attributes, such as {example}, or a sample of the stream with --values-from"
        names = ", ".join(map(str, self.untyped))
        return f"no record of the sample has {names}: give the types, such as {example}"


def _names_events(condition: Condition) -> bool:
    parts = condition.conditions if isinstance(condition, AllOf) else (condition,)
    return any(isinstance(part, EventNames) for part in parts)


def _type_option(path: AttributePath) -> str:
    return f"--type {quote(f'{path}=S')}"


def _option(values: WithheldValues) -> str:
    """The option that includes withheld values in the pattern."""
    if values.looks is not None:
        return f"to include such values, add --allow-personal {quote(str(values.path))}"
    return f"to use some, name them with --values {quote(f'{values.path}=...')}"
