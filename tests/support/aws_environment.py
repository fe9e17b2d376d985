"""The environment in which code talks to a server of the tests as if it were AWS."""

from __future__ import annotations

import pytest

__all__ = ["use_test_account"]

_REMOVED = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL")


def use_test_account(monkeypatch: pytest.MonkeyPatch, region: str) -> None:
    """Use credentials that no account has, and no settings of whoever runs the tests."""
    for name in _REMOVED:
        monkeypatch.delenv(name, raising=False)
    settings = {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": region,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": "/nonexistent",
        "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
