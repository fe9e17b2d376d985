"""The rules of the house for the code, as far as a test can enforce them."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from repository import ROOT, TEST_CASES

import pipefilter
from pipefilter.analysis.checks import CHECKS, CHECKS_OF_PLACE
from pipefilter.analysis.criteria_checks import CHECKS_OF_CRITERIA
from pipefilter.analysis.emulator_checks import CHECKS_OF_EMULATORS
from pipefilter.cli import COMMANDS
from pipefilter.language.operator import Operator
from pipefilter.language.operators import BY_KEYWORD, OPERATORS

SOURCE = ROOT / "pipefilter"
FILES = sorted(SOURCE.rglob("*.py"))
NAMES_NOT_TO_USE = {"utils", "helpers", "core", "base", "common", "misc"}


@cache
def syntax_tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def test_every_operator_file_is_in_the_table_of_contents() -> None:
    """Each file in operators/ has its operator in OPERATORS."""
    there = {path.stem for path in (SOURCE / "language" / "operators").glob("*.py")} - {"__init__"}
    listed = {operator.__module__.rpartition(".")[2] for operator in OPERATORS}
    assert there == listed, f"add to OPERATORS in operators/__init__.py: {sorted(there - listed)}"


def test_operators_are_complete() -> None:
    """Each operator has a keyword of its own, forms, a meaning, AWS's page, and its file's name."""
    assert len(BY_KEYWORD) == len(OPERATORS) - 1
    for operator in OPERATORS:
        assert issubclass(operator, Operator)
        assert operator.forms
        assert operator.meaning.endswith(".")
        assert operator.url.startswith("https://docs.aws.amazon.com/")
        assert operator.inside <= set(BY_KEYWORD)


LIST_OF_ROOM = {
    "pattern": "CHECKS in analysis/checks.py",
    "placement": "CHECKS_OF_PLACE in analysis/checks.py",
    "criteria": "CHECKS_OF_CRITERIA in analysis/criteria_checks.py",
    "emulators": "CHECKS_OF_EMULATORS in analysis/emulator_checks.py",
}
NOT_A_CHECK = {"__init__", "emulator"}


def test_every_check_is_listed() -> None:
    """Each file with a check is in the list of its room."""
    checks = (*CHECKS, *CHECKS_OF_PLACE, *CHECKS_OF_CRITERIA, *CHECKS_OF_EMULATORS)
    listed = {check.__module__.rpartition(".")[2] for check in checks}
    forgotten = {
        f"{room}/{path.name}: add its function to {place}"
        for room, place in LIST_OF_ROOM.items()
        for path in (SOURCE / "analysis" / room).glob("*.py")
        if path.stem not in listed | NOT_A_CHECK
    }
    assert forgotten == set()


def test_every_command_has_its_file() -> None:
    """Each command has a module of its name with the click command in it."""
    for name in COMMANDS:
        assert (SOURCE / "cli" / name / "command.py").is_file()


def test_no_product_file_is_collected_by_a_test_runner() -> None:
    """Nor a function: users' test runners would collect a function named `test_...` of ours."""
    stems = [path.stem for path in FILES]
    assert [stem for stem in stems if stem.startswith("test_") or stem.endswith("_test")] == []
    names = [
        node.name
        for path in FILES
        for node in ast.walk(syntax_tree(path))
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    ]
    assert [name for name in names if name.startswith(("test_", "Test"))] == []


def test_files_are_named_after_nouns() -> None:
    """A past participle alone does not name what it describes."""
    assert [
        str(path.relative_to(SOURCE))
        for path in FILES
        if re.fullmatch(r"[a-z]+ed|seen|said|told|shown|found|given", path.stem)
    ] == []


PRONOUNS = {"one", "found", "given", "wanted", "told", "shown", "asked", "said"}
MENTIONS_PRONOUN = re.compile(rf"\b_*(?:{'|'.join(PRONOUNS)})_*(?:\s*[=:,)\]]|\(| in\b)")
"""What is near each pronoun that is a name; most files have no such place, and need not be parsed."""
SHORT_LIVED = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda)
PRINTED = SOURCE / "builder" / "residual" / "python_handler.py"  # a program that users get
WITH_NAMES = [
    path
    for folder in ("pipefilter", "tests", "benchmarks", "docs", "examples", "packaging")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if TEST_CASES not in path.parents and ROOT / "examples" / "stacks" not in path.parents and path != PRINTED
]


