"""Files that reproduce where pipefilter and AWS differ: `verify-1.json`, `verify-2.json`, ..."""

from __future__ import annotations

import json
import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from pipefilter.cli.inputs.files import InputError
from pipefilter.cli.verify.cases import Case
from pipefilter.verification.comparison import Comparison

__all__ = ["save_difference"]


def save_difference(folder: str, case: Case, found: Comparison) -> str:
    """Write a file, and return its name; none that is there is overwritten.

    Args:
        folder: where; made if it is not there.
        case: what was asked.
        found: the answers.

    Raises:
        InputError: it cannot be written.
    """
    arguments = ["--event-pattern", found.question.pattern, "--event", found.question.event]
    value = {
        "date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "differs_in": list(found.differs_in),
        "name": case.name,
        "filter": case.number or None,
        **case.where,
        "pattern": case.pattern,
        "seen": case.event,
        "ours": found.ours.as_json(),
        "aws": found.theirs.as_json(),
        "sent": {"pattern": found.question.pattern, "event": found.question.event},
        "command": shlex.join(["aws", "events", "test-event-pattern", *arguments]),
    }
    try:
        path, file = _new_file(Path(folder))
        with file:
            file.write(json.dumps(value, indent=2) + "\n")
    except OSError as error:
        raise InputError(f"a difference cannot be saved in {folder}: {error.strerror or error}") from None
    return str(path)


def _new_file(folder: Path) -> tuple[Path, TextIO]:
    folder.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        path = folder / f"verify-{number}.json"
        try:
            return path, path.open("x", encoding="utf-8")
        except FileExistsError:
            number += 1
