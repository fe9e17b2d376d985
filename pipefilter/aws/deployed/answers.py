"""Answers of AWS about what is deployed: asked for page by page, and known to be in the form of the API."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipefilter.aws.call_faults import OTHER_FORM, reject_other_form
from pipefilter.aws.deployed.faults import DEPLOYED_FAULTS
from pipefilter.errors import UnreadableInput

__all__ = ["ApiOperation", "NotFound", "strings"]

_GONE = ("ResourceNotFoundException", "NotFoundException")


class NotFound(UnreadableInput):
    """What is asked for is not there, or not any more."""


@dataclass(frozen=True, slots=True)
class ApiOperation:
    """One operation of AWS's API.

    Args:
        what: it tells, in words.
        action: the IAM action that it needs.
    """

    what: str
    action: str

    def answer(self, call: Callable[..., Any], **given: str) -> Mapping[str, Any]:
        """What AWS answers.

        Args:
            call: a method of a client.
            given: its arguments.

        Raises:
            NotFound: what is asked for is not there.
            UnreadableInput: AWS cannot be asked, refuses, or answers in another form.
        """
        with DEPLOYED_FAULTS.translate(what=self.what, action=self.action):
            from botocore.exceptions import ClientError  # noqa: PLC0415 - slow to import, and an extra

            try:
                with reject_other_form(self._other_form()):
                    answer = call(**given)
            except ClientError as error:
                if error.response.get("Error", {}).get("Code") in _GONE:
                    raise NotFound(f"{self.what}: not there any more") from None
                raise
        if not isinstance(answer, dict):
            raise self._other_form()
        return answer

    def listed(
        self,
        call: Callable[..., Any],
        name: str,
        tokens: tuple[str, str] = ("NextToken", "NextToken"),
        **given: str,
    ) -> Iterator[Mapping[str, Any]]:
        """The elements of a list that AWS answers, of all its pages.

        Args:
            call: a method of a client.
            name: of the list in the answer.
            tokens: the names of what asks for the next page: of the argument, and in the answer.
            given: other arguments.

        Raises:
            NotFound: as `answer`.
            UnreadableInput: likewise; elements may have come before.
        """
        asks, tells = tokens
        seen: set[str] = set()
        token: object = None
        while True:
            page = self.answer(call, **given, **({asks: token} if isinstance(token, str) else {}))
            elements = page.get(name)  # AWS sends an empty list too
            if not isinstance(elements, list) or not all(isinstance(one, dict) for one in elements):
                raise self._other_form()
            yield from elements
            token = page.get(tells)
            if not token:
                return
            if not isinstance(token, str) or token in seen:  # it would never end
                raise self._other_form()
            seen.add(token)

    def _other_form(self) -> UnreadableInput:
        return UnreadableInput(OTHER_FORM.format(what=self.what))


def strings(answer: Mapping[str, Any], *names: str) -> tuple[str, ...]:
    """The members of an answer that are strings; "" for what is not there.

    Args:
        answer: of AWS.
        names: of the members.
    """
    return tuple(value if isinstance(value := answer.get(name), str) else "" for name in names)