def names_bound_in(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Variables, parameters, attributes, functions and classes, but for variables that live within a line."""
    brief: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, SHORT_LIVED) and node.lineno == node.end_lineno:
            brief |= {id(inner) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name) if id(node) not in brief:
                yield node.lineno, name
            case ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield node.lineno, name
            case (
                ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)) | ast.ExceptHandler(name=str(name))
            ):
                yield node.lineno, name


@pytest.mark.slow
def test_names_are_nouns() -> None:
    """No value that lives longer than a line has a pronoun, or a participle alone, as its name."""
    assert [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in WITH_NAMES
        if MENTIONS_PRONOUN.search(path.read_text("utf-8"))
        for line, name in names_bound_in(syntax_tree(path))
        if name.strip("_") in PRONOUNS
    ] == []


def test_the_check_of_names_can_fail() -> None:
    code = (
        "def f(given):\n    for one in given: self.found = one\n    return [told\n        for told in given]\n"
    )
    assert [name for _, name in names_bound_in(ast.parse(code))] == ["f", "given", "one", "found", "told"]
    assert list(names_bound_in(ast.parse("x = [one for one in y]"))) == [(1, "x")]


def test_public_api() -> None:
    """The exports of the package are sorted, exist, and include the earlier ones."""
    assert sorted(pipefilter.__all__) == pipefilter.__all__
    for name in pipefilter.__all__:
        assert hasattr(pipefilter, name)
    names = {"parse", "compile", "matches", "RuleSet", "explain", "EventPattern", "InvalidEventPattern"}
    assert names <= set(pipefilter.__all__)


def faults_of(path: Path) -> Iterator[str]:
    """What the house rules have against a file of the product."""
    tree = syntax_tree(path)
    if not ast.get_docstring(tree):
        yield "say what the file is for"
    if path.stem in NAMES_NOT_TO_USE:
        yield "name it after its concept"
    if path.read_text("utf-8").count("\n") > 270:
        yield "split it"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            described = len((ast.get_docstring(node, clean=False) or "").splitlines())
            if (node.end_lineno or 0) - node.lineno - described > 60:
                yield f"{node.name} is too long"


def test_files() -> None:
    """A file states its purpose, has one concept, and is named after it."""
    assert [(str(path.relative_to(SOURCE)), fault) for path in FILES for fault in faults_of(path)] == []


COMPILES = SOURCE / "dataclass.py"


def test_no_eval() -> None:
    """Nothing evaluates input as code; methods of dataclasses are compiled from the names of their fields."""
    for path in set(FILES) - {COMPILES}:
        for node in ast.walk(syntax_tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"eval", "exec", "__import__"}, path


def test_dataclasses_are_quick_to_import() -> None:
    """They are those of pipefilter/dataclass.py, which compile no method before it is used."""
    assert [
        str(path.relative_to(SOURCE))
        for path in set(FILES) - {COMPILES}
        if re.search(
            r"^from dataclasses import .*\bdataclass\b|^import dataclasses",
            path.read_text("utf-8"),
            re.MULTILINE,
        )
    ] == []


def test_the_installed_package_is_tested() -> None:
    """In CI the tests run on the wheel, which includes patterns, schema and type marker."""
    package = Path(pipefilter.__file__).parent
    if package == SOURCE and not os.environ.get("CI"):
        pytest.skip("the tests run on the checkout, not on an installed wheel")
    assert package != SOURCE
    assert (package / "py.typed").is_file()
    assert (package / "schemas" / "event-pattern.schema.json").is_file()
    names = {path.relative_to(ROOT / "patterns") for path in (ROOT / "patterns").rglob("*.json")}
    assert {
        path.relative_to(package / "_patterns") for path in (package / "_patterns").rglob("*.json")
    } == names


def test_start_up_imports_little() -> None:
    """`pipefilter --help` imports none of the heavy packages, and few modules: they would take the time.

    `python -m benchmarks --only startup` measures the time: a fraction of 0.3 seconds.
    """
    heavy = (
        "rich",
        "decimal",
        "hypothesis",
        "jsonschema",
        "boto3",
        "numpy",
        "pipefilter.scanning",
        "pipefilter.builder",
    )
    code = (
        "import sys; from pipefilter.cli.main import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        f"assert not [name for name in {heavy!r} if name in sys.modules]\n"
        "assert len(sys.modules) < 180, len(sys.modules)"
    )
    assert os.spawnl(os.P_WAIT, sys.executable, sys.executable, "-c", code) == 0


RUN = "from pipefilter.cli.main import main\ntry: main({arguments!r})\nexcept SystemExit: pass\n"
READERS = ("pipefilter.templates.template_file", "pipefilter.templates.nodes", "yaml")
COMPARING = ("pipefilter.comparing", "pipefilter.witnesses")
PROCESSES = ("multiprocessing", "concurrent.futures", "pipefilter.scanning.worker_processes")
RARE = ("decimal", "base64", "difflib", "importlib.resources", "tempfile")
ADVICE = (
    "pipefilter.analysis",
    "pipefilter.explaining",
    "pipefilter.costs",
    "pipefilter.builder",
    "pipefilter.aws",
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "unwanted"),
    [
        (
            RUN.format(arguments=["test", "pattern.json", "event.json"]),
            (
                *(READERS + COMPARING + PROCESSES + RARE),
                *ADVICE,
                "rich",
                "pipefilter.cli.test.fixtures",
                "pipefilter.language.complexity",
                "pipefilter.language.operators.cidr",
            ),
        ),
        (
            RUN.format(arguments=["check", "pattern.json"]),
            (
                *(READERS + COMPARING + PROCESSES + RARE),
                "rich",
                "pipefilter.analysis.emulators",
                "pipefilter.analysis.criteria",
                "pipefilter.events.schema.document",
            ),
        ),
        (
            RUN.format(arguments=["filter", "-j1", "pattern.json", "event.json"]),
            (*(READERS + COMPARING + PROCESSES), *ADVICE, "base64", "tempfile", "rich"),
        ),
        (
            RUN.format(arguments=["explain", "pattern.json"]),
            (*(READERS + COMPARING + PROCESSES + RARE), "rich", "pipefilter.costs", "pipefilter.aws"),
        ),
        (
            "import pipefilter; assert pipefilter.matches('{\"a\": [1]}', '{\"a\": 1}')\n",
            (*READERS, *ADVICE, "rich", "click", "difflib", "pipefilter.cli", "pipefilter.scanning", "pipefilter.services",
             "pipefilter.sources", "pipefilter.language.complexity"),
        ),
    ],
    ids=["test", "check", "filter", "explain", "matches"],
)  # fmt: skip
def test_unneeded_modules_are_not_imported(tmp_path: Path, code: str, unwanted: tuple[str, ...]) -> None:
    """A command, or a call, does not import modules that only others need."""
    (tmp_path / "pattern.json").write_text('{"a": [1]}')
    (tmp_path / "event.json").write_text('{"a": 1}')
    # a module present from the start is Python's, or that of a tool which measures it
    program = (
        f"import sys\nbefore = set(sys.modules)\n{code}"
        f"print(*sorted({set(unwanted)!r} & set(sys.modules) - before), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert done.stderr.splitlines()[-1].split() == []


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="pysimdjson has no wheel for it")
def test_native_libraries_are_tested_in_ci() -> None:
    """Where they are not installed the fast path is not tested; that may happen anywhere but in CI."""
    if not os.environ.get("CI"):
        pytest.skip("not in CI")
    from pipefilter.native_libraries import json_reader

    assert json_reader.Parser().parse(b"[1]")


CLOCKS = re.compile(
    r"\bimport time\b|\bfrom time import|\bTimer\(|\bperf_counter|\bprocess_time|\bmonotonic_ns|\.(now|utcnow|today)\("
    r"|(?<!clock\.)(?<!def )\bsleep\(|\bset(Timeout|Interval)\(|\bperformance\.|\bDate\b(?!:)|\bgetrlimit|--timeout"
)
WAITS = {"wait", "communicate", "settimeout", "acquire", "select"}
TESTS = sorted(
    path for path in (ROOT / "tests").rglob("*.py") if path != Path(__file__) and TEST_CASES not in path.parents
)


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.stem)
def test_no_test_looks_at_the_clock(path: Path) -> None:
    """A busy machine makes no test fail: none sleeps, measures time, or gives up before its patience ends.

    A line that needs a clock has a comment `# clock:` with the reason.
    """
    text = path.read_text("utf-8")
    lines = enumerate(text.splitlines(), 1)
    assert [(at, line) for at, line in lines if CLOCKS.search(line) and "# clock: " not in line] == []
    for call in ast.walk(ast.parse(text)):
        if isinstance(call, ast.Call):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            limits = [keyword.value for keyword in call.keywords if keyword.arg == "timeout"]
            limits += call.args[-1:] if name in WAITS else []
            numbers = [
                limit.value
                for limit in limits
                if isinstance(limit, ast.Constant) and isinstance(limit.value, int | float) and limit.value
            ]
            assert not numbers, f"line {call.lineno}: wait for PATIENCE, and for what happens before"


PURE_ROOMS = ("application", "formats")
PURE_FILES = [path for room in PURE_ROOMS for path in sorted((SOURCE / room).glob("*.py"))]
PRINTING = {"click", "rich", "sys.stdout", "sys.stderr", "logging", "argparse"}


def names_in(tree: ast.AST) -> Iterator[str]:
    """The imports of a file, and the dotted attributes of modules that it uses."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"


@pytest.mark.slow
@pytest.mark.parametrize("path", PURE_FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_deciding_and_formatting_print_nothing(path: Path) -> None:
    """Only commands write and exit: functions that decide or format return a value."""
    tree = ast.parse(path.read_text("utf-8"))
    assert PRINTING.isdisjoint(names_in(tree))
    calls = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert {"print", "exit", "quit", "input"}.isdisjoint(calls)
    assert not re.search(r"\bsys\.exit\b|\bSystemExit\b|\bas_json: bool\b", path.read_text("utf-8"))


def test_the_check_of_printing_can_fail() -> None:
    assert "click" in set(names_in(ast.parse("from click import echo")))
    assert "sys.stdout" in set(names_in(ast.parse("import sys\nsys.stdout.write('')")))
