"""The validation plug-ins for CDK apps, run by `cdk synth` in Python and TypeScript."""

from __future__ import annotations

import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from real_tools import node_package_folder, node_packages, program, python_packages, run
from repository import ROOT, TEST_CASES

PACKAGE = ROOT / "npm" / "cdk-validation"
APPS = TEST_CASES / "cdk"
STACKS = ROOT / "examples" / "stacks"
COMMAND = [sys.executable, "-W", "ignore", "-m", "pipefilter"]
MISTAKES = {
    "Interval/Rule/Resource": (
        "Bottom must be less than top (at /detail/total/0/numeric)",
        "PF238",
        "for a single number, write 5",
    ),
    "Prod/Cidr/Rule/Resource": (
        "Malformed CIDR, one '/' required (at /detail/address/0/cidr)",
        "PF250",
        "without cidr",
    ),
    "Number/Function/DynamoDBEventSource:NumberTable": (
        "numeric never matches a DynamoDB number: the value of N is a string (filter 1, at /dynamodb/NewImage/total/N/0)",
        "PF402",
        'write the digits as a string: "5"',
    ),
    "Name/Nested/Function/DynamoDBEventSource:NameNestedTable": (
        'The field is called "eventName", not "event_name" (filter 1, at /event_name)',
        "PF404",
        "write eventName",
    ),
    "Legacy/Nested/Rule/Resource": (
        "Bottom must be less than top (at /detail/total/0/numeric)",
        "PF238",
        "for a single number, write 7",
    ),
}
"""By the path of the resource: the message, the code, and a part of the fix."""
PYTHON_EXAMPLE = """
from aws_cdk import aws_events as events
from pipefilter.cdk_validation import PatternValidation

stack = cdk.Stack(app, "Known")
pattern = events.EventPattern(source=["shop"], detail={"total": events.Match.interval(5, 5)})
rule = events.Rule(stack, "Rule", event_pattern=pattern)
known = cdk.Acknowledgment(id="pipefilter::PF238", reason="the rule is removed next week")
cdk.Validations.of(rule).acknowledge(known)
events.Rule(stack, "Star", event_pattern=events.EventPattern(source=["shop.*"]))
cdk.Validations.of(app).add_plugins(PatternValidation())
app.synth()
"""
TYPESCRIPT_EXAMPLE = """
import * as events from "aws-cdk-lib/aws-events";
import { PatternValidation } from "@pipefilter/cdk-validation";

const stack = new cdk.Stack(app, "Known");
const eventPattern = { source: ["shop"], detail: { total: events.Match.interval(5, 5) } };
const rule = new events.Rule(stack, "Rule", { eventPattern });
cdk.Validations.of(rule).acknowledge({ id: "pipefilter::PF238", reason: "the rule is removed next week" });
new events.Rule(stack, "Star", { eventPattern: { source: ["shop.*"] } });
const command = JSON.parse(process.env.PIPEFILTER_COMMAND!);
cdk.Validations.of(app).addPlugins(new PatternValidation({ command }));
"""


def synthesis(
    app: str, folder: Path, *options: str, pipefilter: Sequence[str] = COMMAND
) -> subprocess.CompletedProcess[str]:
    """What `cdk synth` prints for an app, which is a command or the folder of an assembly."""
    cdk = node_package_folder("aws-cdk") / "bin" / "cdk"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
        "JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION": "1",
        "PIPEFILTER_COMMAND": json.dumps(pipefilter),
        "CDK_DISABLE_CLI_TELEMETRY": "true",
        "HOME": str(folder),  # for its cache, and so that no settings of this account count
    }
    # without ** it leaves out the stacks of stages
    command = ["node", str(cdk), "synth", "**", "--quiet", "--no-notices", "--no-color", "--app", app, *options]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def assert_stops(done: subprocess.CompletedProcess[str]) -> None:
    """Each of the mistakes is printed with the path of its resource, the reason and the fix; nothing else stops the app."""
    printed = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)
    assert done.returncode == 1, printed
    blocks = printed.split("\n\n")
    for path, (message, code, fix) in MISTAKES.items():
        (block,) = (block for block in blocks if path in block and "(pipefilter)" in block)
        assert f"ERROR {message} (pipefilter)" in block
        assert re.search(f"Suggested fix: .*{re.escape(fix)}", block), block
        assert f"Acknowledge with 'pipefilter::{code}'" in block
    assert printed.count("(pipefilter)") == len(MISTAKES), printed


