"""The plug-in for pytest, in projects that are not ours."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from plugin_options import plugin_options

import pipefilter.pytest_plugin.folder_failure
import pipefilter.pytest_plugin.session_filters  # noqa: F401 - pytester forgets what is imported while it runs
from pipefilter import ready_patterns
from pipefilter.cli.main import pipefilter as command

pytest_plugins = ["pytester"]

PATTERN = '{"detail": {"status": ["PAID"]}}'
PAID, OPEN = '{"detail": {"status": "PAID"}}', '{"detail": {"status": "OPEN"}}'
PROJECT = {
    "filters/paid/pattern.json": PATTERN,
    "filters/paid/match/paid.json": PAID,
    "filters/paid/match/more/several.jsonl": f"{PAID}\n{PAID}\n",
    "filters/paid/no-match/open.json": OPEN,
    "test_code.py": "def test_code(): pass\n",
}
TESTS = [
    "filters/paid/match/more/several.jsonl",
    "filters/paid/match/paid.json",
    "filters/paid/no-match/open.json",
    "filters/paid/pattern.json",
    "test_code.py::test_code",
]
OPTIONS = ("-p", "no:cacheprovider", "-W", "error", *plugin_options())


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    write(pytester, PROJECT)
    return pytester


def write(pytester: pytest.Pytester, files: dict[str, str]) -> None:
    pytester.makeini("[pytest]\n")
    for name, text in files.items():
        path = pytester.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return pytester.runpytest_inprocess(*OPTIONS, *arguments)


def collected(pytester: pytest.Pytester, *arguments: str) -> list[str]:
    lines = run(pytester, "--collect-only", "-q", *arguments).outlines
    return sorted(lines[: lines.index("")])


def test_each_file_is_a_test(project: pytest.Pytester) -> None:
    assert collected(project) == TESTS
    run(project).assert_outcomes(passed=5)


def test_names_in_the_output(project: pytest.Pytester) -> None:
    output = run(project, "-v", "-n0").stdout.str()
    assert set(re.findall(r"^(filters/\S+) PASSED", output, re.MULTILINE)) == set(TESTS[:-1])


@pytest.mark.parametrize(
    ("arguments", "tests"),
    [
        (["filters"], TESTS[:4]),
        (["filters/paid/match/paid.json"], ["filters/paid/match/paid.json"]),
        (["filters/paid/match"], TESTS[:2]),
        (["filters/paid/pattern.json"], TESTS[:4]),
        (["filters/paid/pattern.json", "filters/paid/match/paid.json"], TESTS[:4]),
        (["filters/paid/match/paid.json", "filters/paid/match/paid.json"], ["filters/paid/match/paid.json"]),
        (["-k", "several"], ["filters/paid/match/more/several.jsonl"]),
        (["-k", "paid and not open"], [*TESTS[:2], TESTS[3]]),
        (["--deselect", "filters/paid/match"], TESTS[2:]),
        (["--ignore", "filters/paid/match/more"], TESTS[1:]),
        (["--ignore", "filters/paid/match/more", "filters/paid/pattern.json"], TESTS[1:4]),
        (["-o", "norecursedirs=no-match", "."], [*TESTS[:2], *TESTS[3:]]),
        (["-o", "testpaths=test_code.py"], TESTS[4:]),
        (["-o", "pipefilter_folders=false"], TESTS[4:]),
        (["-m", "not slow"], TESTS),
    ],
    ids=" ".join,
)
def test_selections(project: pytest.Pytester, arguments: list[str], tests: list[str]) -> None:
    assert collected(project, *arguments) == tests


@pytest.mark.parametrize(
    "arguments",
    [
        [".", "filters", "filters/paid"],
        ["filters/paid/match/paid.json", "filters/paid/pattern.json", "."],
        ["-o", "testpaths=. filters"],
    ],
    ids=" ".join,
)
def test_no_test_runs_twice(project: pytest.Pytester, arguments: list[str]) -> None:
    """Before version 9, pytest leaves out tests of overlapping arguments, such as `test_code.py`; those of folders run."""
    assert [test for test in collected(project, *arguments) if test.startswith("filters/")] == TESTS[:4]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pytest.ini", "[pytest]\npipefilter_folders = false\n"),
        ("tox.ini", "[pytest]\npipefilter_folders = no\n"),
        ("setup.cfg", "[tool:pytest]\npipefilter_folders = 0\n"),
        ("pyproject.toml", "[tool.pytest.ini_options]\npipefilter_folders = false\n"),
    ],
)
def test_the_setting(project: pytest.Pytester, name: str, text: str) -> None:
    (project.path / "tox.ini").unlink()
    (project.path / name).write_text(text)
    assert collected(project) == TESTS[4:]


def test_a_wrong_value_of_the_setting(project: pytest.Pytester) -> None:
    result = run(project, "-n0", "-o", "pipefilter_folders=maybe")
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(["pipefilter_folders is neither true nor false"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_in_another_working_directory(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.path / "filters" / "paid" / "match")
    assert collected(project, "paid.json") == ["filters/paid/match/paid.json"]


def test_a_wrong_verdict_is_explained_as_by_the_command(project: pytest.Pytester) -> None:
    """In the same words, without a traceback."""
    write(
        project,
        {"filters/paid/match/more/several.jsonl": f"{PAID}\n{OPEN}\n", "filters/paid/no-match/b.json": PAID},
    )
    result = run(project, "-n0")
    result.assert_outcomes(passed=4, failed=2)
    output = result.stdout.str()
    explanation = CliRunner().invoke(command, ["test", "filters"]).stdout
    assert explanation.count("wrong") == 2
    for part in re.split(r"^(?=wrong)", explanation, flags=re.MULTILINE)[1:]:
        assert part in output
    assert "Traceback" not in output
    assert "collection.py" not in output
    assert "FAILED filters/paid/no-match/b.json - " in output


@pytest.mark.parametrize(
    ("files", "test", "reason"),
    [
        ({"filters/paid/pattern.json": '{"a": "b"}'}, TESTS[3], "filters/paid/pattern.json:1:"),
        ({"filters/paid/pattern.json": '{"a": "b"}'}, TESTS[1], "filters/paid/pattern.json:1:"),
        ({"filters/paid/pattern.json": '{"messageId": "1", "eventSource": "aws:sqs", "body": ""}'}, TESTS[3], "hint: filters/paid/pattern.json contains "),
        ({"filters/paid/match/paid.json": ""}, TESTS[1], "filters/paid/match/paid.json: no events found"),
        ({"filters/paid/match/paid.json": '{"Records": []}'}, TESTS[1], "filters/paid/match/paid.json: no records found"),
        ({"filters/paid/match/paid.json": "{"}, TESTS[1], "filters/paid/match/paid.json:1:"),
        ({"filters/paid/no-match/open.json": "[5]"}, TESTS[2], "filters/paid/no-match/open.json:1:"),
        (
            {"filters/paid/no-match/more/a.txt": PAID},
            TESTS[3],
            "filters/paid/no-match/more/a.txt: not tested: only files that end in .json, .jsonl or .ndjson are read",
        ),
        (
            {"filters/paid/nomatch/a.json": OPEN},
            TESTS[3],
            "filters/paid/nomatch: not tested: rename the folder to match or no-match",
        ),
        (
            {"filters/paid/matches.json": OPEN},
            TESTS[3],
            "filters/paid/matches.json: not tested: put the events into the folder match or no-match",
        ),
        (
            {"filters/paid/pattern.json": json.dumps({"FilterPolicy": '{"a": [{"numeric": ["=", 1.1234567]}]}',
                                                      "FilterPolicyScope": "MessageBody"}),
             "filters/paid/match/paid.json": json.dumps({"EventSource": "aws:sns", "Sns": {"Message": '{"a": 1}'}})},
            TESTS[1],
            "filters/paid/match/paid.json: AWS documents numbers up to 1,000,000,000 with 5 digits",
        ),
    ],
)  # fmt: skip
def test_complaints(project: pytest.Pytester, files: dict[str, str], test: str, reason: str) -> None:
    """They are failures, in the words of the command, which exits with 1 or 2."""
    write(project, files)
    output = run(project, test).stdout.str()
    assert f"FAILED {test}" in output
    assert reason in output
    assert "Traceback" not in output
    done = CliRunner().invoke(command, ["test", "filters"], standalone_mode=False)
    assert done.return_value in (1, 2)
    assert reason in done.output


def test_no_events(pytester: pytest.Pytester) -> None:
    write(pytester, {"a/pattern.json": PATTERN, "a/match/README.md": "none yet"})
    result = run(pytester)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["a: match/ and no-match/ contain no events"])


def test_only_a_folder_with_a_similar_name(pytester: pytest.Pytester) -> None:
    write(pytester, {"a/pattern.json": PATTERN, "a/nomatch/a.json": OPEN})
    run(pytester).assert_outcomes(failed=1)


@pytest.mark.parametrize(
    "files",
    [
        {"pattern.json": '{"pattern": "of another tool"}'},
        {"pattern.json": "{}", "matcher.json": "{}", "data/a.json": "{}"},
        {"match/a.json": "{}", "no-match/b.json": "{}", "filter.json": "{}"},
        {"match/data.csv": "a", "package.json": "{}"},
        {".git/pattern.json": PATTERN, ".git/match/a.json": "{"},
        {"data/pattern.json": '{"pattern": "4-4-2"}', "data/matches/1.json": '{"home": "A", "away": 3}'},
        {"data/pattern.json": '{"pattern": ["4-4-2"]}', "data/matches/1.json": '{"home": "A", "away": 3}'},
        {"pattern.json": PATTERN, "pattern_matcher/a.json": PAID, "match_helpers/a.json": PAID},
        {"pattern.json": PATTERN, "march/1.json": PAID, "matches/code.py": ""},
    ],
    ids=[
        "pattern of another tool",
        "names like match",
        "no pattern",
        "no events",
        "hidden",
        "football",
        "valid pattern about football",
        "other names",
        "march",
    ],
)
def test_other_files_are_no_tests(pytester: pytest.Pytester, files: dict[str, str]) -> None:
    write(pytester, files)
    result = run(pytester, "-n0")
    assert result.ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_other_files_beside_good_folders(project: pytest.Pytester) -> None:
    names = (
        "match_helpers/h.py",
        "match_helpers/a.json",
        "matching-notes.json",
        "matches/__init__.py",
        "march/a.json",
    )
    write(project, {f"filters/paid/{name}": "" for name in names})
    run(project).assert_outcomes(passed=5)


def test_records_of_other_sources_do_not_pass(pytester: pytest.Pytester) -> None:
    """They would not match, whatever the pattern says about the body."""
    record = {"eventSource": "aws:kinesis", "kinesis": {"data": "e30=", "partitionKey": "1"}}
    files = {"a/match/a.json": '{"body": {"a": 1}}', "a/no-match/b.json": json.dumps({"Records": [record]})}
    write(pytester, {"a/pattern.json": '{"body": {"a": [1]}}', **files})
    result = run(pytester, "-n0")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(
        ["*no verdict: these are *(source kinesis), but the pattern is for *(source sqs)"]
    )


def test_nested_folders(pytester: pytest.Pytester) -> None:
    """A file beside two patterns is a test for each; `pipefilter test` evaluates it twice, too."""
    inner = {f"a/match/b/{name}": text for name, text in (("pattern.json", PATTERN), ("match/x.json", PAID))}
    write(pytester, {"a/pattern.json": PATTERN, **inner})
    assert collected(pytester) == [
        "a/match/b/match/x.json",
        "a/match/b/match/x.json::a",
        "a/match/b/pattern.json",
        "a/match/b/pattern.json::a",
        "a/pattern.json",
    ]


def files_with_tests(pytester: pytest.Pytester, *arguments: str) -> set[str]:
    """The files of events that a run of pytest tests."""
    return {test for test in collected(pytester, *arguments) if not test.endswith("pattern.json")}


def files_of_command(folder: str) -> set[str]:
    """The files of events that `pipefilter test` tests."""
    done = CliRunner().invoke(command, ["test", "--json", folder])
    outcomes = [json.loads(line) for line in done.stdout.splitlines()]
    return {outcome["event"].removeprefix("./") for outcome in outcomes if "as_filed" in outcome}


@pytest.mark.parametrize("folder", ["build", "dist", "node_modules", ".hidden", "a/venv", "a.egg"])
def test_folders_that_pytest_leaves_out(pytester: pytest.Pytester, folder: str) -> None:
    """Events in them are tested; tests in Python in them are not; what the user ignores is not."""
    outer = folder.partition("/")[0]
    files = {f"f/match/{folder}/a.json": PAID, f"f/match/{folder}/test_b.py": "def test(): pass"}
    write(pytester, {"f/pattern.json": PATTERN, "f/match/b.json": PAID, "test_c.py": "", **files})
    expected = {f"f/match/{folder}/a.json", "f/match/b.json"}
    for arguments in ([], ["f"], ["f/match"], ["f/pattern.json"]):
        assert files_with_tests(pytester, *arguments) == expected
        ignored = f"--ignore=f/match/{outer}"
        assert files_with_tests(pytester, *arguments, ignored) == {"f/match/b.json"}
    assert files_of_command("f") == expected
    write(pytester, {"f/match/conftest.py": f"collect_ignore = ['{outer}']"})
    assert files_with_tests(pytester) == {"f/match/b.json"}


def test_links(pytester: pytest.Pytester) -> None:
    """Folders are followed, but not in circles: by pytest in the same way as by `pipefilter test`."""
    write(pytester, {"f/pattern.json": PATTERN, "f/match/b.json": PAID, "shared/a.json": PAID})
    for name, target in (
        ("f/match/shared", "../../shared"),
        ("f/match/loop", "."),
        ("f/match/up", "../.."),
        ("g", "f"),
    ):
        (pytester.path / name).symlink_to(target, target_is_directory=True)
    expected = {"f/match/b.json", "f/match/shared/a.json"}
    assert files_with_tests(pytester, "f") == files_with_tests(pytester, "f/pattern.json") == expected
    assert files_of_command("f") == expected
    both = expected | {file.replace("f/", "g/", 1) for file in expected}
    assert files_with_tests(pytester) == both
    assert files_of_command(".") == both


def test_items_are_like_those_of_other_plugins(project: pytest.Pytester) -> None:
    """A hook of the project reads the names of fixtures of all items."""
    hook = (
        "def pytest_collection_modifyitems(items): assert all('db' not in item.fixturenames for item in items)"
    )
    write(project, {"conftest.py": hook})
    run(project).assert_outcomes(passed=5)


def test_patterns_above_the_project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project in a folder that is named match/ has no events of a pattern around it."""
    write(pytester, {"pattern.json": PATTERN, "match/app/data.json": "{}", "match/app/pytest.ini": "[pytest]"})
    monkeypatch.chdir(pytester.path / "match" / "app")
    assert run(pytester, "-n0").ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_last_failed(project: pytest.Pytester) -> None:
    write(project, {"filters/paid/no-match/open.json": PAID})
    options = plugin_options()
    project.runpytest_inprocess(*options).assert_outcomes(passed=4, failed=1)
    project.runpytest_inprocess(*options, "--lf").assert_outcomes(failed=1)
    write(project, {"filters/paid/no-match/open.json": OPEN})
    project.runpytest_inprocess(*options, "--lf").assert_outcomes(passed=1)


