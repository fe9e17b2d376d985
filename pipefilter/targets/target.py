"""What a tool says about itself: what can be printed for it, and what it cannot express."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pipefilter.errors import PipefilterError
from pipefilter.targets.deployment import Deployment

__all__ = ["Renderer", "Target", "Unsupported"]

Renderer = Callable[[Deployment], str]


class Unsupported(PipefilterError):
    """A tool or a service cannot express what was asked for; the message names the nearest that can."""


@dataclass(frozen=True, slots=True)
class Target:
    """A tool that people deploy with.

    Args:
        name: as `pipefilter generate` takes it.
        title: as its makers call it.
        what: what is printed without `--whole`, and where it goes.
        url: the page that documents the property with the filters.
        suffix: of a file with what is printed.
        renderers: by the service's name; each raises `Unsupported` for what it cannot print.
        unsupported: by the service's name, why there is none, with the nearest thing that can.
        checked_with: the real tool that checks in CI what is printed, and what that does not prove.
        has_alpha: whether it has constructs that are not stable yet.
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

        Args:
            deployment: what is to be generated.

        Raises:
            Unsupported: the tool cannot express it.
        """
        service = deployment.service.name
        if service not in self.renderers:
            raise Unsupported(
                f"{self.title} cannot express {deployment.service.title}: {self.unsupported[service]}"
            )
        if deployment.alpha and not self.has_alpha:
            raise Unsupported(f"{self.title} has no constructs that are not stable yet: leave --alpha out")
        return self.renderers[service](deployment).rstrip("\n") + "\n"
