"""Lists and opens objects in S3. Profile, region and endpoint are those of boto3's default session."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, BinaryIO

from pipefilter.aws.call_faults import reject_bad_endpoint
from pipefilter.aws.connection import Connection
from pipefilter.aws.s3.faults import S3_FAULTS, S3_OTHER_FORM
from pipefilter.aws.s3.reading import ObjectReading
from pipefilter.aws.s3.url import S3Url, s3_url
from pipefilter.dataclass import dataclass
from pipefilter.errors import UnreadableInput

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ListObjectsV2OutputTypeDef

__all__ = ["S3Object", "opened_object", "s3_objects"]

_DEFAULT = Connection()
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class S3Object:
    """An object in a bucket; `opened_object` opens it by its name, `s3://bucket/key`."""

    name: str
    size: int


def s3_objects(url: str, connection: Connection = _DEFAULT) -> Iterator[S3Object]:
    """The objects that a URL names, in the order of their keys.

    That is the object with exactly this key. If there is none, it is all objects below it: `s3://bucket/logs` is then
    `s3://bucket/logs/`, and does not match `logs-old/`. In a key, `*` and `?` match all characters except a slash, and
    `**` matches all; a slash at the end matches everything below. Objects that only represent a folder are left out.

    Raises:
        UnreadableInput: there is no such object, or S3 cannot be read.
    """
    place = s3_url(url)
    with S3_FAULTS.translate(url=url):
        client = _client(url, connection)
        exact = _exact(client, place)
        if exact is not None:
            yield exact
            return
        keys = place.key_regex()
        has_any = False
        for page in _pages(client, place, url):
            for listed in page.get("Contents", ()):
                key, size = listed["Key"], listed["Size"]
                # consoles make empty objects for folders:
                # https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-folders.html
                if keys.fullmatch(key) and not (key.endswith("/") and not size):
                    has_any = True
                    yield S3Object(place.name_of(key), size)
    if not has_any:
        raise UnreadableInput(_nothing_found(url, place))


def opened_object(url: str, connection: Connection = _DEFAULT) -> BinaryIO:
    """Open `s3://bucket/key` for reading its bytes from beginning to end; `*` and `?` are plain characters here.

    Raises:
        UnreadableInput: there is no such object, or it cannot be read; reading may raise it too.
    """
    place = s3_url(url)
    if not place.key:
        raise UnreadableInput(f"{url} does not name an object: write s3://BUCKET/KEY")
    with S3_FAULTS.translate(url=url):
        client = _client(url, connection)
    return io.BufferedReader(ObjectReading(client, place), _BLOCK)


def _client(url: str, connection: Connection) -> S3Client:
    with reject_bad_endpoint(f"{url} cannot be read", "AWS_ENDPOINT_URL_S3"):
        return _client_of(os.getpid(), connection)


@lru_cache(maxsize=1)
def _client_of(_process: int, connection: Connection) -> S3Client:
    """The client of one process: making it is slow, and the two processes after a fork cannot share its connections."""
    return connection.session().client("s3", endpoint_url=connection.endpoint_url)


def _exact(client: S3Client, place: S3Url) -> S3Object | None:
    """The object with exactly this key, if it is visible.

    This comes before any listing, as credentials that may read the object may not be allowed to list. An error has no
    body to say which it is; so whatever it is, the listing will report it:
    https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
    """
    from botocore.exceptions import ClientError

    if not place.key or place.key.endswith("/"):
        return None
    try:
        answer = client.head_object(Bucket=place.bucket, Key=place.key)
    except ClientError:
        return None
    if not {"ContentLength", "ETag"} <= answer.keys():  # S3 always sends both, a web page seldom does
        return None
    return S3Object(place.name_of(place.key), answer["ContentLength"])


def _pages(client: S3Client, place: S3Url, url: str) -> Iterator[ListObjectsV2OutputTypeDef]:
    """The answers to a listing, if S3 sends them: a web page is not a bucket without objects."""
    from botocore.exceptions import ClientError

    pages = client.get_paginator("list_objects_v2").paginate(Bucket=place.bucket, Prefix=place.prefix)
    try:
        for page in pages:
            if "Name" not in page:  # S3 always repeats the name of the bucket
                raise UnreadableInput(S3_OTHER_FORM.format(url=url))
            yield page
    except ClientError as error:
        # S3 names its errors; for an answer in another form botocore uses the status, or 500 if the status is success
        code = error.response.get("Error", {}).get("Code", "")
        if not code or code.isdigit():
            raise UnreadableInput(S3_OTHER_FORM.format(url=url)) from None
        raise


def _nothing_found(url: str, place: S3Url) -> str:
    if place.is_glob:
        return f"no object in S3 matches {url}: * and ? do not match slashes, but ** does"
    if not place.key:
        return f"there is no object in the bucket {url}"
    if place.key.endswith("/"):
        return f"there is no object under {url}"
    return f"there is no object {url}, nor any under {url}/: for all keys with this prefix, write '{url}**'"
