"""The options of `pipefilter estimate`, as they are typed."""

from __future__ import annotations

from pipefilter.application.estimate_options import EstimateOptions
from pipefilter.application.estimate_setup import CallOptions
from pipefilter.cli.inputs.typed_paths import typed_paths
from pipefilter.costs.billing.setup import Architecture
from pipefilter.dataclass import dataclass

__all__ = ["EstimateCommandOptions", "option_name"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateCommandOptions:
    """The arguments and options of the command, by the names of its parameters; None if an option is not given."""

    arguments: tuple[str, ...]
    compare: bool
    traffic: tuple[str, ...]
    source: str | None
    service: str | None
    region: str | None
    per_month: str | None
    totals: str | None
    batch_size: int | None
    window: str | None
    memory: str | None
    duration: str | None
    per_record: str | None
    arch: Architecture
    target: str | None
    enrichment: str | None
    enrichment_memory: str | None
    enrichment_duration: str | None
    free_tier: bool
    prices: str | None
    live: bool
    suggest: bool
    reads: str | None
    sample: int | None
    seed: int
    jobs: int | None
    format: str | None
    as_json: bool
    as_csv: bool
    html: str | None

    @property
    def formats(self) -> dict[str, str]:
        """The requested formats, by the option that requests each."""
        formats = {}
        if self.as_json:
            formats["--json"] = "json"
        if self.as_csv:
            formats["--csv"] = "csv"
        if self.format:
            formats[f"--format {self.format}"] = self.format
        return formats

    def for_application(self) -> EstimateOptions:
        """The options that are about the estimate itself.

        Raises:
            click.UsageError: --reads does not accept the value.
        """
        paths = None if self.reads is None else [path.strip() for path in typed_paths(self.reads, "--reads")]
        return EstimateOptions(
            service=self.service,
            source=self.source,
            region=self.region,
            per_month=self.per_month,
            totals=self.totals,
            batch_size=self.batch_size,
            window=self.window,
            calls=CallOptions(
                target=self.target,
                memory=self.memory,
                duration=self.duration,
                per_record=self.per_record,
                architecture=self.arch,
                enrichment=self.enrichment,
                enrichment_memory=self.enrichment_memory,
                enrichment_duration=self.enrichment_duration,
            ),
            free_tier=self.free_tier,
            prices=self.prices,
            live=self.live,
            suggest=self.suggest,
            reads=paths,
            sample=self.sample,
            seed=self.seed,
        )


def option_name(name: str) -> str:
    """The option on the command line for an option of the application."""
    return "--arch" if name == "architecture" else f"--{name.replace('_', '-')}"
