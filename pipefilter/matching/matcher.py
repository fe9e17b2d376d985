"""The fast matcher: an event pattern compiled to match many events, which reads only what the pattern looks at.

Its verdicts are those of the reference matcher. Python's own JSON reader reads the text wherever it is certain to agree
with AWS's parser; fields without arrays need no search.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import shortened
from pipefilter.language.branches import branches_of
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.operator import Operator
from pipefilter.matching.budget import Budget
from pipefilter.matching.compiled_field import CompiledField, FieldVerdicts
from pipefilter.matching.event_text import Event
from pipefilter.matching.event_values import PathValues
from pipefilter.matching.short_cuts import ShortCuts, tree_for
from pipefilter.override import override

__all__ = ["Matcher", "compile", "matches"]


class Matcher:
    """A compiled event pattern, which matches any number of events."""

    def __init__(self, pattern: EventPattern) -> None:
        self.pattern = pattern
        branches = branches_of(pattern)
        self._paths = PathValues({path for branch in branches for path in branch.fields})
        fields: dict[tuple[str, tuple[Operator, ...]], CompiledField] = {}
        self._branches: list[tuple[CompiledField, ...]] = []
        self._short_cuts = ShortCuts(pattern)
        for branch in branches:
            compiled = []
            for path, field in branch.fields.items():
                key = (path, field.alternatives)
                if key not in fields:
                    fields[key] = CompiledField(self._paths.slots[path], field)
                compiled.append(fields[key])
            self._branches.append(tuple(compiled))

    @override
    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.pattern,)  # compiled again in another process

    @override
    def __repr__(self) -> str:
        return f"<Matcher: {shortened(str(self.pattern))}>"

    def matches(self, event: Event) -> bool:
        """Whether the event matches; several threads may call this at once.

        Args:
            event: JSON text, UTF-8 bytes, or a dict, of which only the fields of the pattern are looked at.

        Raises:
            InvalidEvent: it is not a JSON object, or not JSON; or such a field of a dict has no JSON form.
            EventTooIntricate: no verdict within the budget; real events do not need so much work.
        """
        verdict = self._short_cuts.verdict(event)
        return self.matches_tree(tree_for(event, self._paths)) if verdict is None else verdict

    def matches_tree(self, tree: Json) -> bool:
        """Whether an event that is already parsed matches.

        Args:
            tree: the result of `pipefilter.matching.event_text.event_tree`.

        Raises:
            EventTooIntricate: no verdict within the budget.
        """
        values = self._paths.of(tree, empty_names=self._paths.empty_names)
        verdicts = FieldVerdicts(values)
        budget = Budget(verdicts.value_count)
        return any(verdicts.match(fields, budget) for fields in self._branches)


def compile(  # noqa: A001 - the public name, as in `re`
    pattern: EventPattern | str | bytes | Mapping[str, object],
) -> Matcher:
    """Compile an event pattern, to match many events.

    Args:
        pattern: an `EventPattern`, or its JSON text, UTF-8 bytes, or a dict.

    Raises:
        InvalidEventPattern: AWS rejects the pattern.
    """
    from pipefilter.language.pattern_argument import parse_argument

    return Matcher(parse_argument(pattern))


def matches(pattern: EventPattern | str | bytes | Mapping[str, object], event: Event) -> bool:
    """Whether the event matches the pattern.

    Args:
        pattern: an `EventPattern`, or its JSON text, UTF-8 bytes, or a dict.
        event: JSON text, UTF-8 bytes, or a dict.

    Raises:
        InvalidEventPattern: AWS rejects the pattern.
        InvalidEvent: the event is not a JSON object, or not JSON.
        EventTooIntricate: no verdict within the budget.
    """
    return compile(pattern).matches(event)