def assert_passes(done: subprocess.CompletedProcess[str], folder: Path) -> None:
    """What is acknowledged is only in the report, and a warning is printed; with `--strict`, it stops the app."""
    printed = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)
    assert done.returncode == 0, printed
    assert printed.count("(pipefilter)") == 1, printed
    assert "Acknowledge with 'pipefilter::PF" in printed
    assert "PF238" not in printed
    written = json.loads((folder / "cdk.out" / "validation-report.json").read_text("utf-8"))
    (report,) = (each for each in written["pluginReports"] if each["pluginName"] == "pipefilter")
    assert report["conclusion"] == "success"
    assert [each["severity"] for each in report["violations"]] == ["warning"]
    (suppressed,) = report["suppressedViolations"]
    assert suppressed["ruleName"] == "PF238"
    assert suppressed["reason"] == "the rule is removed next week"
    (construct,) = suppressed["violatingConstructs"]
    assert construct["cloudFormationResource"]["propertyPaths"] == ["Properties.EventPattern"]
    assert synthesis("cdk.out", folder, "--strict").returncode == 1


class Library(ModuleType):
    """Stands for aws-cdk-lib and jsii: both take seconds to import."""

    PolicyValidationStack = IPolicyValidationPlugin = None
    PolicyValidationPluginReport = PolicyViolation = PolicyViolatingResource = SimpleNamespace

    @staticmethod
    def implements(_: object) -> Callable[[type], type]:
        """A decorator that changes nothing."""
        return lambda plugin: plugin


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> type[Library]:
    """The library that the Python plug-in imports."""
    for name in ("aws_cdk", "jsii"):
        monkeypatch.setitem(sys.modules, name, Library(name))
    monkeypatch.delitem(sys.modules, "pipefilter.cdk_validation", raising=False)
    return Library


@pytest.mark.usefixtures("library")
def test_options_in_python(tmp_path: Path) -> None:
    """They are those of `check`; wrong ones are rejected when the app adds the plug-in."""
    from pipefilter.cdk_validation import PatternValidation

    patterns = {"Invalid": {"x": [{"y": 1}]}, "Star": {"source": ["shop.*"]}}
    rules = {
        name: {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": pattern}}
        for name, pattern in patterns.items()
    }
    path = tmp_path / "a.template.json"
    path.write_text(json.dumps({"Resources": rules}), "utf-8")
    context = SimpleNamespace(template_paths=[str(path)])
    report = PatternValidation().validate(context)
    invalid, star = report.violations
    assert (report.success, invalid.severity, star.severity) == (False, "error", "warning")
    (resource,) = star.violating_resources
    assert (resource.resource_logical_id, resource.locations) == ("Star", ["Properties.EventPattern"])
    only_errors = (PatternValidation(severity="error"), PatternValidation(ignore=[star.rule_name]))
    for plugin in (*only_errors, PatternValidation(select=["PF1"])):
        assert [each.rule_name for each in plugin.validate(context).violations] == [invalid.rule_name]
    with pytest.raises(ValueError, match="'note' is not a severity of violations: use warning or error"):
        PatternValidation(severity="note")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="XY1 is not a code"):
        PatternValidation(ignore=["XY1"])
    with pytest.warns(UserWarning, match="ignore PF2: patterns that AWS rejects are always reported"):
        PatternValidation(ignore=["PF2", "PF4"])
    plugin = PatternValidation()
    context.template_paths = None
    report = plugin.validate(context)
    (failure,) = report.violations
    assert (report.success, failure.severity, failure.rule_name) == (False, "fatal", "not-checked")
    assert failure.description.startswith("the patterns were not checked: TypeError: ")
    assert plugin.name == "pipefilter"
    assert plugin.version is None or re.match(r"\d+\.\d+", plugin.version)


