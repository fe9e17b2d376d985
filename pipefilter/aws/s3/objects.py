"""Objects in S3, listed and opened. Profiles, regions and endpoints are those of boto3's default session."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, BinaryIO

from pipefilter.aws.connection import Connection
from pipefilter.aws.s3.faults import S3_FAULTS, S3_OTHER_FORM
from pipefilter.aws.s3.reading import ObjectReading
from pipefilter.aws.s3.url import S3Url, s3_url
from pipefilter.errors import UnreadableInput

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ListObjectsV2OutputTypeDef

__all__ = ["S3Object", "opened_object", "s3_objects"]

_DEFAULT = Connection()
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class S3Object:
    """An object.

    Args:
        name: `s3://bucket/key`, as `opened_object` takes it.
        size: in bytes.
    """

    name: str
    size: int


def s3_objects(url: str, connection: Connection = _DEFAULT) -> Iterator[S3Object]:
    """The objects that a URL names, in the order of their keys.

    That is the object of just this key; if there is none, all below it: `s3://bucket/logs` is then
    `s3://bucket/logs/`, and does not take `logs-old/`. In a key, `*` and `?` take all characters but a slash, and
    `**` takes all; a slash at the end takes everything below. Objects that only stand for a folder are left out.

    Args:
        url: `s3://bucket/key`.
        connection: to AWS.

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
        taken = place.taken_keys()
        found = False
        for page in _pages(client, place, url):
            for one in page.get("Contents", ()):
                key, size = one["Key"], one["Size"]
                # consoles make empty objects for folders:
                # https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-folders.html
                if taken.fullmatch(key) and not (key.endswith("/") and not size):
                    found = True
                    yield S3Object(place.name_of(key), size)
    if not found:
        raise UnreadableInput(_nothing_found(url, place))


def opened_object(url: str, connection: Connection = _DEFAULT) -> BinaryIO:
    """An object, opened for reading its bytes from the beginning to the end.

    Args:
        url: `s3://bucket/key`; `*` and `?` are characters like others here.
        connection: to AWS.

    Raises:
        UnreadableInput: there is no such object, or it cannot be read; reading may raise it too.
    """
    place = s3_url(url)
    if not place.key:
        raise UnreadableInput(f"{url} names no object: write s3://BUCKET/KEY")
    with S3_FAULTS.translate(url=url):
        client = _client(url, connection)
    return io.BufferedReader(ObjectReading(client, place), _BLOCK)


def _client(url: str, connection: Connection) -> S3Client:
    try:
        return _client_of(os.getpid(), connection)
    except ValueError as error:  # for an endpoint; some errors of boto3's own are ValueErrors too
        if type(error).__module__ != ValueError.__module__:
            raise
        raise UnreadableInput(f"{url} cannot be read ({error}): look at AWS_ENDPOINT_URL_S3") from None


@lru_cache(maxsize=1)
def _client_of(_process: int, connection: Connection) -> S3Client:
    """The client of one process: it takes long to make, and its connections are not for a fork's two sides."""
    return connection.session().client("s3", endpoint_url=connection.endpoint_url)


def _exact(client: S3Client, place: S3Url) -> S3Object | None:
    """The object of just this key, if it can be seen.

    It is asked for before anything is listed, as who may read it may not be allowed to list. If the answer is an
    error, it has no body to tell which; so whatever it is, the list will tell:
    https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
    """
    from botocore.exceptions import ClientError  # noqa: PLC0415 - slow to import, and an extra

    if not place.key or place.key.endswith("/"):
        return None
    try:
        answer = client.head_object(Bucket=place.bucket, Key=place.key)
    except ClientError:
        return None
    if not {"ContentLength", "ETag"} <= answer.keys():  # which S3 always says, as a page for people seldom does
        return None
    return S3Object(place.name_of(place.key), answer["ContentLength"])


def _pages(client: S3Client, place: S3Url, url: str) -> Iterator[ListObjectsV2OutputTypeDef]:
    """The answers to a listing, if S3 gives them: a page for people is not a bucket without objects."""
    from botocore.exceptions import ClientError  # noqa: PLC0415 - slow to import, and an extra

    pages = client.get_paginator("list_objects_v2").paginate(Bucket=place.bucket, Prefix=place.prefix)
    try:
        for page in pages:
            if "Name" not in page:  # S3 repeats the name of the bucket
                raise UnreadableInput(S3_OTHER_FORM.format(url=url))
            yield page
    except ClientError as error:
        # S3 names its errors; of an answer in another form botocore has the status, or 500 if that says success
        code = error.response.get("Error", {}).get("Code", "")
        if not code or code.isdigit():
            raise UnreadableInput(S3_OTHER_FORM.format(url=url)) from None
        raise


def _nothing_found(url: str, place: S3Url) -> str:
    if place.is_glob:
        return f"no object in S3 matches {url}: * and ? stop at a slash, ** does not"
    if not place.key:
        return f"there is no object in the bucket {url}"
    if place.key.endswith("/"):
        return f"there is no object below {url}"
    return f"there is no object {url}, nor any below {url}/: for all whose keys begin so, write '{url}**'"
