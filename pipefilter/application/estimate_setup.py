"""Builds the setup of an estimate from options, and checks that they can be combined."""

from __future__ import annotations

from fractions import Fraction

from pipefilter.application.option_text import InvalidOption
from pipefilter.application.option_values import Duration, call_milliseconds, megabytes
from pipefilter.costs.billing.setup import (
    CALLS,
    ENDPOINTS,
    TIMED_CALLS,
    WORKFLOW_MEMORY,
    Architecture,
    Call,
    CallKind,
    Setup,
    default_batch_size,
)
from pipefilter.costs.prices.price import Prices
from pipefilter.costs.prices.region_names import DEFAULT_REGION, unknown_region
from pipefilter.dataclass import dataclass
from pipefilter.services import Service
from pipefilter.services.sns_subscription import POLICY_SERVICES
from pipefilter.sources import Source

__all__ = ["CallOptions", "Calls", "build_setup", "check_region"]

_MAX_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls that are made with the events that pass.

    Args:
        function: by an event source mapping.
        enrichment: by a pipe.
        target: by a pipe or a rule, or the endpoint of a subscription; None if it is not to be counted.
    """

    function: Call | None = None
    enrichment: Call | None = None
    target: Call | None = None


@dataclass(frozen=True, slots=True)
class CallOptions:
    """The options about calls: the target, or the function of an event source mapping, and the enrichment; memory is in MB."""

    target: str | None = None
    memory: int | str | None = None
    duration: Duration | None = None
    per_record: Duration | None = None
    architecture: Architecture = "x86"
    enrichment: str | None = None
    enrichment_memory: int | str | None = None
    enrichment_duration: Duration | None = None

    def calls(self, service: Service) -> Calls:
        """The calls of a service.

        Raises:
            InvalidOption: the options do not go together, or one is not valid.
        """
        _check_choice("architecture", self.architecture, ("x86", "arm"))
        enrichment = _check_choice("enrichment", self.enrichment, TIMED_CALLS)
        target = _check_choice("target", self.target, tuple(dict.fromkeys((*CALLS, *ENDPOINTS))))
        # before their own options, which matter only if these go together
        _check_calls(service, is_enriched=enrichment is not None, target=target)
        if enrichment is None and (self.enrichment_memory is not None or self.enrichment_duration is not None):
            raise InvalidOption("{enrichment_memory} and {enrichment_duration} require {enrichment}")
        function, called = self._function_and_target(service.name, target)
        return Calls(function, self._enrichment(enrichment), called)

    def _enrichment(self, kind: CallKind | None) -> Call | None:
        if kind is None:
            return None
        memory = _memory(
            kind, megabytes("enrichment_memory", self.enrichment_memory, is_function=kind == "lambda")
        )
        duration = call_milliseconds("enrichment_duration", self.enrichment_duration)
        return Call(kind, memory, duration, architecture=self.architecture)

    def _function_and_target(self, service: str, target: CallKind | None) -> tuple[Call | None, Call | None]:
        duration = call_milliseconds("duration", self.duration)
        per_record = call_milliseconds("per_record", self.per_record)
        kind: CallKind | None = "lambda" if service == "lambda" else target
        times = {"memory": self.memory, "duration": duration, "per_record": per_record}
        about_calls = [name for name, value in times.items() if value is not None]
        if kind not in TIMED_CALLS:
            if about_calls:
                raise InvalidOption(
                    f"{{{about_calls[0]}}} applies to a function: give {{service}} lambda or {{target}} lambda"
                )
            return None, (Call(kind) if kind else None)
        memory = megabytes("memory", self.memory, is_function=kind == "lambda")
        if (memory is None and kind == "lambda") != (duration is None) and about_calls:
            raise InvalidOption(
                "{memory} and {duration} require each other: duration is billed by the GB-second"
            )
        call = Call(kind, _memory(kind, memory), duration, per_record or Fraction(0), self.architecture)
        return (call, None) if service == "lambda" else (None, call)


def build_setup(  # noqa: PLR0913 - all that a setup has
    service: Service,
    source: Source | None,
    calls: Calls,
    *,
    region: str | None = None,
    batch_size: int | None = None,
    window: Fraction | None = None,
    free_tier: bool = False,
) -> Setup:
    """Build the setup.

    Args:
        region: of AWS; None for that of the records.
        batch_size: records in a batch; None for AWS's default.
        window: the batching window, in seconds; None to assume full batches.

    Raises:
        InvalidOption: they do not go together, or one is not valid.
    """
    name = service.name
    if name not in ("pipe", "lambda") and (batch_size is not None or window is not None):
        raise InvalidOption(
            "{batch_size} and {window} apply to pipe and lambda only: a {name_} processes events one by one",
            name_=name,
        )
    if batch_size is not None and not 1 <= batch_size <= _MAX_BATCH:
        raise InvalidOption(
            "{batch_size}: {size_} is not a valid batch size: a batch has 1 to {most_:,} records",
            size_=batch_size,
            most_=_MAX_BATCH,
        )
    if calls.function is not None and name != "lambda":
        raise InvalidOption("{function} applies to lambda only: use {target} for a pipe or rule")
    kind = calls.target.kind if calls.target is not None else None
    _check_calls(service, is_enriched=calls.enrichment is not None, target=kind)
    source_name = source.name if source is not None else ""
    return Setup(
        service,
        source_name,
        DEFAULT_REGION if region is None else region,
        default_batch_size(name, source_name, calls.target) if batch_size is None else batch_size,
        window,
        # each mapping calls a function: a function that is not known appears in the bill as lacking
        Call("lambda") if name == "lambda" and calls.function is None else calls.function,
        calls.enrichment,
        calls.target,
        free_tier,
        "default" if region is None else "given",
    )


def check_region(name: str | None, prices: Prices) -> None:
    """Check that a region exists, if one is given; prices may be of regions that are newer than this version.

    Raises:
        InvalidOption: it does not exist.
    """
    if name is not None and not isinstance(name, str):
        raise InvalidOption("{region}: {value} is not the name of a region, such as eu-west-1", value=name)
    wrong = None if name is None else unknown_region(name, prices.regions)
    if wrong is not None:
        raise InvalidOption("{region}: {wrong_}", wrong_=wrong)


def _check_calls(service: Service, *, is_enriched: bool, target: CallKind | None) -> None:
    if is_enriched and service.name != "pipe":
        raise InvalidOption("{enrichment} applies to a pipe only")
    if target is not None and service.name == "lambda":
        raise InvalidOption(
            "{target} applies to a pipe or rule only: an event source mapping calls its function"
        )
    _check_target(service, target)


def _check_target(service: Service, target: CallKind | None) -> None:
    of_topic = service.name in POLICY_SERVICES
    if target is not None and target not in (ENDPOINTS if of_topic else CALLS):
        raise InvalidOption(
            "{target}: {place_} cannot have {value_} as a target: choose from {choices_}",
            place_="a subscription" if of_topic else service.place,
            value_=target,
            choices_=", ".join(ENDPOINTS if of_topic else CALLS),
        )


def _check_choice(option: str, value: str | None, choices: tuple[str, ...]) -> CallKind | None:
    if value is not None and value not in choices:
        raise InvalidOption(
            f"{{{option}}}: {{value_}} is not one of {{choices_}}", value_=value, choices_=", ".join(choices)
        )
    return value  # type: ignore[return-value]  # it is one of them


def _memory(kind: CallKind, memory: int | None) -> int | None:
    """The memory; for an Express Workflow, by default the billed minimum."""
    return WORKFLOW_MEMORY if memory is None and kind == "step-functions-express" else memory
