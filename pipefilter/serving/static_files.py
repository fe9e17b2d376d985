"""Serves the files of the page: a URL is looked up in a list of them, and never becomes a path."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from pipefilter.serving.http_message import Answer, json_answer

__all__ = ["static_answer", "static_files"]

INDEX = "index.html"
_SERVED = re.compile(r"[a-z][a-z_]*\.(?:css|js)")
_TYPES = {
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
}


@cache  # they are part of the package, and do not change while the server runs
def static_files() -> dict[str, Traversable]:
    """Each file by the path of its URL."""
    folder = files("pipefilter.serving").joinpath("page")
    served = {"/": folder.joinpath(INDEX)}
    if folder.is_dir():
        served |= {f"/{file.name}": file for file in folder.iterdir() if _SERVED.fullmatch(file.name)}
    return served


def static_answer(path: str) -> Answer:
    """The answer with a file of the page, by one of the paths in `static_files`."""
    file = static_files()[path]
    try:
        body = file.read_bytes()
    except OSError:
        return json_answer(404, {"error": f"the file {file.name} of the page is missing: reinstall pipefilter"})
    content_type = _TYPES[file.name.rpartition(".")[2]]
    return Answer(200, content_type, body, (("Cache-Control", "no-cache"),))