def test_junit_report(project: pytest.Pytester) -> None:
    write(project, {"filters/paid/no-match/open.json": PAID})
    run(project, "--junit-xml", "report.xml")
    report = (project.path / "report.xml").read_text("utf-8")
    assert "expected no match (in no-match/), got match" in report


CODE = """
    import pytest
    from pathlib import Path
    import pipefilter
    from pipefilter.testing import EventCase, FilterLoader, assert_matches, event_cases

    def test_beside(load_filter: FilterLoader) -> None:
        filters = load_filter("pattern.json")
        assert filters is load_filter(Path("pattern.json"))
        assert filters.name == "tests/pattern.json"
        assert_matches(filters, {"detail": {"status": "PAID"}})

    def test_root(load_filter: FilterLoader) -> None:
        filters = load_filter("template.yaml#Worker.Orders", parameters={})
        assert (filters.service, filters.source) == ("lambda", "sqs")
        assert filters is load_filter("template.yaml#Worker.Orders")
        assert filters is not load_filter("template.yaml#Worker.Orders/1")

    def test_changed(load_filter: FilterLoader) -> None:
        path = Path(__file__).parent / "changed.json"
        path.write_text('{"a": [1]}')
        assert_matches(load_filter("changed.json"), {"a": 1})
        path.write_text('{"a": [100]}')
        assert_matches(load_filter("changed.json"), {"a": 100})

    def test_text(load_filter: FilterLoader) -> None:
        assert_matches(load_filter('{"a": [1]}'), {"a": 1})

    def test_missing(load_filter: FilterLoader) -> None:
        with pytest.raises(pipefilter.UnreadableInput, match=r"there is no file nothing\\.yaml in .+ nor in "):
            load_filter("nothing.yaml#Worker")

    @pytest.fixture(scope="module")
    def orders(load_filter):
        return load_filter("template.yaml#Worker.Orders")

    def test_fixture(orders):
        assert orders.source == "sqs"

    @event_cases("events.jsonl")
    def test_cases(case: EventCase, load_filter: FilterLoader) -> None:
        case.assert_verdict(load_filter("pattern.json"))

    @event_cases("events.jsonl", argument="order")
    def test_argument(order: EventCase) -> None:
        assert order.name in ("paid", "open order")
"""
CASES = (
    f'{{"name": "paid", "event": {PAID}, "matches": true}}\n'
    f'{{"name": "open order", "event": {OPEN}, "matches": false}}\n'
)
TEMPLATE = (Path(__file__).parents[2] / "examples" / "pytest" / "template.yaml").read_text("utf-8")


