"""The settings of `check`: where patterns run, and which codes and severities it reports."""

from __future__ import annotations

import reprlib
from dataclasses import field

from pipefilter.dataclass import dataclass
from pipefilter.errors import Problem, Severity
from pipefilter.events.schema.event_schema import EventSchema

__all__ = ["CheckSettings"]

_WEIGHT: dict[Severity, int] = {"note": 0, "warning": 1, "error": 2}


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """The settings of a check, from the arguments of `check`; codes are selected and ignored by prefix.

    Raises:
        ValueError: there is no such severity.
    """

    service: str = ""
    source: str = ""
    emulators: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Severity = "note"
    strict: bool = False
    schemas: tuple[EventSchema, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if self.severity not in tuple(_WEIGHT):
            raise ValueError(f"{reprlib.repr(self.severity)} is not a severity: use note, warning or error")

    def reports(self, problem: Problem) -> bool:
        """Whether to report a problem of a check."""
        code = problem.code
        return (
            _WEIGHT[problem.severity] >= _WEIGHT[self.severity]
            and (not self.select or code.startswith(self.select))
            and not (self.ignore and code.startswith(self.ignore))
        )
