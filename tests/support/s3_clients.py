"""The clients of S3, which a process keeps."""

from __future__ import annotations

from pipefilter.aws.s3 import objects

__all__ = ["forget_s3_clients"]


def forget_s3_clients() -> None:
    """Forget the clients, so that no test has those of another test, with its address and credentials."""
    objects._client_of.cache_clear()  # noqa: SLF001 - users never need it
