"""AWS clients for the profile, Region and endpoint that the user named, or for boto3's defaults."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pipefilter.aws.call_faults import reject_bad_endpoint
from pipefilter.aws.timed_retries import TimedRetries
from pipefilter.dataclass import dataclass
from pipefilter.errors import UnreadableInput

if TYPE_CHECKING:
    from boto3.session import Session

__all__ = ["Connection"]

_ATTEMPTS = 8
"""Retries, after the first attempt."""


@dataclass(frozen=True, slots=True)
class Connection:
    """The account, Region and endpoint to call.

    Args:
        profile: of `~/.aws/config`; None for that of boto3's default session.
        region: None for that of the profile.
        endpoint_url: instead of AWS's own; None for AWS's, or for `AWS_ENDPOINT_URL`.
    """

    profile: str | None = None
    region: str | None = None
    endpoint_url: str | None = None

    def session(self) -> Session:
        """A session of boto3; for use within `CallFaults.translate`, as there may be no such profile."""
        from boto3.session import Session

        return Session(profile_name=self.profile, region_name=self.region)

    def client(
        self,
        service: str,
        *,
        attempts: int | None = None,
        seconds_left: Callable[[], float | None] | None = None,
    ) -> Any:  # noqa: ANN401 - a client of any service; who asks names its type
        """A client of a service that retries after throttling; for use within `CallFaults.translate`.

        `AWS_MAX_ATTEMPTS` and `AWS_RETRY_MODE`, or `max_attempts` and `retry_mode` in the profile, set the number of
        attempts and the mode, as for all AWS tools.
        https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html

        Args:
            service: as boto3 calls it, such as `events`.
            attempts: for one call, the first included, unless the user has set the number.
            seconds_left: returns for how long answers are still useful; it returns None if there is no limit.

        Raises:
            UnreadableInput: the endpoint is not a URL, or the number of attempts is not a number.
        """
        from botocore.config import Config

        session = self.session()
        mode, max_attempts = _retry_settings(session)
        max_attempts = max_attempts or attempts or _ATTEMPTS + 1
        is_timed = seconds_left is not None and seconds_left() is not None
        retries = Config(
            retries={
                **({} if mode else {"mode": "standard"}),
                "total_max_attempts": 1 if is_timed else max_attempts,
            }
        )
        make: Any = session.client  # its overloads have a literal for each service
        with reject_bad_endpoint("AWS cannot be called", "--endpoint-url"):
            client = make(service, endpoint_url=self.endpoint_url, config=retries)
        if seconds_left is not None and is_timed:
            client.meta.events.register("needs-retry", TimedRetries(max_attempts, seconds_left))
        return client


def _retry_settings(session: Session) -> tuple[str | None, int | None]:
    """The mode and the attempts that the user has set, in the environment or in the profile."""
    core = session._session  # noqa: SLF001 - boto3 has no public way to the settings of its profile
    try:
        max_attempts = core.get_config_variable("max_attempts")
    except ValueError as error:
        raise _wrong_attempts(error) from None
    if max_attempts is not None and max_attempts < 1:
        raise _wrong_attempts(f"{max_attempts} attempts")
    return core.get_config_variable("retry_mode"), max_attempts


def _wrong_attempts(reason: object) -> UnreadableInput:
    return UnreadableInput(
        f"AWS cannot be called ({reason}): check AWS_MAX_ATTEMPTS, and max_attempts in ~/.aws/config"
    )