@pytest.fixture
def tested_code(pytester: pytest.Pytester) -> pytest.Pytester:
    files = {"tests/pattern.json": PATTERN, "template.yaml": TEMPLATE, "tests/events.jsonl": CASES}
    lines = [line.removeprefix("    ") for line in CODE.splitlines()]
    write(pytester, {**files, "tests/test_orders.py": "\n".join(lines) + "\n"})
    return pytester


def test_fixture_and_cases(tested_code: pytest.Pytester) -> None:
    run(tested_code).assert_outcomes(passed=10)
    ids = collected(tested_code, "-k", "test_cases")
    assert ids == [f"tests/test_orders.py::test_cases[{name}]" for name in ("open order", "paid")]


def test_failures_of_code(tested_code: pytest.Pytester) -> None:
    """The explanation, and the line of the user's test, but no line of pipefilter."""
    write(tested_code, {"tests/pattern.json": '{"detail": {"status": ["OPEN"]}}'})
    output = run(tested_code, "-n0", "-k", "test_cases").stdout
    output.fnmatch_lines(
        [
            '>       case.assert_verdict(load_filter("pattern.json"))',
            "E       AssertionError: events.jsonl:1 (paid): the event does not match tests/pattern.json",
            "E       no match  event",
            "tests*test_orders.py:*: AssertionError",
        ]
    )
    output.no_fnmatch_line("*pipefilter*assertions.py*")


