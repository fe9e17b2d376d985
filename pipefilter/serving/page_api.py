"""The JSON API of the page: routes its requests, and checks where they come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from pipefilter.serving.choices import choices, offered_patterns
from pipefilter.serving.comparison_api import compare
from pipefilter.serving.evaluate_api import evaluate
from pipefilter.serving.example_events import examples
from pipefilter.serving.generated_text import generate
from pipefilter.serving.http_message import Answer, Request, json_answer
from pipefilter.serving.json_body import NotAnObject, json_object
from pipefilter.serving.page_request import BadRequest
from pipefilter.serving.request_origin import is_cross_origin

__all__ = ["API", "api_answer"]

_Handler = Callable[[Mapping[str, object]], object]

API: dict[str, tuple[str, _Handler]] = {
    "/api/evaluate": ("POST", evaluate),
    "/api/judge": ("POST", evaluate),  # deprecated: the former name of /api/evaluate, until 1.0
    "/api/compare": ("POST", compare),
    "/api/example": ("POST", examples),
    "/api/generate": ("POST", generate),
    "/api/choices": ("GET", lambda _members: choices()),
    "/api/patterns": ("GET", lambda _members: offered_patterns()),
}
"""By path: the method, and the function that answers the members of the body."""

_NOT_KEPT = (("Cache-Control", "no-store"),)


def api_answer(request: Request) -> Answer:
    """The answer to a request of the page, whose path and method are in `API`."""
    if is_cross_origin(request):
        return error_answer(403, "only the page of this server may use this API")
    if request.method != "POST":
        return _constant(request.path)
    if request.media_type != "application/json":  # a form of another site could send other types
        return error_answer(415, "the body must be application/json")
    try:
        return json_answer(200, API[request.path][1](json_object(request.body)), headers=_NOT_KEPT)
    except NotAnObject as error:
        return error_answer(400, str(error))
    except BadRequest as error:
        return error_answer(400, str(error))


@cache  # it stays the same while the server runs, and it is long
def _constant(path: str) -> Answer:
    return json_answer(200, API[path][1]({}), headers=_NOT_KEPT)


def error_answer(status: int, sentence: str) -> Answer:
    """An answer that reports an error."""
    return json_answer(status, {"error": sentence}, headers=_NOT_KEPT)
