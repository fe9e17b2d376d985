"""Reads and checks the members of a request's body that all requests of the page have."""

from __future__ import annotations

from collections.abc import Mapping

from pipefilter.dataclass import dataclass
from pipefilter.filtering.lookup import Contradiction, named_service, named_source
from pipefilter.filtering.placement import mismatch

__all__ = ["BadRequest", "PageRequest"]


class BadRequest(Exception):
    """The request makes no sense; the message is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """The members that the requests of the page have in common.

    Args:
        pattern: a pattern or filter criteria.
        service: the name of the service that runs them; "" if not given.
        source: the name of the source of their records; "" if not given.
        members: the whole body.
    """

    pattern: str
    service: str
    source: str
    members: Mapping[str, object]

    @classmethod
    def read(cls, members: Mapping[str, object]) -> PageRequest:
        """Read the members of a body.

        Raises:
            BadRequest: a member is missing or of another type, there is no such service or source, or the service
                does not read from the source.
        """
        service, source = _text(members, "service", ""), _text(members, "source", "")
        try:
            services = [named_service(service)] if service else []
            sources = [named_source(source)] if source else []
        except Contradiction as error:
            raise BadRequest(str(error)) from None
        if services and sources and (wrong := mismatch(services, sources[0])):
            raise BadRequest(wrong)
        return cls(_text(members, "pattern"), service, source, members)

    def text(self, name: str) -> str:
        """A member that must be a string.

        Raises:
            BadRequest: it is missing, or something else.
        """
        return _text(self.members, name)

    def flag(self, name: str) -> bool:
        """A member that must be true or false; false if it is missing.

        Raises:
            BadRequest: it is something else.
        """
        value = self.members.get(name, False)
        if not isinstance(value, bool):
            raise BadRequest(f"{name} must be true or false")
        return value


def _text(members: Mapping[str, object], name: str, default: str | None = None) -> str:
    value = members.get(name)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise BadRequest(f"{name} must be a string")
    return value
