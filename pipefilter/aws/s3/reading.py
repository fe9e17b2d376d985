"""Reads one object of S3 from beginning to end, even if the connection breaks on the way."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING

from pipefilter.aws.s3.faults import S3_FAULTS
from pipefilter.aws.s3.url import S3Url
from pipefilter.errors import UnreadableInput
from pipefilter.override import override

if TYPE_CHECKING:
    from botocore.response import StreamingBody
    from mypy_boto3_s3 import S3Client

__all__ = ["ObjectReading"]

_WAITS = (0.1, 0.5, 1.0, 2.0, 4.0)
"""Seconds before each retry; the first again once a byte has arrived."""


class ObjectReading(io.RawIOBase):
    """A stream of an object's bytes; if the connection breaks, the rest is requested.

    The ETag proves that the rest is of the same object, and the size that nothing is missing: boto3 itself does not
    go on where a body broke off.
    https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html

    Raises:
        UnreadableInput: there is no such object, or it cannot be read.
    """

    def __init__(self, client: S3Client, place: S3Url) -> None:
        self._client = client
        self._place = place
        self._url = place.name_of(place.key)
        with S3_FAULTS.translate(url=self._url):
            answer = client.get_object(Bucket=place.bucket, Key=place.key)
        self._body: StreamingBody = answer["Body"]
        if not {"ContentLength", "ETag"} <= answer.keys():  # AWS always sends both
            self._body.close()
            raise UnreadableInput(f"{self._url} cannot be read: the service does not return its size and ETag")
        self._size = answer["ContentLength"]
        self._etag = answer["ETag"]
        self._read = 0
        self._in_one_go = True

    @override
    def readable(self) -> bool:
        """Yes."""
        return True

    @override
    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # BufferedReader gives a memoryview
        """The next bytes; 0 only when all have been read.

        Raises:
            UnreadableInput: the connection broke repeatedly, or the object was replaced meanwhile.
        """
        waits = iter(_WAITS)
        while self._read < self._size:
            data, fault = self._read_some(min(len(buffer), self._size - self._read))
            if data:
                buffer[: len(data)] = data
                self._read += len(data)
                return len(data)
            self._body.close()
            wait = next(waits, None)
            if wait is None:
                raise UnreadableInput(
                    f"the connection to S3 broke repeatedly after {self._read:,} of the {self._size:,} bytes "
                    f"of {self._url} ({fault}): check the network, and read it again"
                )
            time.sleep(wait)
            self._body = self._rest()
            self._in_one_go = False
        if self._in_one_go:  # boto3 compares the object's checksum when it sees the end
            self._read_some(1)
        return 0

    def _read_some(self, limit: int) -> tuple[bytes, str]:
        """Some bytes, and "it ended"; if the connection broke, no bytes, and the reason."""
        from botocore.exceptions import HTTPClientError, IncompleteReadError
        from urllib3.exceptions import HTTPError

        with S3_FAULTS.translate(url=self._url):
            try:
                data = self._body.read(limit)
            except (HTTPClientError, IncompleteReadError, HTTPError, OSError) as error:
                return b"", " ".join(str(error).split())
        return data, "it ended"

    def _rest(self) -> StreamingBody:
        first = self._read
        with S3_FAULTS.translate(url=self._url):
            answer = self._client.get_object(
                Bucket=self._place.bucket, Key=self._place.key, Range=f"bytes={first}-", IfMatch=self._etag
            )
        if not answer.get("ContentRange", "").startswith(f"bytes {first}-"):
            answer["Body"].close()
            raise UnreadableInput(
                f"the connection to S3 broke, and the service does not return the rest of {self._url}: read it again"
            )
        return answer["Body"]

    @override
    def close(self) -> None:
        """Release the connection."""
        if not self.closed and hasattr(self, "_body"):  # it is missing if the object could not be opened
            self._body.close()
        super().close()
