"""The files of a Terraform module: only those in its folder, and none that is too long."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipefilter.application import module_folder
from pipefilter.application.template_input import read_template
from pipefilter.templates.located_filters import LocatedFilters

RULE = 'resource "aws_cloudwatch_event_rule" "r" {\n  event_pattern = @\n}\n'
PATTERN = '{"source": ["a"]}'


def resource(folder: Path, expression: str) -> LocatedFilters:
    """The rule with an expression as its pattern, in a module."""
    file = folder / "main.tf"
    file.write_text(RULE.replace("@", expression))
    template = read_template(str(file), file.read_bytes())
    assert template is not None
    return template.resources[0]


def is_known(folder: Path, path: str) -> bool:
    return resource(folder, f'file("{path}")').filters[0].source is not None


def test_files_outside_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither by a path that leads out of the folder, nor by a link, nor if they are too long or not text."""
    module = tmp_path / "module"
    (module / "below").mkdir(parents=True)
    (tmp_path / "secret.json").write_text(PATTERN)
    (module / "own.json").write_text(PATTERN)
    (module / "below" / "own.json").write_text(PATTERN)
    (module / "bytes.json").write_bytes(b"\xff\xfe\xfd")
    (module / "link.json").symlink_to(tmp_path / "secret.json")
    monkeypatch.setattr(module_folder, "MAX_TEXT", len(PATTERN))
    (module / "long.json").write_text(PATTERN + "\n")
    assert is_known(module, "own.json")
    assert is_known(module, "${path.module}/below/../below/own.json")
    outside = (
        "../secret.json",
        f"{tmp_path}/secret.json",
        "link.json",
        "below",
        "bytes.json",
        "long.json",
        "no.json",
    )
    assert [path for path in outside if is_known(module, path)] == []
    assert not is_known(module, "a\\u0000b")


def test_files_that_are_not_hcl(tmp_path: Path) -> None:
    """Another file of the module that cannot be read does not stop this one: it is reported itself."""
    (tmp_path / "a.tf").write_text("locals {")
    (tmp_path / "b.tf").write_text('locals {\n  pattern = { source = ["a"] }\n}\n')
    (tmp_path / "c.tf.json").write_text('{"locals": {"pattern": ')
    source = resource(tmp_path, "jsonencode(local.pattern)").filters[0].source
    assert source is not None
    assert source.filled()[0].text == '{"source":["a"]}'


def test_names_of_other_files_are_placed_at_the_reference(tmp_path: Path) -> None:
    """A problem in a local of another file is reported where this file refers to it."""
    (tmp_path / "b.tf").write_text("\n" * 100 + 'locals {\n  states = [{ prefx = "a" }]\n}\n')
    rule = resource(tmp_path, "jsonencode({ source = local.states })")
    source = rule.filters[0].source
    assert source is not None
    text = RULE.replace("@", "jsonencode({ source = local.states })")
    filled, _ = source.filled()
    assert {filled.places[filled.text.index(word)] for word in ("prefx", '"a"')} == {text.index("local.states")}
