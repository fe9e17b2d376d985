"""The service and the source for one record."""

from __future__ import annotations

from pipefilter.dataclass import dataclass
from pipefilter.services import Service
from pipefilter.sources import Source

__all__ = ["RecordPlacement"]

_AS_WRITTEN = ("bus", "dynamodb")
"""Sources whose records are evaluated as they are: their data is JSON."""


@dataclass(frozen=True, slots=True)
class RecordPlacement:
    """The service and the source for one record.

    Args:
        service: where the filters run; None if that is not known: then the record is evaluated unchanged.
        source: of the record; None if that is not known: then its data is not decoded.
        notes: information about it for the user, in sentences.
    """

    service: Service | None
    source: Source | None
    notes: tuple[str, ...] = ()

    @property
    def service_name(self) -> str:
        """The name of the service; "" if it is not known."""
        return self.service.name if self.service else ""

    @property
    def source_name(self) -> str:
        """The name of the source; "" if it is not known."""
        return self.source.name if self.source else ""

    @property
    def decoded_for(self) -> str:
        """The name of the source for which the data is decoded; "" if the record is evaluated unchanged."""
        is_decoded = self.service is not None and self.source_name not in _AS_WRITTEN
        return self.source_name if is_decoded else ""
