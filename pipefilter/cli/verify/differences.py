"""Saves files that reproduce where pipefilter and AWS differ: `verify-1.json`, `verify-2.json`, ..."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from pipefilter.cli.inputs.files import InputError
from pipefilter.file_writing import create_file
from pipefilter.formats.verify_json import difference_json
from pipefilter.verification.case import Case
from pipefilter.verification.comparison import Comparison

__all__ = ["save_difference"]


def save_difference(folder: str, case: Case, comparison: Comparison) -> str:
    """Write a file into a folder, which is made if need be, and return its name; no file is overwritten.

    Raises:
        InputError: it cannot be written.
    """
    text = json.dumps(difference_json(case, comparison, datetime.now(UTC)), indent=2) + "\n"
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        return str(_new_file(Path(folder), text.encode()))
    except OSError as error:
        raise InputError(f"a difference cannot be saved in {folder}: {error.strerror or error}") from None


def _new_file(folder: Path, content: bytes) -> Path:
    number = 1
    while True:
        path = folder / f"verify-{number}.json"
        try:
            create_file(path, content)
        except FileExistsError:
            number += 1
        else:
            return path
