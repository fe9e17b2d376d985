"""What the page asks, taken out of a request's body and checked; what is wrong is said in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipefilter.filtering.placement import mismatch
from pipefilter.services import SERVICES, Service, service_named
from pipefilter.sources import SOURCES, Source, source_named

__all__ = ["Asked", "AskedWrongly"]


class AskedWrongly(Exception):
    """The page asks for what cannot be; the message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is common to the questions of the page.

    Args:
        pattern: a pattern or filter criteria.
        service: where they run; None if not given.
        source: what they see records of; None if not given.
        members: the whole body.
    """

    pattern: str
    service: Service | None
    source: Source | None
    members: Mapping[str, object]

    @classmethod
    def read(cls, members: Mapping[str, object]) -> Asked:
        """What a body asks.

        Raises:
            AskedWrongly: a member is missing or of another type, or the service does not read from the source.
        """
        service = _one_of("service", _text(members, "service", ""), [one.name for one in SERVICES])
        source = _one_of("source", _text(members, "source", ""), [one.name for one in SOURCES])
        if service and source and (wrong := mismatch([service_named(service)], source_named(source))):
            raise AskedWrongly(wrong)
        return cls(
            _text(members, "pattern"),
            service_named(service) if service else None,
            source_named(source) if source else None,
            members,
        )

    def text(self, name: str) -> str:
        """A member that must be a string.

        Raises:
            AskedWrongly: it is missing, or something else.
        """
        return _text(self.members, name)

    def flag(self, name: str) -> bool:
        """A member that must be true or false; false if it is missing.

        Raises:
            AskedWrongly: it is something else.
        """
        value = self.members.get(name, False)
        if not isinstance(value, bool):
            raise AskedWrongly(f"{name} must be true or false")
        return value


def _text(members: Mapping[str, object], name: str, without: str | None = None) -> str:
    value = members.get(name)
    if value is None and without is not None:
        return without
    if not isinstance(value, str):
        raise AskedWrongly(f"{name} must be a string")
    return value


def _one_of(what: str, name: str, names: list[str]) -> str:
    if name and name not in names:
        raise AskedWrongly(f"there is no {what} of this name; there are {', '.join(names)}")
    return name
