"""Where AWS is: the profile, the region and the endpoint that the user named, or those that all AWS tools share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipefilter.errors import UnreadableInput

if TYPE_CHECKING:
    from boto3.session import Session

__all__ = ["Connection"]

_ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class Connection:
    """Which account, region and endpoint to ask.

    Args:
        profile: of `~/.aws/config`; None for that of boto3's default session.
        region: None likewise.
        endpoint_url: in the place of AWS's own; None for AWS's, or for what `AWS_ENDPOINT_URL` says.
    """

    profile: str | None = None
    region: str | None = None
    endpoint_url: str | None = None

    def session(self) -> Session:
        """A session of boto3; to be called where faults are told, as the profile may not be there."""
        from boto3.session import Session  # noqa: PLC0415 - slow to import, and an extra

        return Session(profile_name=self.profile, region_name=self.region)

    def client(self, service: str) -> Any:  # noqa: ANN401 - a client of any service; who asks names its type
        """A client of a service, that asks again after throttling; to be called where faults are told.

        Args:
            service: as boto3 calls it, such as `events`.

        Raises:
            UnreadableInput: the endpoint is no URL.
        """
        from botocore.config import Config  # noqa: PLC0415 - slow to import, and an extra

        retries = Config(retries={"mode": "standard", "max_attempts": _ATTEMPTS})
        make: Any = self.session().client  # its overloads have a literal for each service
        try:
            return make(service, endpoint_url=self.endpoint_url, config=retries)
        except ValueError as error:  # for an endpoint; some errors of boto3's own are ValueErrors too
            if type(error).__module__ != ValueError.__module__:
                raise
            raise UnreadableInput(f"AWS cannot be asked ({error}): look at --endpoint-url") from None