def test_a_file_of_cases_with_a_mistake(tested_code: pytest.Pytester) -> None:
    write(tested_code, {"tests/events.jsonl": f'{CASES}{{"event": {{}}, "match": true}}\n'})
    result = run(tested_code, "-n0")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ['events.jsonl:3:24: "match" is not a member of a case: did you mean "matches"?']
    )
    result.stdout.no_fnmatch_line("*Traceback*")


PROGRAM = """
import sys, pytest
code = pytest.main(sys.argv[1:])
names = sorted(name for name in sys.modules if name.partition(".")[0] == "pipefilter")
print(*names, int(code), file=sys.stderr)
"""


def imported(folder: Path, *arguments: str) -> list[str]:
    """The modules of pipefilter that a run of pytest imports, and its exit code."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *OPTIONS, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stderr.splitlines()[-1].split()


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["--version"], ["--collect-only"], ["-q"], ["--fixtures"]], ids=" ".join)
def test_nothing_is_imported_without_patterns(pytester: pytest.Pytester, arguments: list[str]) -> None:
    write(
        pytester,
        {
            "test_a.py": "def test_a(): pass\n",
            "package.json": "{}",
            "data/match/a.json": "{}",
            "data/events.jsonl": "",
        },
    )
    assert set(imported(pytester.path, *arguments)) <= {"pipefilter", "pipefilter.pytest_plugin", "0"}


@pytest.mark.slow
def test_collecting_folders_does_not_import_the_engine(project: pytest.Pytester) -> None:
    names = set(imported(project.path, "--collect-only"))
    assert names <= {
        "0",
        "pipefilter",
        "pipefilter.pytest_plugin",
        "pipefilter.pytest_plugin.collection",
        "pipefilter.dataclass",
        "pipefilter.override",
        "pipefilter.ready_patterns",
    }


@pytest.mark.slow
def test_silence_without_patterns(pytester: pytest.Pytester) -> None:
    """The output is that of pytest without the plug-in."""
    write(pytester, {"test_a.py": "def test_a(): pass\n", "a.json": "{}"})
    texts = []
    for options in (OPTIONS, ("-p", "no:pipefilter", *OPTIONS[:4])):
        result = pytester.runpytest_subprocess(*options, "-v", "--strict-markers", "--strict-config")
        lines = [line for line in result.outlines if not line.startswith(("plugins:", "===="))]
        texts.append(lines)
        assert result.errlines == []
    assert texts[0] == texts[1]


@pytest.mark.slow
def test_without_the_plugin(project: pytest.Pytester) -> None:
    result = project.runpytest_subprocess("-p", "no:pipefilter", "-p", "no:cacheprovider", "-W", "error")
    result.assert_outcomes(passed=1)


@pytest.mark.slow
@pytest.mark.parametrize("distribution", ["load", "loadfile", "worksteal"])
def test_in_several_processes(project: pytest.Pytester, distribution: str) -> None:
    """With pytest-xdist, the same tests run, each once, and failures are the same."""
    write(project, {"filters/paid/no-match/open.json": PAID})
    result = project.runpytest_subprocess(*OPTIONS, "-n2", f"--dist={distribution}")
    result.assert_outcomes(passed=4, failed=1)
    result.stdout.fnmatch_lines(["wrong  paid: expected no match (in no-match/), got match"])


@pytest.mark.slow
def test_the_ready_made_patterns(pytester: pytest.Pytester) -> None:
    """Their tests are those of `pipefilter test`."""
    pytester.makeini("[pytest]\n")
    folder = ready_patterns.ready_folder()
    (pytester.path / "patterns").symlink_to(folder, target_is_directory=True)
    folders = ready_patterns.ready_patterns()
    count = sum(1 + len(list(each.fixtures())) for each in folders)
    run(pytester, "patterns", "-n0").assert_outcomes(passed=count)


def test_events_are_evaluated_as_records(pytester: pytest.Pytester) -> None:
    record = {"messageId": "1", "eventSource": "aws:sqs", "body": '{"a": 1}'}
    write(
        pytester,
        {
            "a/pattern.json": '{"body": {"a": [1]}}',
            "a/match/batch.json": json.dumps({"Records": [record, record]}),
            "a/no-match/text.json": json.dumps({**record, "body": "text"}),
        },
    )
    run(pytester).assert_outcomes(passed=3)
