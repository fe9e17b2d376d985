"""Parses `s3://bucket/key`: the name of an object, of all objects below a prefix, or a glob."""

from __future__ import annotations

import re

from pipefilter.dataclass import dataclass
from pipefilter.errors import UnreadableInput

__all__ = ["S3_SCHEME", "S3Url", "s3_url"]

S3_SCHEME = "s3://"
# The ARN of an access point may be used as the name of a bucket, and has a slash or a colon in it:
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-access-points.html
_PARTS = re.compile(r"(arn:[^/]*:accesspoint[/:][^/:]+|[^/]*)(?:/(.*))?", re.DOTALL)
_SPECIAL = re.compile(r"[*?]")
_PIECE = re.compile(r"\*\*/|\*{2,}|[*?]|[^*?]+")
_AS_REGEX = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


@dataclass(frozen=True, slots=True)
class S3Url:
    """A place in S3.

    Args:
        bucket: its name, or the ARN of an access point.
        key: a whole key, a prefix of keys up to a slash, or a glob; "" is the whole bucket.
    """

    bucket: str
    key: str

    @property
    def is_glob(self) -> bool:
        """Whether there is a `*` or `?` in the key."""
        return bool(_SPECIAL.search(self.key))

    @property
    def prefix(self) -> str:
        """The common prefix of the keys of all objects below it, or that the glob matches."""
        if self.is_glob:
            return _SPECIAL.split(self.key, maxsplit=1)[0]
        return self.key if self.key.endswith("/") or not self.key else f"{self.key}/"

    def key_regex(self) -> re.Pattern[str]:
        """Matches the keys: `*` and `?` stop at a slash, `**` does not, and a slash at the end matches all below."""
        if not self.is_glob:
            return re.compile(re.escape(self.prefix) + ".*", re.DOTALL)
        glob = f"{self.key}**" if self.key.endswith("/") else self.key
        pieces = _PIECE.findall(glob)
        # more than two stars are as two
        regexes = [_AS_REGEX.get(piece) or (".*" if piece[0] == "*" else re.escape(piece)) for piece in pieces]
        return re.compile("".join(regexes), re.DOTALL)

    def name_of(self, key: str) -> str:
        """The URL of an object in this bucket."""
        return f"{S3_SCHEME}{self.bucket}/{key}"


def s3_url(url: str) -> S3Url:
    """The parts of an `s3://` URL, in which nothing is percent-encoded.

    Raises:
        UnreadableInput: it does not name a bucket.
    """
    parts = _PARTS.fullmatch(url.removeprefix(S3_SCHEME))
    if not url.startswith(S3_SCHEME) or parts is None or not parts[1] or _SPECIAL.search(parts[1]):
        raise UnreadableInput(
            f"{url} does not name a bucket: write s3://BUCKET/KEY, with * and ? in the key only"
        )
    return S3Url(parts[1], parts[2] or "")
