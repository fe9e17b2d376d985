"""One question, answered by the command line, by Python and by the page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import pipefilter
from pipefilter.cli.main import main
from pipefilter.formats.evaluation_json import evaluation_json
from pipefilter.serving.evaluate_api import evaluate

_PLACE = ("event", "line", "column")
"""Members that the command line prints in addition to the evaluation: the position of the event in the files."""


@dataclass(frozen=True)
class Question:
    """A pattern and events, each as JSON."""

    pattern: str
    events: tuple[str, ...]
    service: str = ""
    source: str = ""

    @property
    def options(self) -> list[str]:
        """The same as options of a command."""
        service = ["--service", self.service] if self.service else []
        return service + (["--source", self.source] if self.source else [])


def printed(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """The output of a command, one object a line."""
    with pytest.raises(SystemExit):
        main(arguments)
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def assert_one_answer(question: Question, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pattern = folder / "pattern.json"
    pattern.write_text(question.pattern, "utf-8", errors="surrogatepass")
    files = [folder / f"{number}.json" for number in range(len(question.events))]
    for path, event in zip(files, question.events, strict=True):
        path.write_text(event, "utf-8", errors="surrogatepass")
    by_command = printed(["test", "--json", str(pattern), *map(str, files), *question.options], capsys)
    filters = pipefilter.load(pattern, service=question.service, source=question.source)
    for path, event in zip(files, question.events, strict=True):
        by_python = [evaluation_json(each.outcome) for each in filters.evaluate_all(event)]
        of_this_event = [line for line in by_command if line["event"] == str(path)]
        assert [{key: line[key] for key in line if key not in _PLACE} for line in of_this_event] == by_python
        by_page = evaluate(
            {
                "pattern": question.pattern,
                "event": event,
                "service": question.service,
                "source": question.source,
            }
        )
        assert by_page["evaluation"] == by_python[0]
