"""The npm package `pipefilter`, installed from its packed file, in Node, Jest, Vitest and TypeScript."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conformance_answers import answers
from npm_project import npm_project, run_in_project
from repository import CONFORMANCE, ROOT

pytestmark = pytest.mark.tools

SUPPORT = ROOT / "tests" / "support"
TEMPLATES = ROOT / "examples" / "stacks"
PASSING = """
test("an event", () => {
  expect({ source: "orders" }).toMatchEventPattern({ source: ["orders"] });
  expect('{"source": "bills"}').not.toMatchEventPattern('{"source": ["orders"]}');
  expect({ source: "orders" }).toMatchEventPattern("pattern.json");
  expect([{ a: 2 }]).toEqual([expect.not.toMatchEventPattern({ a: [1] })]);
  expect([{ detail: { source: "orders" } }]).toEqual([{ detail: expect.toMatchEventPattern({ source: ["orders"] }) }]);
  const calls = [["some text"], [undefined], [1], [{ source: "orders" }]];
  expect(calls).toContainEqual([expect.toMatchEventPattern({ source: ["orders"] })]);
  expect(["some text"]).not.toEqual([expect.not.toMatchEventPattern({ source: ["orders"] })]);
});
"""
FAILING = """
test("no match", () => { expect({ a: "c" }).toMatchEventPattern({ a: ["b"] }); });
test("match", () => { expect({ a: "b" }).not.toMatchEventPattern({ a: ["b"] }); });
test("invalid", () => { expect({ a: "b" }).toMatchEventPattern({ a: "b" }); });
test("not invalid", () => { expect({ a: "b" }).not.toMatchEventPattern({ a: "b" }); });
test("no records", () => { expect({ Records: [] }).not.toMatchEventPattern({ a: ["b"] }); });
test("promise", () => { expect(Promise.resolve({ a: "c" })).not.toMatchEventPattern({ a: ["b"] }); });
test("negated", () => { expect([{ a: "b" }]).toEqual([expect.not.toMatchEventPattern({ a: ["b"] })]); });
test("inner", () => { expect([{ a: "c" }]).toEqual([expect.toMatchEventPattern({ a: ["b"] })]); });
test("outer", () => { expect([{ Records: [] }]).not.toEqual([expect.toMatchEventPattern({ a: ["b"] })]); });
test("later", async () => { await expect(Promise.resolve({ a: "c" })).resolves.toMatchEventPattern({ a: ["b"] }); });
test("undefined", () => { expect(undefined).not.toMatchEventPattern({ a: ["b"] }); });
test("buffer", () => { expect(Buffer.from('{"a": "b"}')).not.toMatchEventPattern({ a: ["b"] }); });
test("entry", () => { expect({ Source: "a", DetailType: "b", Detail: "{}" }).not.toMatchEventPattern({ source: ["a"] }); });
test("mixed", () => {
  const Records = [1, 2].map((a) => ({ eventSource: "aws:sqs", body: JSON.stringify({ a }) }));
  expect([{ Records }]).not.toEqual([expect.toMatchEventPattern({ body: { a: [1] } })]);
});
test("no file", () => { expect([]).not.toEqual([expect.toMatchEventPattern("no-such-pattern.json")]); });
test("no option", () => { expect([]).not.toEqual([expect.not.toMatchEventPattern({ a: [1] }, { servce: "rule" })]); });
"""
REASONS = [
    "the event does not match the pattern",
    'a: is "c"',
    "the event matches the pattern",
    'write it as a list: "a": ["b"]',
    "the event contains no records",
    "the event is a Promise: await it",
    "the event is undefined",
    "the event is a Buffer: pass its text",
    "this is an entry of the PutEvents call",
    "of the 2 records in the event, only some match",
    "cannot read no-such-pattern.json",
    "there is no option servce",
]
TYPED = """
import { check, explain, load, matches, InvalidEventPattern, type Evaluation } from "pipefilter";
const isMatch: boolean = matches({ source: ["orders"] }, { source: "orders" }, { service: "rule" });
const evaluation: Evaluation = explain('{"source": ["orders"]}', {});
const line: number | null = new InvalidEventPattern("", []).line;
const ok: boolean = check({ name: "a.yaml", text: "" }).ok;
const pattern: string | undefined = load("pattern.json").patterns[0];
interface Fields { source: string[]; detail?: { total: number[] } }
const fields: Fields = { source: ["orders"] };
matches(fields, fields);
// @ts-expect-error: it is no pattern
matches([fields], {});
// @ts-expect-error: it must be awaited
matches(Promise.resolve(fields), {});
// @ts-expect-error: there is no such option
matches({}, {}, { servce: "rule" });
export { isMatch, evaluation, line, ok, pattern };
"""
TYPED_TEST = """
expect({}).toMatchEventPattern({ source: ["orders"] }, { source: "bus" });
expect({}).not.toMatchEventPattern("template.yaml#Rule");
expect({}).toEqual(expect.toMatchEventPattern({ source: ["orders"] }));
// @ts-expect-error: the pattern is missing
expect({}).toMatchEventPattern();
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that has installed the package."""
    return npm_project(tmp_path_factory.mktemp("npm"))


def node(project: Path, code: str) -> subprocess.CompletedProcess[str]:
    """What a program prints, in which `p` is the package, and `thrown` the error of a function."""
    start = (
        'const p = require("pipefilter");\n'
        "function thrown(call) { try { return call(); } catch (error) { return `${error.name}: ${error.message}`; } }\n"
    )
    return run_in_project(project, "node", "program.cjs", files={"program.cjs": start + code})


def values(project: Path, *expressions: str) -> list[object]:
    """The values of expressions; of one that throws, the name of its error and the message."""
    calls = "".join(f"console.log(JSON.stringify(thrown(() => {each})));\n" for each in expressions)
    done = node(project, calls)
    assert not done.returncode, done.stderr
    return [json.loads(line) for line in done.stdout.split("\n")[:-1]]


def test_conformance(project: Path) -> None:
    """Each case has AWS's verdict; each error has the message, code, line and column that Python's has here."""
    lines = [
        line for path in sorted(CONFORMANCE.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    ]
    cases = [json.loads(line) for line in lines]
    (project / "cases.jsonl").write_text("\n".join(lines), "utf-8")
    done = run_in_project(project, "node", str(SUPPORT / "npm_answers.mjs"), "cases.jsonl")
    assert not done.returncode, done.stderr
    there = [json.loads(line) for line in done.stdout.split("\n")[:-1]]
    assert [(answer[0], answer[1]) for answer in there] == [(case["id"], case["expect"]) for case in cases]
    assert there == list(answers(cases))


@pytest.mark.parametrize("form", ["cjs", "mjs", "setup"])
def test_jest(project: Path, form: str) -> None:
    """The matcher passes and fails in Jest, in both module systems, and as a setup file."""
    options = ["--rootDir", f"jest-{form}", "--testMatch", "**/*.test.*js", "--runInBand"]
    importing = {"cjs": 'require("pipefilter/jest");', "mjs": 'import "pipefilter/jest";', "setup": ""}[form]
    files = {
        f"jest-{form}/passing.test.{'mjs' if form == 'mjs' else 'js'}": importing + PASSING,
        f"jest-{form}/failing.test.{'mjs' if form == 'mjs' else 'js'}": importing + FAILING,
        f"jest-{form}/package.json": "{}",
        f"jest-{form}/jest.config.json": json.dumps(
            {"setupFilesAfterEnv": ["pipefilter/jest"]} if form == "setup" else {}
        ),
        "pattern.json": '{"source": ["orders"]}',
    }
    flags = ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning"] if form == "mjs" else []
    done = run_in_project(
        project,
        "node",
        *flags,
        "node_modules/jest/bin/jest.js",
        "--config",
        f"jest-{form}/jest.config.json",
        *options,
        "--detectOpenHandles",
        files=files,
    )
    assert_runner(done)


@pytest.mark.parametrize("pool", ["threads", "forks"])
def test_vitest(project: Path, pool: str) -> None:
    """The matcher passes and fails in Vitest, in both kinds of workers."""
    importing = 'import { expect, test } from "vitest"; import "pipefilter/vitest";'
    files = {
        f"vitest-{pool}/passing.test.mjs": importing + PASSING,
        f"vitest-{pool}/failing.test.mjs": importing + FAILING,
        "pattern.json": '{"source": ["orders"]}',
    }
    done = run_in_project(project, "vitest", "run", "--pool", pool, "--dir", f"vitest-{pool}", files=files)
    assert_runner(done)


def test_jest_loads_python_once(project: Path) -> None:
    """All test files of a process of Jest have the same thread, which ends with the process."""
    test = """
    require("pipefilter/jest");
    const threads = require("node:worker_threads");
    test("a thread", () => {
      expect({ a: 1 }).toMatchEventPattern({ a: [1] });
      const [{ channel }] = Object.getOwnPropertySymbols(threads).map((symbol) => threads[symbol]);
      require("node:fs").appendFileSync("threads.txt", `${channel.worker.threadId} `);
    });
    """
    files = {f"jest-once/{name}.test.js": test for name in ("first", "second", "third")}
    done = run_in_project(
        project,
        "jest",
        "--rootDir",
        "jest-once",
        "--runInBand",
        files={**files, "jest-once/package.json": "{}"},
    )
    assert not done.returncode, done.stderr
    names = (project / "threads.txt").read_text("utf-8").split()
    assert len(names) == len(files)
    assert len(set(names)) == 1


def assert_runner(done: subprocess.CompletedProcess[str]) -> None:
    """All tests of one file pass, all of the other fail, for their reasons."""
    printed = done.stdout + done.stderr
    assert done.returncode == 1, printed
    assert "16 failed" in printed, printed
    assert "1 passed" in printed, printed
    assert [reason for reason in REASONS if reason not in printed] == [], printed
    assert "did not exit" not in printed
    assert "open handle" not in printed


def test_types(project: Path) -> None:
    """The types are those of the functions, in both module systems, for Jest's globals and modules, and for Vitest."""
    files = {
        "types/program.mts": TYPED,
        "types/program.cts": TYPED,
        "types/globals.cts": f'import "pipefilter/jest";\n{TYPED_TEST}',
        "types/jest.mts": f'import {{ expect }} from "@jest/globals";\nimport "pipefilter/jest";\n{TYPED_TEST}',
        "types/vitest.mts": f'import {{ expect }} from "vitest";\nimport "pipefilter/vitest";\n{TYPED_TEST}',
    }
    common = ["--strict", "--noEmit", "--target", "es2022", "--skipLibCheck"]
    done = run_in_project(project, "tsc", *common, "--module", "node16", *files, files=files)
    assert not done.returncode, done.stdout
    old = {"types/old-jest.ts": files["types/globals.cts"], "types/old-vitest.ts": files["types/vitest.mts"]}
    for name in old:  # without `exports` in package.json
        options = ["--module", "commonjs", "--moduleResolution", "node10", name]
        done = run_in_project(project, "tsc", *common, *options, files=old)
        assert not done.returncode, done.stdout


