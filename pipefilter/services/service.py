"""What a service says about itself: what its filters may use, how long and how many, and how they combine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipefilter.evidence import Evidence

if TYPE_CHECKING:
    from pipefilter.services.operator_support import OperatorSupport, Support

__all__ = ["Combination", "Limit", "Service"]

_PLAIN_FORMS = ("plain value", "empty string")

Combination = Literal["any", "all"]
Unit = Literal["characters", "bytes", "filters", "combinations"]


@dataclass(frozen=True, slots=True)
class Limit:
    """A number that a service does not go beyond.

    Args:
        most: the number that certainly holds: beyond it the service refuses.
        unit: of what.
        evidence: where that is said.
        usual: a smaller number that holds unless AWS has raised it for the account, or that another page of
            AWS's names; None if there is none.
    """

    most: int
    unit: Unit
    evidence: Evidence
    usual: int | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """A place where event patterns run.

    Args:
        name: as `--service` takes it.
        title: as AWS calls it.
        place: one of them, as a noun with its article: where a filter runs.
        what: one sentence on what it filters.
        url: AWS's page on its filters.
        operators: by form, see `pipefilter.language.operator_form`; every form is there.
        pattern_length: of one pattern.
        filters: how many patterns together; None where there is one pattern only.
        together: of all patterns of one list; None where there is no such limit.
        or_combinations: of `$or` in one pattern.
        event_size: how large an event may be, in bytes; None where the source sets it.
        combination: with several filters, whether any of them has to match or all.
        no_filters: what an empty list of filters does, in words.
        refusal: what the service answers to a pattern that is not valid: AWS's words, {message} for the
            engine's own.
        refusal_evidence: where that is from.
        drops: what becomes of an event that does not match, in words.
        scopes: the parts of an event that a filter may be for; empty where it is always the event.
    """

    name: str
    title: str
    place: str
    what: str
    url: str
    operators: Mapping[str, OperatorSupport]
    pattern_length: Limit
    filters: Limit | None
    together: Limit | None
    or_combinations: Limit
    event_size: Limit | None
    combination: Combination
    no_filters: str
    refusal: str
    refusal_evidence: Evidence
    drops: str
    scopes: tuple[str, ...] = ()

    def support(self, form: str, scope: str = "") -> Support:
        """Whether filters of the service support a form of an operator; those on METADATA support plain values only.

        Args:
            form: see `pipefilter.language.operator_form`.
            scope: of an EventBridge v2 subscriber's filter; "" for the event.
        """
        if scope == "METADATA" and form not in _PLAIN_FORMS:
            return "no"
        return self.operators[form].support
