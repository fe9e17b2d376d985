"""The action for GitHub: its script, run in real git repositories, with GitHub's API on 127.0.0.1."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from action import main
from action_inputs import DEFAULTS, ActionError, Inputs, variable
from github_api import GitHubApi, running_api
from github_job import PAID, Job, commit, git
from hypothesis import given
from hypothesis import strategies as st
from pipefilter_command import Pipefilter
from repository import ROOT
from workflow_commands import annotation, inert

ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
(STEP,) = ACTION["runs"]["steps"]
PAID_OR_SENT = '{"detail": {"status": ["PAID", "SENT"]}}'
SENT = '{"detail": {"status": ["SENT"]}}'
ERROR = '{"Filters": [{"Pattern": "{\\"dynamodb\\": {\\"NewImage\\": {\\"n\\": {\\"N\\": [5]}}}}"}]}'
MARK = "<!-- pipefilter diff -->"


def test_the_script_reads_what_action_yml_declares() -> None:
    """The inputs, their defaults, and how they reach the script; nothing is interpolated into shell code."""
    assert {name: value["default"] for name, value in ACTION["inputs"].items()} == DEFAULTS
    assert STEP["env"] == {
        **{variable(name): f"${{{{ inputs.{name} }}}}" for name in DEFAULTS},
        "GITHUB_TOKEN": "${{ github.token }}",
    }
    assert "${{" not in STEP["run"]
    for name, output in ACTION["outputs"].items():
        assert output["value"] == f"${{{{ steps.{STEP['id']}.outputs.{name} }}}}"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"severity": "high"}, "severity is 'high': use error, warning or note"),
        ({"strict": "yes"}, "strict is 'yes': use true or false"),
        ({"version": "1.0; rm -rf ."}, "version is '1.0; rm -rf .': write a value such as 0.1.0"),
        ({"version": "--index-url=x"}, "version is '--index-url=x': write a value such as 0.1.0"),
        ({"comment-key": "-->"}, "comment-key is '-->': write a value such as orders"),
        ({"fail-on": "lost"}, "fail-on is 'lost': use problems, lost-events, changes or never"),
        ({"fail-on": "never, problems"}, "fail-on: never cannot be combined with other values"),
        ({"fail-on": "lost-events"}, "fail-on: lost-events requires diff: true"),
    ],
)
def test_invalid_inputs(values: Mapping[str, str], message: str) -> None:
    """The message names the input, and what it may be."""
    with pytest.raises(ActionError, match=f"^{re.escape(message)}$"):
        Inputs.read({variable(name): value for name, value in values.items()})


def test_forms_of_inputs() -> None:
    """Blank values are the defaults; paths are lines; codes and reasons are separated by commas, spaces or lines."""
    assert Inputs.read({}) == Inputs.read({variable(name): " " for name in DEFAULTS})
    values = {
        "paths": "a b.yaml\n\n  c/*.json\n",
        "ignore": "PF402, PF41\nPF42",
        "diff": "True",
        "fail-on": "problems\nchanges",
    }
    inputs = Inputs.read({variable(name): value for name, value in values.items()})
    assert inputs.paths == ("a b.yaml", "c/*.json")
    assert inputs.ignore == "PF402,PF41,PF42"
    assert inputs.diff
    assert inputs.fail_on == {"problems", "changes"}


@pytest.fixture
def api() -> Iterator[GitHubApi]:
    with running_api() as server:
        yield server


@pytest.fixture
def job(tmp_path: Path, api: GitHubApi, monkeypatch: pytest.MonkeyPatch) -> Job:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    for name in [name for name in os.environ if name.startswith(("GIT_", "GITHUB_", "INPUT_"))]:
        monkeypatch.delenv(name)
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)
    return Job(tmp_path, api)


@pytest.mark.slow
def test_a_bad_repository(job: Job, capsys: pytest.CaptureFixture[str]) -> None:
    """Each problem is an annotation, a result in the SARIF log, and counted; the exit code is that of `check`."""
    commit(job.workspace, {"bad.json": ERROR, "broken.json": '{"source": "x"}', "events/e.json": '{"a": 1}'})
    assert job.run(capsys, sarif="reports/p.sarif", paths="bad.json") == 1
    (command,) = job.commands
    assert command.startswith("::error file=bad.json,line=1,")
    assert job.outputs == {
        "exit-code": "1",
        "sarif-file": "reports/p.sarif",
        "errors": "1",
        "warnings": "0",
        "notes": "0",
    }
    assert job.summary == "### pipefilter check: 1 error\n\n"
    log = json.loads((job.workspace / "reports" / "p.sarif").read_text("utf-8"))
    assert [result["level"] for result in log["runs"][0]["results"]] == ["error"]
    assert job.run(capsys, paths="bad.json\nbroken.json") == 2
    assert job.outputs["errors"] == "2"
    assert job.run(capsys, ignore=log["runs"][0]["results"][0]["ruleId"], paths="bad.json") == 0
    assert job.run(capsys, paths="bad.json", fail_on="never") == 0
    assert job.outputs["exit-code"] == "1"


@pytest.mark.slow
def test_a_good_repository(job: Job, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is annotated; the outputs are those that action.yml has, and a comparison is for events with a base."""
    commit(job.workspace, {"good.json": PAID})
    assert job.run(capsys, sarif="p.sarif", diff="true") == 0
    assert job.commands == [
        "::notice title=pipefilter::The filters are not compared: the event workflow_dispatch has no earlier revision, "
        "as pull_request has."
    ]
    assert job.summary.startswith("### pipefilter check: no problems\n\n")
    assert set(job.outputs) == ACTION["outputs"].keys() - {"diff-exit-code"}


