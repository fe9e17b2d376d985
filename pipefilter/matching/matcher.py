"""One event pattern made ready to judge many events: reads of an event only what the pattern can look at.

The verdict is the reference matcher's. Text is read by Python's own JSON reader wherever that is certain to
agree with AWS's parser, and else token by token; fields without arrays need no search.
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
from pipefilter.matching.event_text import Event, event_tree
from pipefilter.matching.event_values import PathValues

__all__ = ["Matcher", "compile", "matches"]


class Matcher:
    """An event pattern made ready; judges any number of events.

    Args:
        pattern: parsed or built.
    """

    def __init__(self, pattern: EventPattern) -> None:
        self.pattern = pattern
        branches = branches_of(pattern)
        self._paths = PathValues({path for branch in branches for path in branch.fields})
        fields: dict[tuple[str, tuple[Operator, ...]], CompiledField] = {}
        self._branches: list[tuple[CompiledField, ...]] = []
        for branch in branches:
            compiled = []
            for path, field in branch.fields.items():
                known = (path, field.alternatives)
                if known not in fields:
                    fields[known] = CompiledField(self._paths.slots[path], field)
                compiled.append(fields[known])
            self._branches.append(tuple(compiled))

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.pattern,)  # made anew in another process

    def __repr__(self) -> str:
        return f"<Matcher: {shortened(str(self.pattern))}>"

    def matches(self, event: Event) -> bool:
        """Whether the event matches.

        Args:
            event: JSON text, UTF-8 bytes, or a dict.

        Raises:
            InvalidEvent: it is no JSON object, or no JSON.
            EventTooIntricate: no verdict within the budget; what people send is not so.
        """
        return self.matches_tree(event_tree(event))

    def matches_tree(self, tree: Json) -> bool:
        """Whether an event that is read already matches.

        Args:
            tree: from `pipefilter.matching.event_text.event_tree`.

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
    """An event pattern made ready to judge many events.

    Args:
        pattern: an `EventPattern`, or its JSON text, UTF-8 bytes, or a dict.

    Raises:
        InvalidEventPattern: AWS refuses the pattern.
    """
    from pipefilter.language.pattern_argument import parse_argument  # noqa: PLC0415 - the commands have parsed theirs

    return Matcher(parse_argument(pattern))


def matches(
    pattern: EventPattern | str | bytes | Mapping[str, object],
    event: Event,
) -> bool:
    """Whether the event matches the pattern.

    Args:
        pattern: an `EventPattern`, or its JSON text, UTF-8 bytes, or a dict.
        event: JSON text, UTF-8 bytes, or a dict.

    Raises:
        InvalidEventPattern: AWS refuses the pattern.
        InvalidEvent: the event is no JSON object, or no JSON.
        EventTooIntricate: no verdict within the budget.
    """
    return compile(pattern).matches(event)
