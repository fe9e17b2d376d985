"""The verdicts and errors are the same on Python 3.14, which Pyodide brings, whatever Python runs the tests."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from conformance_answers import answers
from real_tools import node_package_folder, run
from repository import CONFORMANCE, ROOT

SUPPORT = ROOT / "tests" / "support"
SOURCE = ROOT / "pipefilter"
CODE = """
import sys
sys.path.insert(0, "/work")
from conformance_answers import print_answers
print_answers("/work/cases.jsonl")
"""


@pytest.mark.nightly
@pytest.mark.tools
def test_conformance(tmp_path: Path) -> None:
    """Each case has AWS's verdict there; each error has the message, code, line and column that it has here."""
    pyodide = node_package_folder("pyodide")
    lines = [
        line for path in sorted(CONFORMANCE.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    ]
    cases = [json.loads(line) for line in lines]
    archive = tmp_path / "work.zip"
    with zipfile.ZipFile(archive, "w") as work:
        for path in SOURCE.rglob("*.py"):
            work.write(path, path.relative_to(ROOT).as_posix())
        work.write(SUPPORT / "conformance_answers.py", "conformance_answers.py")
        work.writestr("cases.jsonl", "\n".join(lines))
    output = run("node", str(SUPPORT / "run_in_pyodide.mjs"), str(pyodide), str(archive), CODE, cwd=tmp_path)
    version, *there = map(json.loads, output.splitlines())
    assert version == [3, 14]
    assert [(answer[0], answer[1]) for answer in there] == [(case["id"], case["expect"]) for case in cases]
    assert there == list(answers(cases))
