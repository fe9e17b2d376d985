"""The comment on a pull request: written once, and updated after that.

https://docs.github.com/en/rest/issues/comments
"""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

__all__ = ["MAX_COMMENT", "CommentFault", "CommentRefused", "PullRequest", "shortened"]

MAX_COMMENT = 65_536
"""Characters of a comment that GitHub accepts."""
_BOT = "github-actions[bot]"
_PAGE = 100
_MAX_PAGES = 100
_MAX_RESPONSE = 100_000_000
_MAX_MESSAGE = 300
_SECONDS = 60
_LEFT_OUT = "\nThe rest is left out, as a comment cannot be longer: `pipefilter diff` prints all.\n"
_FENCE = re.compile("`{3,}")


class CommentFault(Exception):
    """The comment cannot be written; the message is one sentence."""


class CommentRefused(CommentFault):
    """The token may not write comments, such as in a pull request from a fork."""


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A pull request on GitHub, and the token to comment on it.

    Args:
        api: the URL of the REST API, as in GITHUB_API_URL.
        repository: the owner and the name, as in GITHUB_REPOSITORY.
    """

    api: str
    repository: str
    number: int
    token: str

    def comment(self, body: str, mark: str, *, is_new_allowed: bool) -> str:
        """Update the comment of the bot that begins with the mark, or write one; its URL, or "" if there is none.

        Args:
            is_new_allowed: whether to write a comment if there is none yet.

        Raises:
            CommentFault: GitHub does not accept it.
        """
        earlier = self._own_comment(mark)
        if earlier is not None:
            comment = self._call("PATCH", f"issues/comments/{earlier}", body)
        elif is_new_allowed:
            comment = self._call("POST", f"issues/{self.number}/comments", body)
        else:
            return ""
        return str(comment.get("html_url", "")) if isinstance(comment, dict) else ""

    def _own_comment(self, mark: str) -> int | None:
        """The ID of the comment; that of anyone else with the same mark does not count, as they can edit it."""
        for page in range(1, _MAX_PAGES + 1):
            comments = self._call("GET", f"issues/{self.number}/comments?per_page={_PAGE}&page={page}")
            if not isinstance(comments, list):
                raise CommentFault("GitHub's answer is not a list of comments")
            for comment in comments:
                if _is_own(comment, mark):
                    return int(comment["id"])
            if len(comments) < _PAGE:
                return None
        return None

    def _call(self, method: str, path: str, body: str | None = None) -> Any:  # noqa: ANN401 - JSON
        url = f"{self.api.rstrip('/')}/repos/{self.repository}/{path}"
        if not url.startswith(("https://", "http://")):
            raise CommentFault("GITHUB_API_URL is not the URL of an API")
        data = None if body is None else json.dumps({"body": body}).encode()
        headers = {
            "Accept": "application/vnd.github+json",
            "Content-Type": "application/json",
            "User-Agent": "pipefilter",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        request = urllib.request.Request(url, data, headers, method=method)  # noqa: S310 - see above
        # another server to which a request may be redirected does not get the token
        request.add_unredirected_header("Authorization", f"Bearer {self.token}")
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as response:  # noqa: S310
                return json.loads(response.read(_MAX_RESPONSE))
        except urllib.error.HTTPError as error:
            with error:
                fault = CommentRefused if error.code in {401, 403, 404} else CommentFault
                raise fault(f"HTTP {error.code}{_message(error)}") from None
        except (OSError, HTTPException, ValueError) as error:
            raise CommentFault(f"GitHub cannot be reached: {error}") from None


def _is_own(comment: Any, mark: str) -> bool:  # noqa: ANN401 - JSON
    match comment:
        case {"id": int(), "body": str(body), "user": {"login": str(login)}}:
            return login == _BOT and body.startswith(mark)
    return False


def _message(error: urllib.error.HTTPError) -> str:
    """GitHub's explanation of an error, after a colon; "" if there is none."""
    try:
        message = json.loads(error.read(_MAX_RESPONSE))["message"]
    except (OSError, HTTPException, ValueError, KeyError, TypeError):
        return ""
    return f": {str(message)[:_MAX_MESSAGE]}"


def shortened(markdown: str, limit: int = MAX_COMMENT) -> str:
    """Markdown that fits in a comment: if it is too long, it ends after a line that is not in a block, and says so."""
    if len(markdown) <= limit:
        return markdown
    end = at = depth = 0
    fence = ""
    for line in markdown.splitlines(keepends=True):
        at += len(line)
        if at + len(_LEFT_OUT) > limit:
            break
        marks = _FENCE.match(line)
        if fence:
            fence = "" if line.strip() == fence else fence
        elif marks:
            fence = marks[0]
        else:
            depth += line.count("<details>") - line.count("</details>")
        if not fence and not depth:
            end = at
    return f"{markdown[:end]}{_LEFT_OUT}"
