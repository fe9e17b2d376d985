"""Where AWS is: the profile, the region and the endpoint that the user named, or those that all AWS tools share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipefilter.aws.timed_retries import TimedRetries
from pipefilter.errors import UnreadableInput

if TYPE_CHECKING:
    from boto3.session import Session

__all__ = ["Connection"]

_ATTEMPTS = 8
"""Further attempts after the first."""


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

    def client(
        self,
        service: str,
        *,
        attempts: int | None = None,
        seconds_left: Callable[[], float | None] | None = None,
    ) -> Any:  # noqa: ANN401 - a client of any service; who asks names its type
        """A client of a service, that asks again after throttling; to be called where faults are told.

        How often, and in which mode, say `AWS_MAX_ATTEMPTS` and `AWS_RETRY_MODE`, or `max_attempts` and `retry_mode`
        in the profile, as to all AWS tools.
        https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html

        Args:
            service: as boto3 calls it, such as `events`.
            attempts: of a call, the first one included, unless the user has set them.
            seconds_left: how long the answers are wanted; None in it for no end.

        Raises:
            UnreadableInput: the endpoint is not a URL, or what the user has set is not a number.
        """
        from botocore.config import Config  # noqa: PLC0415 - slow to import, and an extra

        session = self.session()
        mode, most = _retry_settings(session)
        most = most or attempts or _ATTEMPTS + 1
        is_timed = seconds_left is not None and seconds_left() is not None
        retries = Config(
            retries={
                **({} if mode else {"mode": "standard"}),
                "total_max_attempts": 1 if is_timed else most,
            }
        )
        make: Any = session.client  # its overloads have a literal for each service
        try:
            client = make(service, endpoint_url=self.endpoint_url, config=retries)
        except ValueError as error:  # for an endpoint; some errors of boto3's own are ValueErrors too
            if type(error).__module__ != ValueError.__module__:
                raise
            raise UnreadableInput(f"AWS cannot be asked ({error}): look at --endpoint-url") from None
        if seconds_left is not None and is_timed:
            client.meta.events.register("needs-retry", TimedRetries(most, seconds_left))
        return client


def _retry_settings(session: Session) -> tuple[str | None, int | None]:
    """The mode and the attempts that the user has set, in the environment or in the profile."""
    core = session._session  # noqa: SLF001 - boto3 hands on no other way to what its profile says
    try:
        most = core.get_config_variable("max_attempts")
    except ValueError as error:
        raise _wrong_attempts(error) from None
    if most is not None and most < 1:
        raise _wrong_attempts(f"{most} attempts")
    return core.get_config_variable("retry_mode"), most


def _wrong_attempts(reason: object) -> UnreadableInput:
    return UnreadableInput(
        f"AWS cannot be asked ({reason}): look at AWS_MAX_ATTEMPTS, and at max_attempts in ~/.aws/config"
    )
