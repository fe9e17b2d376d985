"""Files that the docs show: each block equals its file, and the files work where a reader would copy them.

A block shows a file if its first line is `# examples/...`, or if the line before it is `<!-- examples/... -->`, for formats
without comments. With `(excerpt)` after the name, it shows some lines of it.
"""

from __future__ import annotations

import importlib
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from plugin_options import plugin_options
from real_tools import python_packages
from repository import ROOT

from pipefilter.cli.main import pipefilter as command

EXAMPLES = ROOT / "examples"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
NAME = r"(?P<{}>examples/[\w./-]+)(?P<{}> \(excerpt\))?"
BLOCK = re.compile(
    rf"(?:^<!-- {NAME.format('before', 'part_before')} -->\n+)?^```[a-z]+\n"
    rf"(?:# {NAME.format('first', 'part_first')}\n)?(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def shown_files() -> Iterator[tuple[Path, str, bool, str]]:
    """Each block that shows a file: its page, the file, whether it is an excerpt, and the block."""
    for page in PAGES:
        for block in BLOCK.finditer(page.read_text("utf-8")):
            name = block["before"] or block["first"]
            if name:
                yield page, name, bool(block["part_before"] or block["part_first"]), block["text"]


SHOWN = [
    pytest.param(name, is_excerpt, text, id=f"{page.relative_to(ROOT)}: {name}")
    for page, name, is_excerpt, text in shown_files()
]


@pytest.mark.parametrize(("name", "is_excerpt", "text"), SHOWN)
def test_blocks_equal_their_files(name: str, is_excerpt: bool, text: str) -> None:
    content = (ROOT / name).read_text("utf-8")
    assert text in content if is_excerpt else text == content


@pytest.mark.nightly
def test_the_pytest_files_pass_where_they_are_copied_to(tmp_path: Path) -> None:
    """Also that they need nothing else from the repository."""
    shutil.copytree(EXAMPLES / "pytest", tmp_path, dirs_exist_ok=True)
    options = [
        *plugin_options(),
        "-q",
        "-W",
        "error",
        "-p",
        "no:cacheprovider",
        "--hypothesis-seed=0",
        "--rootdir",
        str(tmp_path),
    ]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_the_failures_of_pytest_are_as_shown(tmp_path: Path) -> None:
    """After the changes that the page describes, pytest prints what the page shows."""
    page = (ROOT / "docs" / "how-to" / "pytest.md").read_text("utf-8")
    shutil.copytree(EXAMPLES / "pytest", tmp_path, dirs_exist_ok=True)
    folder = tmp_path / "filters" / "large-orders"
    (folder / "no-match" / "small.json").rename(folder / "match" / "small.json")
    cases = tmp_path / "messages.jsonl"
    first, second, third, *others = cases.read_text("utf-8").splitlines(keepends=True)
    cases.write_text("".join((first, second, third.replace("false", "true"), *others)), "utf-8")
    options = [*plugin_options(), "-p", "no:cacheprovider", "-n0", "--rootdir", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "filters", "test_filters.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    blocks = [
        block
        for block in re.findall(r"^```text\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
        if "match  " in block
    ]
    assert len(blocks) == 2
    for block in blocks:
        assert block in done.stdout


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that the files for CI are written for, as the working directory."""
    shutil.copy(EXAMPLES / "tutorial" / "template-fixed.yaml", tmp_path / "template.yaml")
    shutil.copytree(EXAMPLES / "tutorial" / "order-shipped", tmp_path / "filters" / "order-shipped")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ci_commands(path: Path) -> list[str]:
    """The calls of pipefilter in a file for CI, without redirections."""
    calls = re.findall(r"^[\s-]*(?:run: )?(pipefilter .*)$", path.read_text("utf-8"), re.MULTILINE)
    return [call.partition(" > ")[0] for call in calls]


@pytest.mark.parametrize("name", ["Makefile", "github-actions.yml", "gitlab-ci.yml"])
@pytest.mark.usefixtures("project")
def test_commands_in_ci_files(name: str) -> None:
    """Each succeeds in the project that it is written for; CI files are YAML."""
    path = EXAMPLES / "ci" / name
    if path.suffix == ".yml":
        assert isinstance(yaml.safe_load(path.read_text("utf-8")), dict)
    assert ci_commands(path)
    for call in ci_commands(path):
        done = CliRunner().invoke(command, shlex.split(call)[1:])
        assert done.exit_code == 0, (call, done.output)


@pytest.mark.usefixtures("project")
def test_pre_commit_hooks() -> None:
    """The hooks exist, and succeed with their arguments."""
    entries = {
        hook["id"]: hook["entry"]
        for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    }
    config = yaml.safe_load((EXAMPLES / "ci" / "pre-commit-config.yaml").read_text("utf-8"))
    for hook in config["repos"][0]["hooks"]:
        arguments = hook.get("args", ["template.yaml"])
        done = CliRunner().invoke(command, [*entries[hook["id"]].split()[1:], *arguments])
        assert done.exit_code == 0, done.output


@pytest.mark.tools
@pytest.mark.nightly
def test_cfn_lint_configuration(project: Path) -> None:
    """cfn-lint finds the rules through its configuration file."""
    python_packages("cfnlint")
    shutil.copy(EXAMPLES / "ci" / "cfnlintrc.yml", project / ".cfnlintrc")
    shutil.copy(EXAMPLES / "tutorial" / "template.yaml", project / "template.yaml")
    program = "from cfnlint.runner import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "template.yaml"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "E9402" in done.stdout, done.stderr


def test_function_for_a_changed_attribute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It works with the code that the page's command prints."""
    page = (ROOT / "docs" / "how-to" / "attribute-changed.md").read_text("utf-8")
    (call,) = (line for line in page.splitlines() if line.endswith("--residual python > src/email_changed.py"))
    code = CliRunner().invoke(command, shlex.split(call.partition(" > ")[0])[1:]).stdout
    (tmp_path / "email_changed.py").write_text(code, "utf-8")
    shutil.copy(EXAMPLES / "attribute-changed" / "notify.py", tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    before, after = {"email": {"S": "a@example.com"}}, {"email": {"S": "b@example.com"}}
    images = [{"OldImage": before, "NewImage": after}, {"OldImage": after, "NewImage": after}]
    records = [
        {"eventName": "MODIFY", "dynamodb": {"Keys": {"id": {"S": str(number)}}, **image}}
        for number, image in enumerate(images)
    ]
    importlib.import_module("notify").handler({"Records": records})
    assert capsys.readouterr().out == "{'id': {'S': '0'}} ['email']\n"
