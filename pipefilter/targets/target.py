"""A target: a deployment tool, and the filters that it can and cannot express."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field

from pipefilter.dataclass import dataclass
from pipefilter.errors import PipefilterError
from pipefilter.targets.deployment import Deployment

__all__ = ["Renderer", "Target", "Unsupported"]

Renderer = Callable[[Deployment], str]


class Unsupported(PipefilterError):
    """A tool or a service cannot express the request; the message names the nearest alternative.

    `generate` raises it.
    """


@dataclass(frozen=True, slots=True)
class Target:
    """A deployment tool.

    Args:
        name: as `pipefilter generate` accepts it.
        title: as its makers call it.
        what: a description of the output without `--whole`, and of where it goes.
        url: the page that documents the property with the filters.
        suffix: of an output file.
        renderers: by the service's name; each raises `Unsupported` for a deployment that it cannot print.
        unsupported: by the service's name, why there is no renderer, and the nearest alternative.
        checked_with: the real tool that checks the output in CI, and the limits of that check.
        has_alpha: whether it can use alpha constructs.
    """

    name: str
    title: str
    what: str
    url: str
    suffix: str
    renderers: Mapping[str, Renderer]
    checked_with: str
    unsupported: Mapping[str, str] = field(default_factory=dict)
    has_alpha: bool = False

    def render(self, deployment: Deployment) -> str:
        """The filters as text for this tool, with a line end at the end.

        Raises:
            Unsupported: the tool cannot express it.
        """
        service = deployment.service.name
        if service not in self.renderers:
            raise Unsupported(
                f"{self.title} cannot express {deployment.service.place}: {self.unsupported[service]}"
            )
        if deployment.alpha and not self.has_alpha:
            raise Unsupported(f"{self.title} has no alpha constructs: generate it without alpha")
        return self.renderers[service](deployment).rstrip("\n") + "\n"
