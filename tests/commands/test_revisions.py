"""`pipefilter diff` on git revisions: in repositories that the tests make."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipefilter.cli.main import main

PAID = '{"detail": {"status": ["PAID"]}}'
PAID_OR_SENT = '{"detail": {"status": ["PAID", "SENT"]}}'


def template(**rules: str) -> str:
    """A template with rules, each with its pattern."""
    resources = "".join(
        f"  {name}:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern: {pattern}\n"
        for name, pattern in rules.items()
    )
    return f"Resources:\n{resources}"


def git(*arguments: str) -> str:
    """Run git in the working directory, and return what it prints."""
    user = ("-c", "user.name=Example", "-c", "user.email=example@example.com", "-c", "commit.gpgsign=false")
    run = subprocess.run(["git", *user, *arguments], check=True, capture_output=True, encoding="utf-8")
    return run.stdout.strip()


def commit(files: Mapping[str, str | bytes | None], name: str = "") -> None:
    """Write files, or delete those without contents, and commit them; with a name, also make a branch."""
    for file, content in files.items():
        path = Path(file)
        if content is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    git("add", "--all")
    git("commit", "--quiet", "--allow-empty", "--message=change")
    if name:
        git("branch", name)


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty repository as the working directory, without the user's own settings."""
    for variable in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(variable)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    monkeypatch.chdir(tmp_path)
    git("init", "--quiet", "--initial-branch=main")


def diff(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int | str | None, list[str], str]:
    """Run the command: its exit code, the lines that it prints, and its messages."""
    with pytest.raises(SystemExit) as caught:
        main(["diff", *arguments])
    printed = capsys.readouterr()
    return caught.value.code, printed.out.splitlines(), printed.err


def test_two_revisions(capsys: pytest.CaptureFixture[str]) -> None:
    """Only files that changed are read; the new side is named as git names it."""
    commit(
        {"a/t.yaml": template(A="{source: [a]}"), "broken.yaml": "Resources: {A: [", "same.json": PAID}, "old"
    )
    commit({"a/t.yaml": template(A="{source: [a, b]}")})
    assert diff(capsys, "old..HEAD") == (
        1,
        ["HEAD:a/t.yaml#A  starts matching more events", '  starts matching  {"source":"b"}'],
        "old -> HEAD: 1 wider\n",
    )
    assert diff(capsys, "old..")[0] == 1
    assert diff(capsys, "..old")[1][0] == "old:a/t.yaml#A  stops matching some events"


