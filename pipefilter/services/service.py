"""The facts about a service: the operators that its filters may use, its limits, and how filters combine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pipefilter.dataclass import dataclass
from pipefilter.evidence import Evidence

if TYPE_CHECKING:
    from pipefilter.services.operator_support import Support
    from pipefilter.services.operator_table import OperatorTable
    from pipefilter.services.policy_limits import PolicyLimits

__all__ = ["Combination", "Limit", "Service"]

_PLAIN_FORMS = ("plain value", "empty string")

Combination = Literal["any", "all"]
Unit = Literal[
    "characters", "bytes", "filters", "combinations", "keys", "wildcards", "points", "in magnitude", "digits"
]


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of a service.

    Args:
        usual: a smaller limit that applies unless AWS has raised it for the account, or that another AWS page
            gives; None if there is none.
    """

    maximum: int
    unit: Unit
    evidence: Evidence
    usual: int | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """A place where event patterns run.

    Args:
        name: as `--service` accepts it.
        title: AWS's name.
        place: where a filter runs, as a noun with an article, such as `a pipe`.
        what: what it filters, in one sentence.
        url: AWS's page on its filters.
        operators: the support for every form, see `pipefilter.language.operator_form`.
        filters: the limit for the number of patterns; None if there is only one pattern.
        together: the limit for the length of all patterns; None if there is no such limit.
        or_combinations: the limit for `$or` in one pattern.
        event_size: the limit for an event; None if the source sets it.
        combination: whether any or all of several filters must match.
        no_filters: the effect of an empty list of filters, in words.
        refusal: the service's response to an invalid pattern, in AWS's words; {message} is the engine's
            message.
        drops: what happens to an event that does not match, in words.
        scopes: the parts of an event that a filter can test; empty if always the whole event.
        any_shape: whether it filters events of any shape, not records of known sources.
        policy_limits: the limits that only filter policies of SNS have; None for patterns elsewhere.
        update_refusal: the response of another API call to an invalid pattern, if its words differ; "" if not.
    """

    name: str
    title: str
    place: str
    what: str
    url: str
    operators: OperatorTable
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
    any_shape: bool = False
    policy_limits: PolicyLimits | None = None
    update_refusal: str = ""

    def support(self, form: str, scope: str = "") -> Support:
        """Whether filters of the service support a form of an operator; those on METADATA support only plain values.

        Args:
            form: see `pipefilter.language.operator_form`.
            scope: of an EventBridge v2 subscriber's filter; "" for the event.
        """
        if scope == "METADATA" and form not in _PLAIN_FORMS:
            return "no"
        return self.operators[form].support
