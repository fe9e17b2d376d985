"""The server's side of a process that evaluates requests."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from contextlib import suppress
from typing import IO, cast

from pipefilter.serving.evaluation import EvaluationFailed
from pipefilter.serving.evaluation_process import READY
from pipefilter.serving.http_message import Answer, Request

__all__ = ["EvaluationWorker"]

_PROGRAM = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from pipefilter.serving.evaluation_process import main
main(int(sys.argv[2]))
"""
"""It uses the server's own module path: from another installation it might import another pipefilter."""


# Ctrl-C goes to the group of the server: it ends the server, and the server ends this process
if sys.platform == "win32":
    _OWN_GROUP, _FLAGS = None, subprocess.CREATE_NEW_PROCESS_GROUP
else:
    _OWN_GROUP, _FLAGS = 0, 0


class EvaluationWorker:
    """Starts the process, with at most this many bytes of memory; it evaluates one request at a time.

    Raises:
        OSError: no process can be started.
    """

    def __init__(self, memory: int) -> None:
        # -P: a file of the working directory must not pass for a module
        self._process = subprocess.Popen(  # noqa: S603 - this Python
            (sys.executable, "-P", "-c", _PROGRAM, json.dumps(sys.path), str(memory)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            process_group=_OWN_GROUP,
            creationflags=_FLAGS,
        )
        self._requests = cast("IO[bytes]", self._process.stdin)
        self._answers = cast("IO[bytes]", self._process.stdout)

    def await_ready(self) -> None:
        """Wait until it has imported what it needs.

        Raises:
            EvaluationFailed: it has ended.
        """
        if self._receive() != READY:
            raise EvaluationFailed("the evaluation process did not start correctly")

    def answer(self, request: Request) -> Answer:
        """Evaluate a request.

        Raises:
            EvaluationFailed: the process has ended, as it does when it is killed.
        """
        try:
            pickle.dump(request, self._requests, protocol=pickle.HIGHEST_PROTOCOL)
            self._requests.flush()
        except (OSError, ValueError):  # ValueError: the pipe is closed on this side
            raise EvaluationFailed(self._ending()) from None
        answer = self._receive()
        if not isinstance(answer, Answer):
            raise EvaluationFailed("the evaluation process returned something unexpected")
        return answer

    def kill(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()

    def close(self) -> None:
        """End the process, and free what the system keeps of it; nobody may be waiting for an answer of it."""
        self._process.kill()
        self._process.wait()
        with suppress(OSError):  # part of a request was never sent
            self._requests.close()
        self._answers.close()

    def _receive(self) -> object:
        try:
            return pickle.load(self._answers)  # noqa: S301 - of our own process
        except Exception:  # noqa: BLE001 - whatever goes wrong, the process is of no use any more
            raise EvaluationFailed(self._ending()) from None

    def _ending(self) -> str:
        self._process.kill()
        return f"the evaluation process ended with exit code {self._process.wait()}"