def test_the_working_tree(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a second revision, the files as they are: changed, deleted, or not added yet, but not ignored."""
    commit({"a.json": PAID, "b.json": PAID_OR_SENT, ".gitignore": "ignored.json\n"})
    assert diff(capsys, "HEAD") == (0, [], "HEAD -> the working tree: no filter differs\n")
    Path("a.json").write_text(PAID_OR_SENT, "utf-8")
    Path("b.json").unlink()
    Path("new.json").write_text('{"source": ["x"]}', "utf-8")
    Path("ignored.json").write_text('{"source": ["x"]}', "utf-8")
    assert diff(capsys, "HEAD")[1] == [
        "a.json  starts matching more events",
        '  starts matching  {"detail":{"status":"SENT"}}',
        "new.json  is new",
        "HEAD:b.json  is removed",
    ]


def test_from_the_common_commit(capsys: pytest.CaptureFixture[str]) -> None:
    """With three dots, what the other branch did meanwhile does not count."""
    commit({"a.json": PAID})
    git("switch", "--quiet", "--create", "feature")
    commit({"b.json": PAID_OR_SENT})
    git("switch", "--quiet", "main")
    commit({"a.json": None})
    assert diff(capsys, "main...feature") == (
        1,
        ["feature:b.json  is new"],
        "main...feature -> feature: 1 added\n",
    )
    assert diff(capsys, "main..feature")[1] == [
        "feature:a.json  is new",
        "feature:b.json  is new",
    ]


def test_paths(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths are those from the current folder, and have no special meaning."""
    commit({"a/t.json": PAID, "b/t.json": PAID, "b/[x]*.json": PAID}, "old")
    commit({"a/t.json": PAID_OR_SENT, "b/t.json": PAID_OR_SENT, "b/[x]*.json": PAID_OR_SENT})
    monkeypatch.chdir("b")
    assert diff(capsys, "old..", "t.json")[1][0] == "HEAD:b/t.json  starts matching more events"
    assert diff(capsys, "old..", "[x]*.json")[1][0] == "HEAD:b/[x]*.json  starts matching more events"
    assert diff(capsys, "old..", ".")[2] == "old -> HEAD: 2 wider\n"
    Path("t.json").write_text(PAID, "utf-8")
    assert diff(capsys, "HEAD", ".")[1][0] == "t.json  stops matching some events"
    assert diff(capsys, "HEAD", "nothing")[2] == (
        "Error: there are no files with patterns in nothing, in either revision\n"
    )


def test_templates_beside_a_pattern(capsys: pytest.CaptureFixture[str]) -> None:
    """Beside and below a `pattern.json`, JSON files are its events, except templates; with paths, only those in them count."""
    stack = '{"Resources": {"R": {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": %s}}}}'
    names = ("u.json", "sub/t.json")
    event = {"match/e.json": PAID, "sub/p.json": PAID_OR_SENT}
    commit({**dict.fromkeys(names, stack % PAID_OR_SENT), "pattern.json": PAID, **event}, "old")
    commit({**dict.fromkeys(names, stack % PAID), "match/e.json": PAID_OR_SENT, "sub/p.json": PAID})
    for revision, prefix in (("old", ""), ("old..HEAD", "HEAD:")):
        narrower = [f"{prefix}{name}  stops matching some events" for name in ("sub/t.json#R", "u.json#R")]
        assert [line for line in diff(capsys, revision)[1] if line[0] != " "] == narrower
        assert [line for line in diff(capsys, revision, "sub")[1] if line[0] != " "] == [
            f"{prefix}sub/p.json  stops matching some events",
            narrower[0],
        ]


def test_a_named_file(capsys: pytest.CaptureFixture[str]) -> None:
    """A pattern that does not look like one is compared if it is named; any other JSON is not a pattern."""
    commit({"a.json": '{"a": ["x"]}', "b.json": '{"a": "x"}'}, "old")
    commit({"a.json": '{"a": ["x", "y"]}', "b.json": '{"a": "y"}'})
    assert diff(capsys, "old..HEAD") == (0, [], "old -> HEAD: no filter differs\n")
    code, lines, _ = diff(capsys, "old..HEAD", "a.json", "b.json")
    assert (code, lines) == (1, ["HEAD:a.json  starts matching more events", '  starts matching  {"a":"y"}'])


def test_renamed_files(capsys: pytest.CaptureFixture[str]) -> None:
    """A file that git finds again is the same file; a resource that moves is found by its name."""
    rules = {f"Rule{number}": f"{{source: [s{number}]}}" for number in range(20)}
    commit({"t.yaml": template(**rules), "x.yaml": template(X="{source: [x]}", Y="{source: [y]}")}, "old")
    commit({"t.yaml": None, "new/t.yaml": template(**{**rules, "Rule7": "{source: [a]}"})})
    code, lines, message = diff(capsys, "old..")
    assert code == 1
    assert "HEAD:new/t.yaml#Rule7  matches none of the events that it matched before, but others" in lines
    assert message == "old -> HEAD: 1 different, 19 unchanged\n"
    commit({"x.yaml": template(X="{source: [x]}"), "y.yaml": template(Y="{source: [y, z]}")}, "moved")
    assert (
        diff(capsys, "moved~1..moved")[1][0]
        == "moved:y.yaml#Y  (was moved~1:x.yaml#Y)  starts matching more events"
    )


def test_terraform_modules(capsys: pytest.CaptureFixture[str]) -> None:
    """A file of a module that did not change is read with those that did, each in its own revision."""
    rule = 'resource "aws_cloudwatch_event_rule" "paid" {\n  event_pattern = %s\n}\n'
    main_file = rule % "jsonencode({ detail = { status = local.statuses } })"
    other = rule.replace('"paid"', '"sent"') % 'file("${path.module}/patterns/sent.json")'
    files: dict[str, str] = {
        "m/main.tf": main_file,
        "m/other.tf": other,
        "m/locals.tf": 'locals {\n  statuses = ["PAID", "SENT"]\n}\n',
        "m/patterns/sent.json": PAID_OR_SENT,
        "secret.json": '{"source": ["secret"]}',
        "n/main.tf": main_file,
        "n/locals.tf": 'locals {\n  statuses = ["X"]\n}\n',
    }
    commit(files, "old")
    commit({"m/locals.tf": 'locals {\n  statuses = ["PAID"]\n}\n', "m/patterns/sent.json": PAID}, "new")
    commit(
        dict.fromkeys(("m/locals.tf", "m/main.tf", "m/other.tf", "m/patterns/sent.json"))
    )  # read from revisions
    code, lines, _ = diff(capsys, "old..new")
    assert code == 1
    assert [line for line in lines if not line.startswith(" ")] == [
        "new:m/main.tf#aws_cloudwatch_event_rule.paid  stops matching some events",
        "new:m/other.tf#aws_cloudwatch_event_rule.sent  stops matching some events",
        "new:m/patterns/sent.json  stops matching some events",
    ]


_RULE = (
    "Resources:\n  R:\n    Type: AWS::Events::Rule\n%s    Properties:\n%s      EventPattern: {source: [a]}\n"
)
_PIPE = (
    "Resources:\n  R:\n    Type: AWS::Pipes::Pipe\n    Properties:\n%s      Source: arn:aws:sqs:eu-west-1:111122223333:q\n"
    '      SourceParameters: {FilterCriteria: {Filters: [{Pattern: \'{"body": ["a"]}\'}]}}\n'
)
_MAPPING = (
    "Resources:\n  R:\n    Type: AWS::Lambda::EventSourceMapping\n    Properties:\n%s"
    "      EventSourceArn: arn:aws:sqs:eu-west-1:111122223333:q\n"
    '      FilterCriteria: {Filters: [{Pattern: \'{"body": ["a"]}\'}]}\n'
)
_SERVERLESS = (
    "service: s\nprovider: {name: aws}\nfunctions:\n  f:\n    handler: h\n    events:\n"
    "      - eventBridge:\n%s          pattern: {source: [a]}\n"
)
_HCL = 'resource "aws_cloudwatch_event_rule" "r" {\n%s  event_pattern = jsonencode({ source = ["a"] })\n}\n'
_CONDITION = "Conditions: {Prod: {'Fn::Equals': [!Ref AWS::Region, %s]}}\n"


@pytest.mark.parametrize(
    ("name", "old", "new", "status"),
    [
        ("t.yaml", _RULE % ("", ""), _RULE % ("", "      State: DISABLED\n"), "removed"),
        ("t.yaml", _RULE % ("", "      State: ENABLED\n"), _RULE % ("", "      State: DISABLED\n"), "removed"),
        ("t.yaml", _RULE % ("", "      State: DISABLED\n"), _RULE % ("", ""), "added"),
        ("t.yaml", _RULE % ("", ""), _RULE % ("", "      State: ENABLED\n"), "unchanged"),
        ("t.yaml", _RULE % ("", ""), _RULE % ("", "      State: !Ref S\n"), "not proven"),
        ("t.yaml", _RULE % ("", ""), _CONDITION % "a" + _RULE % ("    Condition: Prod\n", ""), "not proven"),
        (
            "t.yaml",
            _CONDITION % "a" + _RULE % ("    Condition: Prod\n", ""),
            _CONDITION % "b" + _RULE % ("    Condition: Prod\n", ""),
            "not proven",
        ),
        (
            "t.yaml",
            _CONDITION % "a" + _RULE % ("    Condition: Prod\n", ""),
            "# same\n" + _CONDITION % "a" + _RULE % ("    Condition: Prod\n", ""),
            "unchanged",
        ),
        ("t.yaml", _PIPE % "", _PIPE % "      DesiredState: STOPPED\n", "removed"),
        ("t.yaml", _MAPPING % "", _MAPPING % "      Enabled: false\n", "removed"),
        ("t.yaml", _MAPPING % "      Enabled: false\n", _MAPPING % "      Enabled: true\n", "added"),
        ("serverless.yml", _SERVERLESS % "", _SERVERLESS % "          enabled: false\n", "removed"),
        ("main.tf", _HCL % "", _HCL % '  state = "DISABLED"\n', "removed"),
        ("main.tf", _HCL % "", _HCL % "  is_enabled = false\n", "removed"),
        ("main.tf", _HCL % "", _HCL % "  count = 0\n", "removed"),
        ("main.tf", _HCL % "  count = 1\n", _HCL % "  count = 0\n", "removed"),
        ("main.tf", _HCL % "", _HCL % "  count = var.n\n", "not proven"),
        ("main.tf", _HCL % "  count = var.n\n", "# same\n" + _HCL % "  count = var.n\n", "unchanged"),
    ],
)
def test_switches(name: str, old: str, new: str, status: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A resource that is switched off loses all events; whether it is deployed must be the same, too."""
    commit({name: old}, "old")
    commit({name: new})
    code, lines, _ = diff(capsys, "old..HEAD", "--json", "--verbose", "--allow", "wider")
    assert [json.loads(line)["status"].replace("_", " ") for line in lines] == [status]
    assert code == {"removed": 1, "not proven": 2}.get(status, 0)


def test_a_module_that_is_not_called(capsys: pytest.CaptureFixture[str]) -> None:
    """A filter of a module of Terraform may not be deployed if a call of the module is removed."""
    commit({"mod/m.tf": _HCL % "", "app/main.tf": 'module "x" {\n  source = "../mod"\n}\n'}, "old")
    commit({"app/main.tf": ""})
    assert diff(capsys, "old..HEAD")[:2] == (
        2,
        [
            "HEAD:mod/m.tf#aws_cloudwatch_event_rule.r  not proven",
            "  not proven: whether it is deployed depends on the calls of its module, which differ",
        ],
    )


_OF_VARIABLE = """variable "statuses" {}
resource "aws_cloudwatch_event_rule" "r" {
  event_pattern = jsonencode({ source = ["orders"], detail = { status = var.statuses } })
}
"""
_CALL = 'module "x" {\n  source = "../mod"\n  statuses = %s\n}\n'


@pytest.mark.parametrize(
    "changes",
    [
        {"app/main.tf": (_CALL % '["PAID", "SENT"]', _CALL % '["PAID"]')},
        {
            "app/main.tf": (_CALL % "local.s", _CALL % "local.s"),
            "app/l.tf": ('locals {\n s = ["PAID", "SENT"]\n}\n', 'locals {\n s = ["PAID"]\n}\n'),
        },
        {
            "app/main.tf": (_CALL % "var.s", _CALL % "var.s"),
            "app/prod.tfvars": ('s = ["PAID", "SENT"]\n', 's = ["PAID"]\n'),
        },
        {"mod/x.auto.tfvars": ('statuses = ["PAID", "SENT"]\n', 'statuses = ["PAID"]\n')},
        {"env/prod.tfvars.json": ('{"statuses": ["PAID", "SENT"]}', '{"statuses": ["PAID"]}')},
        {
            "env/terragrunt.hcl": (
                'inputs = { statuses = ["PAID", "SENT"] }',
                'inputs = { statuses = ["PAID"] }',
            )
        },
        {
            "mod/v.tf": (
                'variable "statuses" {\n default = ["PAID", "SENT"]\n}\n',
                'variable "statuses" {\n default = ["PAID"]\n}\n',
            )
        },
    ],
)
def test_values_of_variables(changes: dict[str, tuple[str, str]], capsys: pytest.CaptureFixture[str]) -> None:
    """A filter that depends on a variable is not the same if the variable may have another value."""
    module = {"mod/m.tf": _OF_VARIABLE if "mod/v.tf" not in changes else _OF_VARIABLE.partition("\n")[2]}
    commit({**module, **{name: old for name, (old, _) in changes.items()}}, "old")
    commit({name: new for name, (_, new) in changes.items()})
    code, lines, _ = diff(capsys, "old..HEAD")
    assert (code, lines[0]) == (2, "HEAD:mod/m.tf#aws_cloudwatch_event_rule.r  not proven")
    # beside a change that cannot give it another value, it is the same
    git("branch", "new")
    commit({"env/other.tfvars": "other = 1\n", "other.tf": "locals {}\n"})
    assert diff(capsys, "new..HEAD") == (0, [], "new -> HEAD: 1 unchanged\n")


def test_paths_of_modules(capsys: pytest.CaptureFixture[str]) -> None:
    """A file with a local from a file outside of the paths is compared if that file changed."""
    rule = 'resource "aws_cloudwatch_event_rule" "a" {\n  event_pattern = jsonencode({ source = local.s })\n}\n'
    commit({"main.tf": rule, "l.tf": 'locals {\n s = ["a", "b"]\n}\n'}, "old")
    commit({"l.tf": 'locals {\n s = ["a"]\n}\n'})
    name = "HEAD:main.tf#aws_cloudwatch_event_rule.a  stops matching some events"
    assert diff(capsys, "old..HEAD", "main.tf")[1][0] == name


def test_a_file_outside_of_the_module(capsys: pytest.CaptureFixture[str]) -> None:
    """A configuration may come from anyone: only files below its folder are read."""
    rule = 'resource "aws_cloudwatch_event_rule" "a" {\n  event_pattern = file("../secret.json")\n}\n'
    commit({"m/main.tf": rule, "secret.json": PAID}, "old")
    commit({"m/main.tf": f"# changed\n{rule}", "secret.json": PAID_OR_SENT})
    lines = diff(capsys, "old..HEAD")[1]
    assert "HEAD:m/main.tf#aws_cloudwatch_event_rule.a" not in "".join(lines) or "not proven" in "".join(lines)


def test_the_serverless_framework(capsys: pytest.CaptureFixture[str]) -> None:
    """A configuration is read if a file that it may include changed."""
    configuration = (
        "service: s\nprovider: {name: aws}\nfunctions:\n  f:\n    handler: h\n    events:\n"
        "      - eventBridge: {pattern: '${file(pattern.json)}'}\n"
    )
    commit({"s/serverless.yml": configuration, "s/pattern.json": PAID}, "old")
    commit({"s/pattern.json": PAID_OR_SENT})
    code, lines, _ = diff(capsys, "old..")
    assert code == 2
    assert "HEAD:s/serverless.yml#f.eventBridge  not proven" in lines


@pytest.mark.parametrize(
    "functions",
    [
        "${file(../f.yml)}",
        "${file(../f.yml):functions}",
        "\n  - ${file(../f.yml)}",
        "{f: '${file(../f.yml)}'}",
        "{f: {handler: h, events: '${file(../f.yml)}'}}",
        "{f: {handler: h, events: ['${file(../f.yml)}']}}",
        "{f: {handler: h, events: [{eventBridge: '${file(../f.yml)}'}]}}",
    ],
)
def test_functions_in_other_files(functions: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Functions and events that a variable includes are not known; they are the same if the file is."""
    configuration = f"service: s\nprovider: {{name: aws}}\nfunctions: {functions}\n"
    commit({"s/serverless.yml": configuration, "f.yml": "n: {}\n"}, "old")
    commit({"f.yml": "n: {handler: x}\n"}, "new")
    code, lines, message = diff(capsys, "old..new")
    assert (code, message) == (2, "old -> new: 1 not proven\n")
    assert lines[1].startswith(
        "  not proven: the template does not specify the pattern: it is ${file(../f.yml)"
    )
    commit({"s/serverless.yml": f"# same\n{configuration}"})
    assert diff(capsys, "new..HEAD") == (0, [], "new -> HEAD: 1 unchanged\n")
    with pytest.raises(SystemExit) as caught:
        main(["check", "s/serverless.yml"])
    assert "not known" in capsys.readouterr().out
    assert caught.value.code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_hostile_names(capsys: pytest.CaptureFixture[str]) -> None:
    """Names with line ends, quotes, dashes and escapes neither break the output nor reach git as options."""
    names = ("-r.json", "a\nb.json", 'q"uote`|<b>.json', "\x1b[31m.json", "naïve é.json", "HEAD:x.json")
    commit(dict.fromkeys(names, PAID), "old")
    commit(dict.fromkeys(names, PAID_OR_SENT))
    code, lines, message = diff(capsys, "old..HEAD")
    assert code == 1
    assert len(lines) == 2 * len(names)
    assert "HEAD:a\\u000ab.json  starts matching more events" in lines
    assert message == f"old -> HEAD: {len(names)} wider\n"
    _, lines, _ = diff(capsys, "old..HEAD", "--json")
    assert {json.loads(line)["status"] for line in lines} == {"wider"}
    _, lines, _ = diff(capsys, "old..HEAD", "--markdown")
    assert not any("<b>" in line for line in lines)
    assert len([line for line in lines if line.startswith("| <code>")]) == len(names)
    assert (
        diff(capsys, "old..HEAD", "--verbose", "--", "-r.json")[1][0]
        == "HEAD:-r.json  starts matching more events"
    )


def test_files_that_are_not_text(capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be read is reported, and the rest is compared."""
    commit(
        {"a.json": PAID, "b.yaml": template(B="{source: [b]}"), "c.json": PAID, "d.json": PAID, "e.bin": b"\0"},
        "old",
    )
    commit(
        {
            "a.json": b"\x89PNG\r\n\x1a\n\0\0",
            "b.yaml": b"\xff\xfe\xfa",
            "c.json": b"\xef\xbb\xbf" + PAID_OR_SENT.replace(" ", "\r\n").encode(),
            "d.json": '{"detail": {"status": "PAID"}}',
            "e.bin": b"\0\1",
        }
    )
    code, lines, message = diff(capsys, "old..HEAD")
    assert code == 2
    assert "HEAD:c.json  starts matching more events" in lines
    assert "Error: HEAD:a.json is not UTF-8: save it as UTF-8" in message
    assert "HEAD:d.json:1:24  PF112" in message
    assert message.endswith("old -> HEAD: 1 wider, 3 not proven, 2 files not readable\n")


@pytest.mark.parametrize("text", ["{ Resources: [\n", "{{ if x }}Resources: {}\n", "Resources: [\n", "%"])
def test_files_that_are_cut(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Filters of a file that cannot be read on the other side are not removed or new."""
    commit({"t.yaml": template(A="{source: [a]}")}, "old")
    commit({"t.yaml": text}, "new")
    for revisions, name in (("old..new", "old:t.yaml#A"), ("new..old", "old:t.yaml#A")):
        code, lines, message = diff(capsys, revisions)
        assert code == 2
        assert lines == [f"{name}  not proven", "  not proven: new:t.yaml cannot be read"]
        assert message.startswith("Error: new:t.yaml:")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_links(capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    """A link is read as the file of the repository to which it leads; one that leads elsewhere cannot be read."""
    outside = tmp_path_factory.mktemp("outside") / "secret.txt"
    outside.write_text(PAID, "utf-8")
    Path(".git/secret.txt").write_text(PAID, "utf-8")
    Path("t.yaml").symlink_to(".hidden/a.yaml")
    Path("x").mkdir()
    Path("x/b.json").symlink_to("../link/p.txt")
    Path("link").symlink_to(".hidden")
    Path("same.json").symlink_to(outside)
    both, paid = template(A="{detail: {status: [PAID, SENT]}}"), template(A="{detail: {status: [PAID]}}")
    commit({".hidden/a.yaml": both, ".hidden/b.yaml": paid, ".hidden/p.txt": PAID_OR_SENT}, "old")
    expected = [
        "t.yaml#A  stops matching some events",
        "x/b.json  stops matching some events",
    ]
    commit({".hidden/p.txt": PAID})
    Path("t.yaml").unlink()
    Path("t.yaml").symlink_to(".hidden/b.yaml")
    assert [line for line in diff(capsys, "old")[1] if line[0] != " "] == expected
    commit({}, "new")
    assert [line for line in diff(capsys, "old..HEAD")[1] if line[0] != " "] == [
        f"HEAD:{line}" for line in expected
    ]
    # a template that becomes a link, and links that lead elsewhere
    commit({"t.yaml": None})
    commit({"t.yaml": both}, "plain")
    for target in (outside, ".git/secret.txt", "nothing.yaml", "t.yaml"):
        Path("t.yaml").unlink()
        Path("t.yaml").symlink_to(target)
        code, _, message = diff(capsys, "plain")
        assert code == 2
        assert "Error: cannot read t.yaml: " in message
        git("add", "--all")
        git("commit", "--quiet", "--message=link")
        assert diff(capsys, "plain..HEAD")[2].startswith(
            "Error: cannot read HEAD:t.yaml: it is a symbolic link"
        )
    Path("link").unlink()
    Path("link").symlink_to("x")
    assert "the symbolic link link leads to another folder" in diff(capsys, "HEAD")[2]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nope..HEAD",), "there is no revision nope in this git repository"),
        (("HEAD..--output=x",), "there is no revision --output=x in this git repository"),
        (("HEAD...nope",), "there is no revision nope in this git repository"),
        (("a b",), "there is no revision a b in this git repository"),
        (
            ("main:a.json", "a.json"),
            "main:a.json is a file, not a revision: to compare it with the working tree, write main a.json",
        ),
        (("main", "alone"), "alone is a revision, not a path: to compare two revisions, write main..alone"),
        (("main..alone", "a.json", "c.json"), "there are no files with patterns in c.json, in either revision"),
        (("main...alone",), "main and alone have no common commit"),
    ],
)
def test_revisions_that_are_not_there(
    arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message says what is missing."""
    commit({"a.json": PAID})
    git("switch", "--quiet", "--orphan", "alone")
    commit({"b.json": PAID})
    assert diff(capsys, *arguments) == (2, [], f"Error: {message}\n")


def test_a_shallow_clone(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says how to get the commits that are missing."""
    commit({"a.json": PAID}, "old")
    commit({"a.json": PAID_OR_SENT})
    git("clone", "--quiet", "--depth=1", "--no-single-branch", Path.cwd().as_uri(), "clone")
    monkeypatch.chdir("clone")
    advice = ": this is a shallow clone, so fetch more commits, as with git fetch --unshallow"
    for arguments, message in (
        ("HEAD~1", "there is no revision HEAD~1 in this git repository"),
        ("origin/old...HEAD", "origin/old and HEAD have no common commit"),
    ):
        assert diff(capsys, arguments) == (2, [], f"Error: {message}{advice}\n")
    assert diff(capsys, "origin/old..HEAD")[0] == 1


def test_a_bare_repository(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Two revisions are compared without a working tree."""
    commit({"folder/a.json": PAID}, "old")
    commit({"folder/a.json": PAID_OR_SENT})
    git("clone", "--quiet", "--bare", ".", "clone.git")
    for folder in ("clone.git", "../.git"):
        monkeypatch.chdir(folder)
        code, lines, _ = diff(capsys, "old..main")
        assert (code, lines[0]) == (1, "main:folder/a.json  starts matching more events")
        assert diff(capsys, "old..main", "folder")[0] == 1
        message = "Error: there is no working tree here: compare two revisions, such as old..HEAD\n"
        assert diff(capsys, "old") == (2, [], message)


def test_submodules(capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    """A submodule has a repository of its own: that it has changed is said, and with filters in it, the answer is not known."""
    other = tmp_path_factory.mktemp("other")
    shutil.copytree(".git", other / ".git")
    commit({"a.json": PAID}, "old")
    for name, files in (("plain", {"b.txt": "b"}), ("filters", {"b.json": PAID})):
        here = Path.cwd()
        os.chdir(other)
        commit(files, name)
        os.chdir(here)
        git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "-b", name, str(other), name)
        git("commit", "--quiet", "--message=submodule")
        git("branch", f"with-{name}")
    note = "note: the submodule {} has another commit, and is not compared\n"
    assert diff(capsys, "old..with-plain") == (
        0,
        [],
        f"{note.format('plain')}old -> with-plain: no filter differs\n",
    )
    fault = (
        "Error: the submodule filters has another commit, and its filters are not compared: "
        "run pipefilter diff in its folder\n"
    )
    assert diff(capsys, "with-plain") == (
        2,
        [],
        f"{fault}with-plain -> the working tree: 1 not compared\n",
    )
    assert diff(capsys, "with-filters..HEAD") == (0, [], "with-filters -> HEAD: no filter differs\n")


def test_without_a_repository(
    capsys: pytest.CaptureFixture[str],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Outside of a repository, or without git, the message says so."""
    folder = tmp_path_factory.mktemp("outside")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
    monkeypatch.chdir(folder)
    message = "this folder is not in a git repository, so there are no revisions to compare"
    assert diff(capsys, "main..HEAD") == (2, [], f"Error: {message}\n")
    monkeypatch.setenv("PATH", str(folder))
    message = "git is not installed, or not in the PATH: revisions are read with it"
    assert diff(capsys, "main..HEAD") == (2, [], f"Error: {message}\n")


def test_nothing_of_the_repository_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """Programs that a repository's attributes and settings name are not run, and nothing is checked out."""
    commit({"a.json": PAID, ".gitattributes": "*.json diff=x\n"}, "old")
    commit({"a.json": PAID_OR_SENT})
    for setting in ("diff.x.command", "diff.x.textconv", "diff.external", "core.fsmonitor"):
        git("config", setting, "touch ran; false")
    before = git("-c", "core.fsmonitor=false", "status", "--porcelain")
    assert diff(capsys, "old..HEAD")[0] == 1
    assert diff(capsys, "old")[0] == 1
    assert not Path("ran").exists()
    assert git("-c", "core.fsmonitor=false", "status", "--porcelain") == before