def test_json_forms(project: Path) -> None:
    """A value is evaluated as `JSON.stringify` writes it, or refused in a sentence; nothing is dropped silently."""
    texts = {
        "{ a: 1, b: undefined }": '{"a":1}',
        "{ a: new Date(Date.UTC(2026, 0)) }": '{"a":"2026-01-01T00:00:00.000Z"}',  # clock: a fixed date
        "{ a: -0 }": '{"a":0}',
        "new (class { constructor() { this.a = 1; } })()": '{"a":1}',
        "{ a: { toJSON: () => [1] } }": '{"a":[1]}',
        "{ a: new Number(1) }": '{"a":1}',
        "{ a: new String('x'), b: { constructor: 1 } }": '{"a":"x","b":{"constructor":1}}',
        "Object.assign(Object.create(null), { a: 1 })": '{"a":1}',
        "{ a: new URL('https://a/'), default: { a: 1 } }": '{"a":"https://a/","default":{"a":1}}',
        '{ a: "\\ud800" }': '{"a":"\\ud800"}',
        "'{\"a\": 90071992547409931}'": '{"a": 90071992547409931}',
    }
    refused = {
        "{ a: [NaN] }": "the event has NaN, which JSON does not have, at /a/0",
        "{ a: 1n }": "the event has the BigInt 1, which JSON.stringify does not write (JSON text can have such a number) at /a",
        "{ a: new Map() }": "the event has a Map, whose contents JSON.stringify does not write at /a",
        "{ a() {} }": "the event has a function at /a",
        "{ a: [undefined] }": "the event has an element that is undefined, which JSON does not have, at /a/0",
        "(() => { const a = {}; a.a = a; return a; })()": "the event contains itself, so it has no JSON form",
        "Promise.resolve({})": "the event is a Promise: await it",
        "new Uint8Array(2)": "the event is a Uint8Array: pass its text",
        "Buffer.from('{}')": "the event is a Buffer: pass its text",
        "{ a: Buffer.from('1') }": "the event has a Buffer: pass its text at /a",
        "{ a: new Date(NaN) }": "the event has a Date that is not valid at /a",  # clock: no time at all
        "new Headers({ a: 1 })": "the event is a Headers without properties of its own, of which JSON.stringify writes nothing",
        "new (class Event { get a() { return 1; } })()": "the event is a Event without properties of its own, "
        "of which JSON.stringify writes nothing",
        "[1].values()": "the event is an object of a class without properties of its own, of which JSON.stringify writes nothing",
        "{ __esModule: true, default: { a: 1 } }": "the event is a module: pass its default export",
        "((a) => ({ ...a, default: a }))({ a: [1] })": "the event is a module: pass its default export",
        "undefined": "the event is undefined",
    }
    seen = values(project, *(f"p.explain({{ a: [{{ exists: true }}] }}, {each}).seen" for each in texts))
    assert seen == list(texts.values())
    messages = values(project, *(f"p.matches({{ a: [1] }}, {each})" for each in refused))
    assert messages == [f"TypeError: {message}" for message in refused.values()]


