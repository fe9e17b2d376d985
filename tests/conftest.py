"""Hypothesis profiles, signals, AWS's models, and the marker of tests in a browser.

`quick` is the default. It and `ci` take the same examples each time, so that a test fails only by the change at hand;
`nightly` takes new ones, and searches.
"""

from __future__ import annotations

import os
import signal
from functools import cache

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["page_fixtures"]
_COMMON = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
settings.register_profile("quick", _COMMON, max_examples=15, derandomize=True)
settings.register_profile("nightly", _COMMON, max_examples=1500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

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
        from botocore.loaders import JSONFileLoader
    except ImportError:
        return
    read = cache(JSONFileLoader().load_file)
    JSONFileLoader.load_file = lambda _self, path: read(path)  # type: ignore[method-assign,assignment]  # it is replaced on purpose


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what runs in a browser, by the fixture that starts one."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
