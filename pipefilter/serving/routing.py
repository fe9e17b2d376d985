"""Routes a request to its handler, and turns unexpected errors into a 500."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pipefilter.serving.answer_limits import SMALLER, LimitExceeded, limited
from pipefilter.serving.aws_protocol import aws_answer, fault_answer
from pipefilter.serving.evaluation import EvaluationFailed, EvaluationTooLong, ServerBusy
from pipefilter.serving.event_pattern_call import CallFault, internal_exception
from pipefilter.serving.http_message import Answer, Request, json_answer
from pipefilter.serving.page_api import API, api_answer, error_answer
from pipefilter.serving.request_origin import AllowedHosts
from pipefilter.serving.static_files import static_answer, static_files

__all__ = ["evaluate_request", "handle"]

AWS_PATH = "/"
"""All SDKs post their calls there."""


def handle(request: Request, hosts: AllowedHosts, evaluate: Callable[[Request], Answer]) -> Answer:
    """The answer to a request.

    Args:
        evaluate: answers what takes time, which is every POST; may raise what `evaluation` has.
    """
    if not hosts.allows(request.host):
        return error_answer(
            403, "this host name is not allowed: use 127.0.0.1 or localhost, or see --allowed-host"
        )
    methods = _methods(request.path)
    if not methods:
        return error_answer(404, "not found: the web UI is at /")
    if request.method == "OPTIONS":
        return Answer(204, "", b"", (("Allow", ", ".join(methods)),))
    if request.method not in methods:
        answer = error_answer(405, f"only {', '.join(methods)} are supported here")
        return replace(answer, headers=(("Allow", ", ".join(methods)),))
    return _in_bounds(request, evaluate) if request.method == "POST" else evaluate_request(request)


def evaluate_request(request: Request) -> Answer:
    """The answer to a request whose path and method exist; it takes bounded memory, but any time."""
    try:
        return limited(lambda: _answered(request))
    except LimitExceeded as error:
        return _not_answered(request, str(error))
    except Exception as error:  # noqa: BLE001 - whatever it is, the next request must be answered
        return _failed(request, error)


def _in_bounds(request: Request, evaluate: Callable[[Request], Answer]) -> Answer:
    try:
        return evaluate(request)
    except ServerBusy as busy:
        return _busy(request, str(busy))
    except EvaluationTooLong as ending:
        return _not_answered(request, f"{ending}: {SMALLER}")
    except EvaluationFailed as failure:
        return _failed(request, failure)


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


def _busy(request: Request, sentence: str) -> Answer:
    """A 503, after which SDKs and the page try again automatically."""
    fault = CallFault("ServiceUnavailable", f"{sentence}: try again", 503)
    answer = _fault_answer(request, fault)
    return replace(answer, headers=(*answer.headers, ("Retry-After", "1")))


def _not_answered(request: Request, sentence: str) -> Answer:
    """The answer where a limit is exceeded: a 422 for the page, which shows the sentence; AWS's exception for SDKs."""
    if request.path in API:
        return error_answer(422, sentence)
    return fault_answer(internal_exception(sentence), media_type=request.media_type)


def _failed(request: Request, error: Exception) -> Answer:
    """The answer where pipefilter itself has failed: the client sees no internals."""
    fault = internal_exception("pipefilter failed: see the output of the server")
    log = " ".join(f"{request.method} {request.path}: {type(error).__name__}: {error}".split())[:500]
    return _fault_answer(request, fault, log)


def _fault_answer(request: Request, fault: CallFault, log: str = "") -> Answer:
    """A fault of the server, in the form that the client expects."""
    if request.path in API:
        value = {"error": fault.message, "__type": fault.type, "message": fault.message}
        return json_answer(fault.status, value, fault=log)
    return fault_answer(fault, media_type=request.media_type, log=log)