def test_records_and_batches(project: Path) -> None:
    """Records are unwrapped and decoded; without one verdict, there is an error, and never false."""
    (project / "template.yaml").write_text(
        "Resources:\n  Orders:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern:\n        source: [orders]\n",
        "utf-8",
    )
    kinesis = '{ kinesis: { data: Buffer.from(\'{"a": 1}\').toString("base64") }, eventSource: "aws:kinesis" }'
    queue = "{ Records: [1, %s].map((a) => ({ body: JSON.stringify({ a }), eventSource: 'aws:sqs' })) }"
    pattern = "{ body: { a: [1] } }"
    assert values(
        project,
        f"p.matches({{ data: {{ a: [1] }} }}, {kinesis})",
        f"p.matches({pattern}, {queue % 1})",
        f"p.matches({pattern}, {queue % 2})",
        f"p.evaluate({pattern}, {queue % 2}).map((each) => each.verdict)",
        "p.load('template.yaml#Orders').matches({ source: 'orders' })",
        "p.load('template.yaml#Orders').service",
        "p.load('template.yaml#Bills')",
        "p.matches({ a: [1] }, {}, { servce: 'rule' })",
        "p.matches({ a: [1] }, {}, { service: 'bus' })",
        "p.matches(undefined, {})",
    ) == [
        True,
        True,
        "Undecided: of the 2 records in the event, only some match: use evaluate",
        ["match", "no_match"],
        True,
        "rule",
        "UnreadableInput: template.yaml has no filters called Bills; it has #Orders",
        "TypeError: there is no option servce: use service, source, timeout",
        "Contradiction: bus is a source, not a service",
        "TypeError: the pattern must be an object, JSON text, or the result of load",
    ]


