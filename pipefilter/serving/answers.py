"""Every request to its answer; nothing goes out of here as a traceback."""

from __future__ import annotations

from pipefilter.serving.aws_protocol import aws_answer, fault_answer
from pipefilter.serving.http_message import Answer, Request, json_answer
from pipefilter.serving.page_api import API, api_answer, refused
from pipefilter.serving.request_origin import AllowedHosts
from pipefilter.serving.static_files import static_answer, static_files
from pipefilter.serving.test_event_pattern_call import internal_exception

__all__ = ["answer_to"]

AWS_PATH = "/"
"""All SDKs post their calls there."""


def answer_to(request: Request, hosts: AllowedHosts) -> Answer:
    """The answer to a request.

    Args:
        request: whole.
        hosts: by whose names this server may be called.
    """
    if not hosts.allows(request.host):
        return refused(403, "this server is not called so: ask 127.0.0.1 or localhost, or see --allowed-host")
    methods = _methods(request.path)
    if not methods:
        return refused(404, "there is nothing here; the page is at /")
    if request.method == "OPTIONS":
        return Answer(204, "", b"", (("Allow", ", ".join(methods)),))
    if request.method not in methods:
        answer = refused(405, f"here only {', '.join(methods)} are answered")
        return Answer(answer.status, answer.content_type, answer.body, (("Allow", ", ".join(methods)),))
    try:
        return _answered(request)
    except Exception as error:  # noqa: BLE001 - whatever it is, the next request must be answered
        return _failed(request, error)


def _methods(path: str) -> list[str]:
    methods = {"POST"} if path == AWS_PATH else set()
    if path in API:
        methods.add(API[path][0])
    if path in static_files() or "GET" in methods:
        methods |= {"GET", "HEAD"}
    return sorted({*methods, "OPTIONS"}) if methods else []


def _answered(request: Request) -> Answer:
    if request.path in API:
        return api_answer(request)
    if request.method == "POST":
        return aws_answer(request)
    return static_answer(request.path)


def _failed(request: Request, error: Exception) -> Answer:
    """What is said when something is wrong with pipefilter itself: nothing of what is inside to the client."""
    fault = internal_exception("pipefilter has failed at this; the server's output says more")
    log = " ".join(f"{request.method} {request.path}: {type(error).__name__}: {error}".split())[:500]
    if request.path in API:
        value = {"error": fault.message, "__type": fault.type, "message": fault.message}
        return json_answer(fault.status, value, fault=log)
    return fault_answer(fault, media_type=request.media_type, log=log)