@pytest.mark.slow
def test_a_check_that_cannot_run(job: Job, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong code fails the job, whatever `fail-on` is; files without patterns fail it unless that is switched off."""
    commit(job.workspace, {"good.json": PAID, "other.txt": ""})
    with pytest.raises(ActionError, match=r"^pipefilter check cannot run: .*PFX"):
        job.run(capsys, ignore="PFX", fail_on="never")
    assert job.run(capsys, paths="nothing") == 2
    assert job.outputs["errors"] == "1"
    with pytest.raises(ActionError, match=r"^sarif: good\.json/x cannot be written"):
        job.run(capsys, sarif="good.json/x")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_where_no_sarif_log_is_written(job: Job, capsys: pytest.CaptureFixture[str]) -> None:
    """A pull request chooses the links and files of the checkout; an earlier log is replaced."""
    victim = job.folder / "victim"
    victim.mkdir()
    commit(job.workspace, {"good.json": PAID, "log.sarif": '{"runs": []}'})
    (job.workspace / "linked").symlink_to(victim)
    (job.workspace / "link.sarif").symlink_to(victim / "x")
    (job.workspace / "generated.json").write_text(PAID, "utf-8")
    for name, reason in (
        ("../victim/x", "outside of the workspace"),
        (str(victim / "x"), "outside of the workspace"),
        ("link.sarif", "link"),
        ("linked/x", "link"),
        ("good.json", "a file of the repository"),
        ("log.sarif", "a file of the repository"),
        ("generated.json", "is no SARIF log"),
    ):
        with pytest.raises(ActionError, match=rf"^sarif: {re.escape(name)} cannot be written: .*{reason}$"):
            job.run(capsys, sarif=name)
    assert list(victim.iterdir()) == []
    assert (job.workspace / "good.json").read_text("utf-8") == PAID
    for _ in range(2):
        assert job.run(capsys, sarif="reports/new.sarif") == 0


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_hostile_names(job: Job, api: GitHubApi, capsys: pytest.CaptureFixture[str]) -> None:
    """No file can print a workflow command, be an option, set an output, or break out of the comment."""
    names = ("a\n::warning::x.json", "::stop-commands::x\n::error::y.json", "-q.json", "%0A::notice::z.json")
    job.pull_request(dict.fromkeys(names, PAID), dict.fromkeys(names, ERROR))
    assert job.run(capsys, diff="true", paths=".\n-q.json") == 1
    errors = [command for command in job.commands if not command.startswith("::error file=")]
    assert errors == []
    assert len(job.commands) == len(names) + 1
    assert job.outputs["errors"] == str(len(names) + 1)
    (comment,) = api.comments
    assert "::warning::" not in comment["body"]


@pytest.mark.slow
def test_a_comment_on_a_pull_request(job: Job, api: GitHubApi, capsys: pytest.CaptureFixture[str]) -> None:
    """It is written once, then updated; only what the pull request changes is compared, also in a shallow clone."""
    job.pull_request({"a.json": PAID}, {"a.json": PAID_OR_SENT})
    for number in range(150):
        api.add(None if number % 2 else "x", login="someone")
    api.add(f"{MARK}\nfaked", login="someone")
    assert job.run(capsys, diff="true", fail_on="problems, lost-events") == 0
    assert job.commands == []
    comment = api.comments[-1]
    assert comment["body"].startswith(f"{MARK}\n### Event patterns: 1 wider\n")
    assert job.summary.endswith(f"{comment['body'].rstrip()}\n\n")
    assert job.outputs["diff-exit-code"] == "0"
    assert job.run(capsys, diff="true", fail_on="changes") == 1
    assert job.commands == [
        "::error title=pipefilter::Filters match other events than before: the summary of the job has the report."
    ]
    assert [request.partition("?")[0] for request in api.requests] == [
        *["GET /repos/o/r/issues/7/comments"] * 2,
        "POST /repos/o/r/issues/7/comments",
        *["GET /repos/o/r/issues/7/comments"] * 2,
        "PATCH /repos/o/r/issues/comments/152",
    ]
    assert api.tokens == {"Bearer secret"}
    assert job.run(capsys, diff="true", comment="false") == 0
    assert job.run(capsys, diff="true", comment_key="orders") == 0
    assert len(api.comments) == 153
    assert api.comments[-1]["body"].startswith("<!-- pipefilter diff orders -->\n### Event patterns")


@pytest.mark.slow
def test_lost_events(job: Job, capsys: pytest.CaptureFixture[str]) -> None:
    """They fail the job only if it asks for that; paths limit what is compared, too."""
    names = ("a/p.json", "b/p.json", "c#d.json", "e.json")
    job.pull_request(
        dict.fromkeys(names, PAID), dict(zip(names, (SENT, PAID_OR_SENT, SENT, None), strict=True))
    )
    assert job.run(capsys, diff="true") == 0
    assert job.outputs["diff-exit-code"] == "1"
    assert job.run(capsys, diff="true", fail_on="lost-events") == 1
    assert job.commands == [
        "::error title=pipefilter::Filters stop matching events: the summary of the job has the report."
    ]
    for paths, code in (("b/*.json", 0), ("b/p.json", 0), ("c#d.json", 1), ("e.json", 1), ("a*/p.json", 1)):
        assert job.run(capsys, diff="true", paths=paths, fail_on="lost-events") == code, paths


@pytest.mark.slow
def test_nothing_to_compare(job: Job, capsys: pytest.CaptureFixture[str]) -> None:
    """A path that is in neither revision is no difference, but no proof either."""
    job.pull_request({"a.json": PAID}, {"a.json": SENT})
    for fail_on, code in (("never", 0), ("lost-events", 2)):
        assert job.run(capsys, diff="true", paths="infra", fail_on=fail_on) == code
        assert "no files with patterns in infra" in job.commands[-1]
        assert "### Event patterns: not compared\n\n```\nError: there are no files" in job.summary


def test_what_commands_get(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the token nor variables that replace modules; and a command that dies is an error."""
    monkeypatch.setenv("GITHUB_TOKEN", "secret")
    monkeypatch.setenv("PYTHONPATH", "x")
    program = "import os; print(sorted({'GITHUB_TOKEN', 'PYTHONPATH', 'PATH'} & os.environ.keys()))"
    assert Pipefilter((sys.executable, "-c", program), tmp_path).run().output == "['PATH']\n"
    with pytest.raises(
        ActionError, match=r"^pipefilter check ended with the exit code 3: it printed no message$"
    ):
        Pipefilter((sys.executable, "-c", "raise SystemExit(3)"), tmp_path).run("check")


@given(st.text(alphabet=st.sampled_from("a:\r\n %#[]\u2028,="), max_size=40))
def test_no_text_is_a_command(text: str) -> None:
    """Whatever files contain: GitHub interprets nothing between the lines that stop and resume it, and one annotation."""
    lines = re.split(r"\r\n|\r|\n", inert(text))
    if any(line.strip().startswith("::") or "##[" in line for line in lines):
        assert lines[0] == f"::stop-commands::{lines[-1].strip(':')}"
        assert lines.count(lines[-1]) == 1
    assert re.split(r"\r\n|\r|\n", annotation("error", text))[1:] == []


@pytest.mark.slow
def test_no_difference(job: Job, api: GitHubApi, capsys: pytest.CaptureFixture[str]) -> None:
    """There is no comment about nothing, but an earlier one is updated."""
    job.pull_request({"a.json": PAID}, {"b.txt": "x"})
    assert job.run(capsys, diff="true", fail_on="changes") == 0
    assert api.comments == []
    assert "no filter differs" in job.summary
    api.add(f"{MARK}\nearlier")
    assert job.run(capsys, diff="true") == 0
    assert "no filter differs" in api.comments[0]["body"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (
            {"POST": (403, b'{"message": "Resource not accessible by integration"}')},
            ("notice", "pull-requests: write"),
        ),
        ({"GET": (404, b"<html>")}, ("notice", "HTTP 404")),
        ({"GET": (502, b"")}, ("warning", "HTTP 502")),
        ({"GET": (200, b"<html>")}, ("warning", "GitHub cannot be reached")),
        ({"GET": (200, b"{}")}, ("warning", "not a list")),
    ],
)
def test_comments_that_are_refused(
    refusal: dict[str, tuple[int, bytes]],
    words: tuple[str, str],
    job: Job,
    api: GitHubApi,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In a pull request from a fork, the token may only read: the job passes, and the summary has the report."""
    job.pull_request({"a.json": PAID}, {"a.json": SENT})
    api.refusals.update(refusal)
    assert job.run(capsys, diff="true") == 0
    (command,) = job.commands
    assert command.startswith(f"::{words[0]} title=pipefilter::There is no comment (")
    assert words[1] in command
    assert "### Event patterns: 1 different" in job.summary


@pytest.mark.slow
def test_the_head_of_a_pull_request(job: Job, capsys: pytest.CaptureFixture[str]) -> None:
    """If a workflow checks out the head instead of the merge commit, it is compared with the common commit."""
    first = commit(job.workspace, {"a.json": PAID})
    git(job.workspace, "switch", "--quiet", "--create", "feature")
    head = commit(job.workspace, {"a.json": PAID_OR_SENT})
    git(job.workspace, "switch", "--quiet", "main")
    base = commit(job.workspace, {"a.json": SENT})
    job.clone("feature")
    job.event("pull_request", {"number": 7, "pull_request": {"base": {"sha": base}, "head": {"sha": head}}})
    assert job.run(capsys, diff="true", fail_on="lost-events") == 0
    assert f"<code>{first[:12]}</code>" in job.summary
    assert "1 wider" in job.summary
    # a tag with the name of a shortened hash is not taken for the commit
    git(job.workspace, "tag", first[:12], "HEAD")
    assert job.run(capsys, diff="true", fail_on="lost-events") == 0
    assert "1 wider" in job.summary


@pytest.mark.slow
def test_pushes_and_merge_queues(job: Job, api: GitHubApi, capsys: pytest.CaptureFixture[str]) -> None:
    """They are compared with the commit before, and only in the summary."""
    before = commit(job.workspace, {"a.json": PAID})
    commit(job.workspace, {"a.json": SENT})
    job.clone("main")
    for name, event in (("push", {"before": before}), ("merge_group", {"merge_group": {"base_sha": before}})):
        job.event(name, event)
        assert job.run(capsys, diff="true", fail_on="lost-events") == 1
        assert "1 different" in job.summary
    job.event("push", {"before": "0" * 40})
    assert job.run(capsys, diff="true", fail_on="lost-events") == 0
    assert "first push" in job.output
    assert api.requests == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "event", [{}, {"number": 7, "pull_request": {"base": {"sha": "--x"}, "head": {"sha": "b" * 40}}}]
)
def test_events_without_commits(job: Job, event: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    """No value of an event becomes an option of git."""
    commit(job.workspace, {"a.json": PAID})
    job.event("pull_request", event)
    assert job.run(capsys, diff="true", fail_on="lost-events") == 2
    assert "the event has no commit pull_request.base.sha" in job.output


@pytest.mark.slow
def test_a_base_that_cannot_be_fetched(job: Job, api: GitHubApi, capsys: pytest.CaptureFixture[str]) -> None:
    """A pull request does not pass because nothing was compared, unless comparing is only for information."""
    job.pull_request({"a.json": PAID}, {"a.json": SENT})
    (job.folder / "origin").rename(job.folder / "elsewhere")
    assert job.run(capsys, diff="true", fail_on="lost-events") == 2
    (command,) = job.commands
    assert re.search(r"^::error .* the commit \w+ is not in this clone, .*: set fetch-depth: 0 for", command)
    assert "fatal: '" in command
    assert "not compared" in job.summary
    assert api.comments == []
    api.add(f"{MARK}\nearlier")
    assert job.run(capsys, diff="true") == 0
    (command,) = job.commands
    assert command.startswith("::warning ")
    (comment,) = api.comments
    assert comment["body"].startswith(f"{MARK}\n### Event patterns: not compared\n\n```\nthe commit ")


@pytest.mark.slow
def test_pull_request_target(job: Job, api: GitHubApi, capsys: pytest.CaptureFixture[str]) -> None:
    """The workflow has to check out the changes; by default, it gets the base."""
    base = commit(job.workspace, {"a.json": PAID})
    git(job.workspace, "switch", "--quiet", "--create", "feature")
    head = commit(job.workspace, {"a.json": SENT})
    job.event(
        "pull_request_target", {"number": 7, "pull_request": {"base": {"sha": base}, "head": {"sha": head}}}
    )
    job.clone("feature")
    assert job.run(capsys, diff="true", fail_on="lost-events") == 1
    assert len(api.comments) == 1
    git(job.workspace, "checkout", "--quiet", "--detach", base)
    assert job.run(capsys, diff="true", fail_on="lost-events") == 2
    assert "the workflow checks out the base of the pull request, not its changes" in job.commands[-1]
    assert "not compared" in api.comments[0]["body"]
    git(job.workspace, "checkout", "--quiet", "--orphan", "other")
    commit(job.workspace, {})
    assert job.run(capsys, diff="true", fail_on="lost-events") == 2
    assert "a commit without the changes of the pull request" in job.commands[-1]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["workflow_dispatch", "schedule", "release"])
def test_events_without_a_comparison(job: Job, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """They do not pass silently if the job is to fail for lost events."""
    commit(job.workspace, {"a.json": PAID})
    job.event(name, {})
    assert job.run(capsys, diff="true", fail_on="changes") == 2
    (command,) = job.commands
    assert command.startswith(
        f"::error title=pipefilter::The filters are not compared: the event {name} has no"
    )


@pytest.mark.slow
def test_files_that_the_commit_does_not_contain(job: Job, capsys: pytest.CaptureFixture[str]) -> None:
    """They are checked, but not compared, and named."""
    job.pull_request({"a.json": PAID, "b#c.json": PAID}, {".gitignore": "cdk.out"})
    (job.workspace / "b#c.json").write_text(SENT, "utf-8")
    (job.workspace / "cdk.out").mkdir()
    (job.workspace / "cdk.out" / "x.json").write_text(SENT, "utf-8")
    (job.workspace / "notes.txt").write_text("x", "utf-8")
    (job.workspace / "notes.yaml").write_text("a: 1", "utf-8")
    assert job.run(capsys, diff="true") == 0
    assert job.commands == [
        "::warning title=pipefilter::These files are not compared, as the commit does not contain them as they are: "
        "b#c.json, cdk.out/x.json"
    ]
    assert "as they are:\n\n```\nb#c.json, cdk.out/x.json\n```\n" in job.summary
    assert job.run(capsys, diff="true", paths="a.json") == 0
    assert job.commands == []


@pytest.mark.slow
def test_the_last_pattern_is_removed(job: Job, capsys: pytest.CaptureFixture[str]) -> None:
    """With the default path, this is no mistake; a path in the workflow may be one."""
    job.pull_request({"a.json": PAID, "c/x.yaml": "a: 1"}, {"a.json": None})
    (job.workspace / "later.json").unlink()
    assert job.run(capsys, diff="true", fail_on="problems, lost-events") in {1, 2}
    assert job.commands[0] == "::notice title=pipefilter::There are no patterns in the repository."
    assert job.outputs["exit-code"] == "0"
    assert "removed" in job.summary
    assert job.run(capsys) == 0
    assert job.run(capsys, paths="c") == 2


@pytest.mark.slow
def test_paths_of_the_workspace(job: Job, capsys: pytest.CaptureFixture[str]) -> None:
    """Absolute paths, and those with .., are compared, too."""
    job.pull_request({"a/p.json": PAID}, {"a/p.json": SENT})
    for path in (
        str(job.workspace / "a" / "p.json"),
        "a/../a",
        f"{job.workspace}/a/*.json",
        str(job.workspace),
    ):
        assert job.run(capsys, diff="true", paths=path, fail_on="lost-events") == 1, path


@pytest.mark.slow
@pytest.mark.tools
@pytest.mark.skipif(sys.platform == "win32", reason="bash runs in a system of its own there")
def test_the_step_as_github_runs_it(job: Job, api: GitHubApi) -> None:
    """In bash, with a new environment, on a bad and a good repository that has modules named like Python's own."""
    bash = shutil.which("bash")
    assert bash is not None
    evil = "raise SystemExit('a module of the repository was imported')\n"
    job.pull_request(
        {"a.json": PAID, "json.py": evil, "click.py": evil, "pipefilter/__init__.py": evil}, {"a.json": ERROR}
    )
    temporary = job.folder / "temporary"
    temporary.mkdir()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
        **job.environment,
        **{variable(name): value for name, value in DEFAULTS.items()},
        "PYTHONPATH": str(job.workspace),
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_WORKSPACE": str(job.workspace),
        "RUNNER_TEMP": str(temporary),
        "INPUT_DIFF": "true",
        "INPUT_SARIF": "$(touch injected).sarif",
    }
    for code, content in ((1, ERROR), (0, PAID_OR_SENT)):
        (job.workspace / "a.json").write_text(content, "utf-8")
        done = subprocess.run(
            [bash, "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", STEP["run"]],
            cwd=job.workspace,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (code, ""), done.stdout
        assert ("::error file=a.json" in done.stdout) == bool(code)
    assert len(api.comments) == 1
    assert not (job.workspace / "injected").exists()
    assert (job.workspace / "$(touch injected).sarif").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="bash runs in a system of its own there")
