"""The problems of a document are those of `check` for the folder that contains it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipefilter.application.check_settings import CheckSettings
from pipefilter.application.pattern_files import files_with_patterns, is_checked
from pipefilter.editing.diagnostics import diagnostics
from pipefilter.editing.document import Document

FILES = (
    "pattern.json",
    "events/order.json",
    "recipe/pattern.json",
    "recipe/match/order.json",
    "recipe/stack.template.json",
    "recipe/template.json",
    ".hidden/pattern.json",
    "node_modules/a/pattern.json",
    "cdk.out/manifest.json",
    "cdk.out/stack.template.json",
    "cdk.out/tree.json",
    "cdk.out/deep/asset.json",
    "other/manifest.json",
    "other/data.json",
    "template.yaml",
    "main.tf",
    "main.tf.json",
    "old.template",
    "README.md",
)
TEMPLATE = (
    '{"Resources": {"R": {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": {"source": ["a"]}}}}}'
)


@pytest.mark.parametrize("top", ["pattern", "no pattern"])
def test_a_file_is_checked_if_it_is_in_its_folder(tmp_path: Path, top: str) -> None:
    for name in FILES[top == "no pattern" :]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(TEMPLATE if "template" in name else '{"source": ["a"]}')
    for folder in (tmp_path, tmp_path / "recipe", tmp_path / "cdk.out"):
        files = {file.name for file in files_with_patterns(str(folder))}
        for path in (each for each in tmp_path.rglob("*") if each.is_file()):
            assert is_checked(path, folder, path.read_bytes()) == (str(path) in files), (folder, path)


def _spans(text: str, name: str = "pattern.json") -> list[tuple[str, str]]:
    problems = diagnostics(Document(name, text), CheckSettings())
    return [(each.code, text[each.start : each.end]) for each in problems]


@pytest.mark.parametrize("prefix", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_problem_is_at_its_characters(prefix: str, line_end: str) -> None:
    assert _spans(f'{prefix}{{"a😀": ["😀"],{line_end} "b": []}}') == [("PF113", "]")]
    assert _spans(f'{prefix}{{"a": []}}') == [("PF113", "]")]


def test_a_pattern_that_is_being_typed_has_its_syntax_error() -> None:
    assert [code for code, _ in _spans('{"source": ["a"')] == ["PF101"]


def test_a_file_that_cannot_be_read_is_reported_at_its_fault() -> None:
    text = "Resources:\n  R:\n    Type: AWS::Events::Rule\n   bad: [\n"
    (problem,) = diagnostics(Document("template.yaml", text), CheckSettings())
    assert problem.code == ""
    assert problem.severity == "error"
    assert not problem.message.startswith("template.yaml")
    assert text[: problem.start].count("\n") in (3, 4)
