"""Hypothesis profiles: `few` (for one Python more), `dev` (short, the default), `ci` (the same examples each time), `long`."""

from __future__ import annotations

import os
import signal
from functools import cache

import pytest
from hypothesis import HealthCheck, settings

_COMMON = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
settings.register_profile("few", _COMMON, max_examples=10)
settings.register_profile("dev", _COMMON, max_examples=40)
settings.register_profile("ci", _COMMON, max_examples=150, derandomize=True)
settings.register_profile("long", _COMMON, max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))

# started in the background, a shell has told this process, and so all that it starts, to ignore Ctrl-C
signal.signal(signal.SIGINT, signal.default_int_handler)
if (
    signal.getsignal(signal.SIGTERM) == signal.SIG_IGN
):  # SIGHUP may stay ignored: under `nohup` the tests have to go on
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


@pytest.fixture(autouse=True, scope="session")
def _models_of_aws() -> None:
    """Let boto3 read its models of AWS's services once, and not again for each of some hundred clients."""
    try:
        from botocore.loaders import JSONFileLoader  # noqa: PLC0415 - an extra
    except ImportError:
        return
    read = cache(JSONFileLoader().load_file)
    JSONFileLoader.load_file = lambda _self, path: read(path)  # type: ignore[method-assign,assignment]