def test_a_python_that_is_too_old(tmp_path: Path) -> None:
    """The message says what to do."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not installed")
    for name in ("python3", "python"):
        (tmp_path / name).write_text("#!/bin/sh\nexit 1\n", "utf-8")
        (tmp_path / name).chmod(0o755)
    script = ROOT / "packaging" / "github-action" / "start.sh"
    environment = {"PATH": str(tmp_path), "GITHUB_ACTION_PATH": str(ROOT)}
    done = subprocess.run([bash, str(script)], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "")
    assert done.stdout.startswith("::error::pipefilter needs Python 3.11 or later: use actions/setup-python")


def test_an_installation_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Invalid inputs, and what venv or pip says, are annotations."""
    monkeypatch.setenv("RUNNER_TEMP", str(tmp_path / "missing"))
    monkeypatch.delenv("INPUT_SEVERITY", raising=False)
    assert main() == 2
    assert capsys.readouterr().out.startswith("::error title=pipefilter::cannot run ")
    monkeypatch.setenv("INPUT_SEVERITY", "100%")
    assert main() == 2
    assert "severity is '100%25': use" in capsys.readouterr().out


EXAMPLES = sorted((ROOT / "examples" / "ci").glob("github-*.yml"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples(path: Path) -> None:
    """They use inputs that exist, with valid values, and outputs that exist."""
    text = path.read_text("utf-8")
    (steps,) = (workflow_job["steps"] for workflow_job in yaml.safe_load(text)["jobs"].values())
    for step in steps:
        if step.get("uses", "").startswith("pipefilter/"):
            values = {
                name: str(value).lower() if isinstance(value, bool) else str(value)
                for name, value in step["with"].items()
            }
            assert values.keys() <= DEFAULTS.keys()
            Inputs.read({variable(name): value for name, value in values.items()})


def test_the_page() -> None:
    """The tables have all inputs with their defaults, and all outputs."""
    page = (ROOT / "docs" / "how-to" / "pull-requests.md").read_text("utf-8")
    rows = [line.split("|")[1:3] for line in page.splitlines() if line.startswith("| `")]
    cells = {name: default.strip("` ") for names, default in rows for name in re.findall(r"`([\w-]+)`", names)}
    assert {name: cells[name] for name in DEFAULTS} == DEFAULTS
    assert ACTION["outputs"].keys() <= cells.keys()