def test_checks_of_templates(project: Path) -> None:
    """The report on each template is that of `pipefilter check --json`: by name, and as a text with a name."""
    files = sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".yaml", ".yml", ".tf", ".json"})
    assert {file.parent.name for file in files} >= {
        "cloudformation",
        "cloudformation-json",
        "sam",
        "serverless",
        "terraform",
    }
    expressions, expected = list[str](), list[object]()
    for file in files:
        command = [sys.executable, "-m", "pipefilter", "check", "--json", str(file)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        report = {
            "ok": done.returncode == 0,
            "results": [json.loads(line) for line in done.stdout.splitlines()],
        }
        text = {"name": str(file), "text": file.read_text("utf-8")}
        expressions += [f"p.check({json.dumps(str(file))})", f"p.check({json.dumps(text)})"]
        expected += [report, report]
    assert values(project, *expressions) == expected


def test_page(project: Path) -> None:
    """The tests on the page of the docs pass as they are written there."""
    page = (ROOT / "docs" / "how-to" / "javascript.md").read_text("utf-8")
    tests = re.findall(r"^// (\S+)\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert [name for name, _ in tests] == ["orders.test.js", "orders.test.mjs"]
    template = """
Resources:
  LargeOrders:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {source: [com.example.orders], detail: {total: [{numeric: [">=", 1000]}]}}
"""
    (entries,) = re.findall(r"^(const { Entries }.*?)^```", page, re.MULTILINE | re.DOTALL)
    sent = 'send({ input: { Entries: [{ Source: "com.example.orders", DetailType: "OrderPlaced", Detail: "{}" }] } });'
    sending = (
        f'require("pipefilter/jest");\ntest("sent", () => {{\nconst send = jest.fn();\n{sent}\n{entries}}});\n'
    )
    files = {f"page/{name}": text for name, text in [*tests, ("sending.test.js", sending)]}
    files |= {"template.yaml": template, "page/package.json": "{}"}
    done = run_in_project(
        project, "jest", "--rootDir", "page", "orders.test.js", "sending.test.js", files=files
    )
    assert not done.returncode, done.stderr
    done = run_in_project(project, "vitest", "run", "page/orders.test.mjs")
    assert not done.returncode, done.stdout


def test_calls_end(project: Path) -> None:
    """A call that takes too long is an error, the next one has an answer, and the program ends by itself."""
    wild = '{ a: [{ wildcard: "*a".repeat(40) + "*b" }] }'
    done = node(
        project,
        f"console.log(p.matches({{ a: [1] }}, {{ a: 1 }}));\n"
        f'console.log(thrown(() => p.check({{ name: "a.json", text: "[".repeat(5e6) }}, {{ timeout: 0.001 }})));\n'
        f"console.log(p.matches({{ a: [1] }}, {{ a: 1 }}));\n"
        f'console.log(typeof thrown(() => p.matches({wild}, {{ a: "a".repeat(1e5) }})));\n',
    )
    assert not done.returncode, done.stderr
    assert not done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == lines[2] == "true"
    assert lines[1] == "NoAnswer: there is no answer within 0.000001 seconds"


def test_deep_nesting(project: Path) -> None:
    """What is nested too deeply is reported where Python reports it, or not answered; the next call has its answer."""
    deep = "'{\"a\":'.repeat(%d) + '1' + '}'.repeat(%d)"
    template = '{ name: "a.yaml", text: "a: " + "[".repeat(2000) + "]".repeat(2000) }'
    module = '{ name: "a.tf", text: "a = " + "(".repeat(20000) }'
    answers = values(
        project,
        f"thrown(() => p.matches({{ a: [1] }}, {deep % (10_000, 10_000)})).slice(0, 60)",
        f"thrown(() => p.matches({{ a: [1] }}, {deep % (300_000, 300_000)}))",
        f"thrown(() => p.matches({deep % (10_000, 10_000)}, {{}})).slice(0, 50)",
        f"p.check({template}).results[0].unreadable.reason",
        f"p.check({module}).results[0].unreadable.reason",
        "p.matches({ a: [1] }, { a: 1 })",
    )
    assert answers == [
        "InvalidEvent: 1:5001  PF102  Document nesting depth (1001) e",
        "NoAnswer: the event is nested too deeply",
        "InvalidEventPattern: 1:1  PF304  The pattern has 6",
        "a.yaml:1:1: this is nested too deeply for a template",
        "a.tf:1:1: this is nested too deeply for a Terraform file",
        True,
    ]


def test_worker_ends(project: Path) -> None:
    """If the thread ends unexpectedly, the call is an error, and the next one has an answer, also from loaded filters."""
    (project / "ending.json").write_text('{"a": [1]}', "utf-8")
    worker = project / "node_modules" / "pipefilter" / "lib" / "python.mjs"
    code = worker.read_text("utf-8")
    ending = code.replace(
        'pyodide.globals.get("answer");',
        '((call) => call.includes("END") ? process.exit(3) : pyodide.globals.get("answer")(call));',
    )
    assert ending != code
    worker.write_text(ending, "utf-8")
    try:
        done = node(
            project,
            "const filters = p.load('ending.json');\n"
            "console.log(filters.matches({ a: 1 }), thrown(() => filters.matches({ a: 'END' })), filters.matches({ a: 1 }));\n",
        )
    finally:
        worker.write_text(code, "utf-8")
    assert not done.returncode, done.stderr
    assert done.stdout == "true NoAnswer: there is no answer: the thread has ended true\n"


def test_loaded_filters_stay_the_same(project: Path) -> None:
    """Filters are those of the file as it was loaded, in a new thread, too; if the file has changed, there is an error."""
    done = node(
        project,
        """
        const { writeFileSync } = require("node:fs");
        const write = (text) => writeFileSync("changing.json", text);
        const stop = () => thrown(() => p.check({ name: "a.json", text: "[".repeat(5e6) }, { timeout: 0.001 }));
        write('{"a": [1]}');
        const filters = p.load("changing.json");
        write('{"a": [2]}');
        console.log(filters.matches({ a: 1 }));
        stop();
        console.log(thrown(() => filters.matches({ a: 1 })));
        write('{"a": [1]}');
        console.log(filters.matches({ a: 1 }), p.matches({ a: [2] }, { a: 1 }));
        const copy = Object.create({ [Symbol.for("pipefilter filters")]: true });
        console.log(thrown(() => p.matches(copy, {})));
        """,
    )
    assert not done.returncode, done.stderr
    assert done.stdout.splitlines() == [
        "true",
        "UnreadableInput: changing.json has changed, and Python was started again, so its filters are lost: load it again",
        "true false",
        "TypeError: the filters were loaded by another copy of pipefilter: load them with the copy that evaluates them",
    ]


def test_mocked_modules(project: Path) -> None:
    """Tests that mock random numbers, clocks or JSON get the verdicts of their own filters."""
    test = """
    require("pipefilter/jest");
    const crypto = require("node:crypto");
    const { load } = require("pipefilter");
    test("mocked", () => {
      jest.useFakeTimers({ now: 0 });
      jest.spyOn(crypto, "randomUUID").mockReturnValue("same");
      jest.spyOn(Math, "random").mockReturnValue(0);
      const [orders, bills] = ["orders.json", "bills.json"].map((name) => load(name));
      jest.spyOn(JSON, "stringify").mockReturnValue("{}");
      expect({ source: "bills" }).toMatchEventPattern(bills);
      expect({ source: "bills" }).not.toMatchEventPattern(orders);
    });
    """
    files = {f"{name}.json": json.dumps({"source": [name]}) for name in ("orders", "bills")}
    files |= {"jest-mocked/mocked.test.js": test, "jest-mocked/package.json": "{}"}
    done = run_in_project(project, "jest", "--rootDir", "jest-mocked", files=files)
    assert not done.returncode, done.stderr


def test_files_of_the_machine(project: Path) -> None:
    """Links lead where they lead here; paths above the root are below it; a folder that cannot be listed is reported."""
    folder = project / "files"
    folder.mkdir()
    (folder / "invalid.json").write_text('{"source": []}', "utf-8")
    links = folder / "links"
    links.mkdir()
    (links / "absolute.json").symlink_to(folder / "invalid.json")
    (links / "climbing.json").symlink_to("../" * 50 + str(folder / "invalid.json").lstrip("/"))
    (links / "dangling.json").symlink_to("/no/such/file")
    strange = folder / "strange"
    strange.mkdir()
    (strange / "valid.json").write_text('{"source": ["orders"]}', "utf-8")
    (strange / "inner").mkdir()
    Path(os.fsdecode(os.fsencode(strange / "inner") + b"/caf\xe9.json")).write_text('{"source": []}', "utf-8")
    climbing = "../" * 50 + str(folder / "invalid.json").lstrip("/")
    facts = "[r.ok, ...r.results.map((each) => each.unreadable?.reason ?? [each.pattern, each.valid])]"
    names = [str(links), climbing, f"/..{folder}/invalid.json", "/../proc/self/no-such-file", str(strange)]
    invalid = [False, [str(folder / "invalid.json"), False]]
    assert values(project, *(f"[p.check({json.dumps(name)})].map((r) => {facts})[0]" for name in names)) == [
        [False, [str(links / "absolute.json"), False], [str(links / "climbing.json"), False]],
        invalid,
        invalid,
        [False, "cannot read /proc/self/no-such-file: No such file or directory"],
        [False, [str(strange / "valid.json"), True], f"cannot read {strange / 'inner'}: Illegal byte sequence"],
    ]
    text = "'/.files-of-this-machine/a'"
    assert values(project, f"p.explain({{ a: [{text}] }}, {{ a: {text} }}).seen") == [
        '{"a":"/.files-of-this-machine/a"}'
    ]


def test_no_path_of_the_build(project: Path) -> None:
    """The memory that is published names no folder of the machine that built it."""
    snapshot = project / "node_modules" / "pipefilter" / "lib" / "snapshot.gz"
    memory = gzip.decompress(snapshot.read_bytes())
    assert str(project.parent).encode() not in memory
    assert str(ROOT).encode() not in memory


def test_without_snapshot(project: Path) -> None:
    """If Pyodide does not restore the memory, it starts without it, with the same answers."""
    snapshot = project / "node_modules" / "pipefilter" / "lib" / "snapshot.gz"
    data = snapshot.read_bytes()
    snapshot.write_bytes(gzip.compress(b"not a snapshot" * 1000))
    try:
        assert values(project, "p.matches({ a: [1] }, { a: 1 })", "p.matches({ a: [1] }, { a: 2 })") == [
            True,
            False,
        ]
    finally:
        snapshot.write_bytes(data)


def test_another_version_of_pyodide(project: Path) -> None:
    """If the installed Pyodide is not the one that compiled the code, the error says which one is needed."""
    facts = project / "node_modules" / "pipefilter" / "lib" / "pyodide.json"
    text = facts.read_text("utf-8")
    facts.write_text('{"version": "1.2.3"}', "utf-8")
    try:
        (message,) = values(project, "p.matches({ a: [1] }, {})")
    finally:
        facts.write_text(text, "utf-8")
    version = json.loads(text)["version"]
    assert message == (
        f"NoAnswer: Pyodide could not be loaded: pipefilter needs pyodide 1.2.3, and {version} is installed: "
        "install the version that it depends on"
    )
