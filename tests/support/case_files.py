"""The cases of a folder of `tests/cases`."""

from __future__ import annotations

import json
from typing import Any

import pytest
from repository import TEST_CASES

Case = dict[str, Any]


def load(folder: str) -> list[Any]:
    """The cases of a folder, each with its file's name and number as id."""
    return [
        pytest.param(case, id=f"{path.stem}-{number}")
        for path in sorted((TEST_CASES / folder).glob("*.json"))
        for number, case in enumerate(json.loads(path.read_text("utf-8")))
    ]


def text_of(pattern: str | list[list[Any]]) -> str:
    """A pattern's text, which may be given as pieces and the number of their repetitions."""
    if isinstance(pattern, str):
        return pattern
    return "".join(piece * times for piece, times in pattern)