def test_an_old_library(library: type[Library], monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says which version is needed."""
    monkeypatch.delattr(library, "PolicyValidationStack")
    with pytest.raises(
        ImportError, match=r"needs aws-cdk-lib 2\.\d+ or later: pip install --upgrade aws-cdk-lib"
    ):
        importlib.import_module("pipefilter.cdk_validation")


@pytest.mark.tools
@pytest.mark.slow
def test_python_app_with_mistakes(tmp_path: Path) -> None:
    """In a stack, in a stack of a stage, and in nested stacks, also of one with the legacy synthesizer."""
    python_packages("aws_cdk")
    shutil.copy(APPS / "bad.py", tmp_path / "app.py")
    assert_stops(synthesis(f"{sys.executable} -W ignore app.py", tmp_path))


@pytest.mark.tools
@pytest.mark.slow
def test_python_app_of_the_examples(tmp_path: Path) -> None:
    """The stack in `examples/stacks` passes, next to one with an acknowledged error and a warning."""
    python_packages("aws_cdk")
    example = (STACKS / "cdk-python" / "app.py").read_text("utf-8")
    assert example.endswith("\napp.synth()\n")
    (tmp_path / "app.py").write_text(example.removesuffix("app.synth()\n") + PYTHON_EXAMPLE, "utf-8")
    assert_passes(synthesis(f"{sys.executable} -W ignore app.py", tmp_path), tmp_path)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which the npm package is installed, as npm packs it."""
    environment = node_packages("typescript", "aws-cdk-lib", "constructs", "@types/node", "aws-cdk")
    npm = program("npm", "npm")
    folder = tmp_path_factory.mktemp("project")
    source = folder / "source"
    shutil.copytree(PACKAGE, source, ignore=shutil.ignore_patterns("node_modules", "lib", "*.tgz"))
    modules = node_package_folder("aws-cdk-lib").parent
    (source / "node_modules").symlink_to(modules, target_is_directory=True)
    run("tsc", "--project", ".", cwd=source, env=environment)
    run(npm, "pack", "--silent", "--offline", "--pack-destination", str(folder), cwd=source, env=environment)
    (packed,) = folder.glob("*.tgz")
    own = folder / "node_modules" / "@pipefilter"
    own.mkdir(parents=True)
    with tarfile.open(packed) as archive:
        archive.extractall(own, filter="data")
    (own / "package").rename(own / "cdk-validation")
    for name in ("aws-cdk-lib", "constructs", "@types"):
        (folder / "node_modules" / name).symlink_to(modules / name, target_is_directory=True)
    return folder


def compiled(project: Path, name: str, text: str) -> str:
    """The command that runs an app in TypeScript."""
    (project / f"{name}.ts").write_text(text, "utf-8")
    options = [
        "--strict",
        "--target",
        "es2022",
        "--module",
        "commonjs",
        "--moduleResolution",
        "node",
        "--skipLibCheck",
    ]
    run("tsc", *options, f"{name}.ts", cwd=project)
    return f"node {name}.js"


@pytest.mark.tools
@pytest.mark.slow
def test_the_package(project: Path) -> None:
    """It contains the compiled program with its types, README and license, and needs no other package."""
    folder = project / "node_modules" / "@pipefilter" / "cdk-validation"
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert files == {"LICENSE", "README.md", "package.json", "lib/index.js", "lib/index.d.ts"}
    needed = re.findall(r'require\("([^"]+)"\)', (folder / "lib" / "index.js").read_text("utf-8"))
    assert all(name.startswith("node:") for name in needed)


@pytest.mark.tools
@pytest.mark.slow
def test_typescript_app_with_mistakes(project: Path) -> None:
    """In a stack, in a stack of a stage, and in nested stacks, also if the templates do not name those of nested ones."""
    app = compiled(project, "bad", (APPS / "bad.ts").read_text("utf-8"))
    assert_stops(synthesis(app, project, "--output", "bad.out", "--no-asset-metadata"))
    done = synthesis(app, project, "--output", "missing.out", pipefilter=["no-such-pipefilter"])
    assert done.returncode == 1, done.stderr
    message = "the patterns were not checked: the command no-such-pipefilter was not found: install pipefilter"
    assert message in done.stderr + done.stdout


@pytest.mark.tools
@pytest.mark.slow
def test_typescript_app_of_the_examples(project: Path) -> None:
    """The stack in `examples/stacks` passes, next to one with an acknowledged error and a warning."""
    example = (STACKS / "cdk-typescript" / "app.ts").read_text("utf-8")
    last = 'new PaidStack(new cdk.App(), "Paid");'
    assert last in example
    example = example.replace(last, 'const app = new cdk.App();\nnew PaidStack(app, "Paid");')
    app = compiled(project, "good", example + TYPESCRIPT_EXAMPLE)
    assert_passes(synthesis(app, project), project)


CALL = """
const { Duration } = require("aws-cdk-lib");
const { PatternValidation } = require("@pipefilter/cdk-validation");
const [props, templatePaths] = JSON.parse(require("node:fs").readFileSync("call.json", "utf8"));
if (props.timeout) props.timeout = Duration.millis(props.timeout);
try {
  console.log(JSON.stringify(new PatternValidation(props).validate({ templatePaths, stackTemplates: [] })));
} catch (error) {
  console.log(JSON.stringify(error.message));
}
"""


SUCCESS = 'import sys; print(\'{"success": true, "violations": []}\'); '


def called(project: Path, props: dict[str, Any], *names: str) -> Any:  # noqa: ANN401 - JSON
    """The report on templates, or the message of the error."""
    (project / "call.json").write_text(json.dumps([props, names]), "utf-8")  # longer than an argument may be
    return json.loads(run("node", "-e", CALL, cwd=project))


def failure(project: Path, props: dict[str, Any]) -> str:
    """Why the patterns were not checked."""
    report = called(project, props, "a.template.json")
    if isinstance(report, str):
        return report
    (violation,) = report["violations"]
    assert (report["success"], violation["severity"], violation["ruleName"]) == (False, "fatal", "not-checked")
    return str(violation["description"])


@pytest.mark.tools
@pytest.mark.slow
def test_commands_that_print_no_report(project: Path) -> None:
    """The message says what to do."""
    old = "import sys; sys.exit(\"Error: Invalid value for '--format': 'cdk' is not one of 'text', 'json'.\")"
    commands = {
        (
            "no-such-pipefilter",
        ): "the command no-such-pipefilter was not found: install pipefilter (pip install",
        (sys.executable, "-c", old): "is too old, as its check has no --format cdk: install pipefilter 0.",
        (sys.executable, "-c", "print('hello')"): "printed no report (exit code 0)",
        (sys.executable, "-c", "print('[]')"): "printed no report (exit code 0)",
        (sys.executable, "-c", "raise SystemExit('no network')"): "printed no report (exit code 1): no network",
        (str(project),): "cannot be run: ",
        (
            sys.executable,
            "-c",
            SUCCESS + "print('Error: killed', file=sys.stderr); sys.exit(3)",
        ): "reported no problem, but its exit code is 3: Error: killed",
        (sys.executable, "-c", SUCCESS + "sys.exit(1)"): "reported no problem, but its exit code is 1",
        (): "The command of PatternValidation is empty",
    }
    for command, message in commands.items():
        assert message in failure(project, {"command": command}), command
    options = {
        "command": ("pipefilter", "command of PatternValidation must be a list of strings, such as"),
        "select": ([4], "select of PatternValidation must be a list of strings"),
        "ignore": (425, "ignore of PatternValidation must be a list of strings"),
        "severity": ("note", '"note" is not a severity of violations: use warning or error'),
    }
    for name, (value, message) in options.items():
        assert message in failure(project, {name: value}), name
    endless = [sys.executable, "-c", "import threading; threading.Event().wait()"]
    message = failure(project, {"command": endless, "timeout": 10})
    assert message.endswith("did not finish within 0.01 seconds: pass a longer timeout")
    older = CALL.replace(", stackTemplates: []", "")  # whose report the command line may ignore
    done = subprocess.run(["node", "-e", older], cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "needs aws-cdk-lib 2." in done.stderr


@pytest.mark.tools
@pytest.mark.slow
def test_options_and_reports(project: Path, tmp_path: Path) -> None:
    """Options reach the command, an unreadable template is a violation, and many templates are split."""
    star, broken = tmp_path / "star.template.json", tmp_path / "broken.template.json"
    patterns = {"Invalid": {"x": [{"y": 1}]}, "Star": {"source": ["shop.*"]}}
    rules = {
        name: {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": pattern}}
        for name, pattern in patterns.items()
    }
    star.write_text(json.dumps({"Resources": rules}), "utf-8")
    broken.write_text('{"Resources": {"Rule": {"Type": "AWS::Events::Rule",', "utf-8")
    report = called(project, {"command": COMMAND}, str(star), str(broken))
    assert not report["success"]
    codes = [each["ruleName"] for each in report["violations"]]
    assert len(codes) == 3
    assert codes[-1] == "unreadable-file"
    warning = called(project, {"command": COMMAND, "severity": "warning", "select": codes[1]}, str(star))
    assert len(warning["violations"]) == 2
    for props in ({"severity": "error"}, {"ignore": [codes[1]]}, {"ignore": codes[1]}, {"select": ["PF2"]}):
        report = called(project, {"command": COMMAND, **props}, str(star))
        assert [each["ruleName"] for each in report["violations"]] == codes[:1], props
    counting = "import sys; print('{\"success\": true, \"violations\": [%d]}' % len(sys.argv[sys.argv.index('--') + 1:]))"
    names = [f"{'a' * 60}{number}" for number in range(3000)]
    report = called(project, {"command": [sys.executable, "-c", counting]}, *names)
    assert len(report["violations"]) > 1
    assert sum(report["violations"]) == len(names)
