"""Answers requests of the page inside the browser, where the playground runs this code in a worker (see `packaging/`)."""

from __future__ import annotations

from pipefilter.serving.answer_limits import LimitExceeded, limited
from pipefilter.serving.http_message import Request
from pipefilter.serving.page_api import api_answer, error_answer

__all__ = ["MAX_BODY", "worker_answer"]

MAX_BODY = 2 << 20
"""Bytes of a request, as many as the server accepts unless `--max-body` is set."""

_FORM = {"content-type": "application/json"}


def worker_answer(path: str, text: str) -> tuple[int, str, str]:
    """The status and the text of the answer that the server would send to a POST request, and its fault.

    Args:
        path: one of those in `API`.
        text: the body, in JSON.
    """
    body = text.encode("utf-8", "surrogatepass")
    if len(body) > MAX_BODY:
        answer = error_answer(
            413, f"the texts are larger than {MAX_BODY >> 20} MiB, which the playground does not accept"
        )
        return answer.status, answer.body.decode("ascii"), ""
    try:
        answer = limited(lambda: api_answer(Request("POST", path, _FORM, body=body)))
    except LimitExceeded as error:
        answer = error_answer(422, str(error))
    except Exception as error:  # noqa: BLE001 - whatever it is, the next request must be answered
        answer = error_answer(500, "pipefilter failed: see the console of the browser")
        return answer.status, answer.body.decode("ascii"), f"{path}: {type(error).__name__}: {error}"
    return answer.status, answer.body.decode("ascii"), ""
