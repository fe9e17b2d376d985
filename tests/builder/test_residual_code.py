"""The residual condition printed as code, run as printed on the records of the narrowing cases."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from real_tools import node_packages, program
from repository import TEST_CASES
from thoroughness import every

from pipefilter.builder.conditions.condition import Condition
from pipefilter.builder.records.attribute_value import Numbers
from pipefilter.builder.residual.code import LANGUAGES, residual_code
from pipefilter.cli.main import pipefilter as command
from pipefilter.dynamodb_stream import InvalidCondition, became, changed, event, from_json, narrow, new, old

CASES = json.loads((TEST_CASES / "narrowing" / "conditions.json").read_text("utf-8"))
ODD = [
    new("a*/b").prefix('"; throw 1; //\\') | ~old("\u2028`${x}").suffix("\n'''"),
    new("s").anything_but(["x", "y"]) & new("s").anything_but({"prefix": ["a", "b"]}),
    new("s").wildcard("*a*b*") | new("s").wildcard("xx") | new("s").wildcard("a*a"),
    new("n").numeric(">=", -5, "<", 1e2) | new("n").numeric("=", 0.5),
    new("__proto__").exists() | new("constructor").equals("x") | new("m.__proto__").exists(),
    new("s").suffix("%}") | old("%}").equals("100% %}"),
    new("m").equals({"b": 1, "a": [True, None, {"x": b"y"}]}),
]
KINDS = [
    event("MODIFY"),
    changed("s"),
    new("s").equals("x"),
    new("m.a").contains("x"),
    new("n").numeric(">", 5),
    new("s").prefix("a"),
    new("s").suffix("b"),
    new("s").wildcard("a*b*c"),
    new("s").anything_but(["x"]),
    new("l[].s").exists(),
    new("m.b", type="N").has_type(),
]
"""One of each kind: the code for one, and for two of them, defines everything that it calls."""
TEXTS = ["%}", "x", "y", "ab", "aXbY", "a", "aa", "b", "xx", '"; throw 1; //\\']
NUMBERS = [
    "0.5",
    ".5",
    "5e-1",
    "-5",
    "-5.0",
    "-6",
    "99.99",
    "100",
    "1E+2",
    "NaN",
    "1_0",
    "0.50000000000000000000000000000000001",
]


def records() -> list[dict[str, Any]]:
    """The records of all cases, and unusual ones."""
    images: list[dict[str, Any]] = [{"s": {"S": text}, "a*/b": {"S": text}} for text in TEXTS]
    images += [{"n": {"N": number}} for number in NUMBERS]
    member = {"L": [{"BOOL": True}, {"NULL": True}, {"M": {"x": {"B": "eQ=="}}}]}
    images += [{"m": {"M": {"a": member, "b": {"N": "1"}}}}, {"m": {"M": {"b": {"N": "1"}}}}]
    images += [
        json.loads('{"__proto__": {"S": "x"}, "constructor": {"S": "x"}}'),
        json.loads('{"m": {"M": {"__proto__": {"S": ""}}}}'),
    ]
    result = [{"eventName": "MODIFY", "dynamodb": {"NewImage": image, "OldImage": {}}} for image in images]
    for case in CASES:
        for row in case["records"]:
            change = {
                image: row[name] for name, image in (("new", "NewImage"), ("old", "OldImage")) if name in row
            }
            result.append(
                {"eventName": row.get("event", "MODIFY"), "dynamodb": {"Keys": {"pk": {"S": "k"}}, **change}}
            )
    return result


def all_conditions(step: int = 1) -> list[tuple[Condition, Numbers]]:
    """Each condition, and how it compares numbers; of the pairs and the cases only one in `step`."""
    both: tuple[Numbers, ...] = ("text", "value")
    pairs: list[tuple[Condition, Numbers]] = [
        (first | second, "text") for first, second in combinations(KINDS, 2)
    ]
    some = [(condition, numbers) for condition in [*ODD, *KINDS] for numbers in both]
    return [*pairs[::step], *some] + [
        (from_json(case["condition"]), case.get("options", {}).get("numbers", "text")) for case in CASES[::step]
    ]


def written(language: str, step: int = 1) -> list[tuple[Condition, Numbers, str]]:
    """Each condition with its code."""
    return [
        (condition, numbers, residual_code(condition, language, numbers=numbers))
        for condition, numbers in all_conditions(step)
    ]


def modified(record: dict[str, Any], numbers: Numbers) -> list[str]:
    """The names of the attributes that differ, as the printed code has to list them."""
    names = {*record["dynamodb"].get("NewImage", {}), *record["dynamodb"].get("OldImage", {})}
    return sorted(name for name in names if changed(json.dumps(name)).holds(record, numbers=numbers))


@pytest.mark.slow
@every(9)
def test_python(step: int) -> None:
    """The printed file, run by Python."""
    for condition, numbers, code in written("python", step):
        module: dict[str, Any] = {}
        exec(compile(code, "handler.py", "exec"), module)  # noqa: S102 - the code that is printed is what is tested
        for record in records():
            assert module["wanted"](record) is condition.holds(record, numbers=numbers), (
                str(condition),
                record,
            )


RUNNER = """
const { readFileSync } = require("node:fs");
const records = JSON.parse(readFileSync("records.json", "utf8"));
const main = async () => {
  const found = [];
  for (let number = 0; number < Number(process.argv[2]); number++) {
    const module = require(`./out/c${number}.js`);
    const kept = await module.handler({ Records: records });
    if (JSON.stringify(await module.handler(records)) !== JSON.stringify(kept)) throw new Error("the batch matters");
    found.push({ wanted: records.map(module.wanted), kept: kept.length, modified: kept.map((one) => one.modifiedAttributes) });
  }
  console.log(JSON.stringify(found));
};
main();
"""


@pytest.mark.tools
@every(9)
def test_typescript(step: int, tmp_path: Path) -> None:
    """The printed file, compiled by `tsc --strict` and run by Node."""
    node_packages("typescript")
    tsc, node = program("the command tsc", "tsc"), program("Node", "node")
    codes = written("typescript", step)
    for number, (_, _, code) in enumerate(codes):
        (tmp_path / f"c{number}.ts").write_text(code, "utf-8")
    (tmp_path / "records.json").write_text(json.dumps(records()), "utf-8")
    (tmp_path / "run.cjs").write_text(RUNNER, "utf-8")
    options = [
        "--strict",
        "--noUncheckedIndexedAccess",
        "--noUnusedParameters",
        "--noUnusedLocals",
        "--target",
        "es2022",
    ]
    files = [f"c{number}.ts" for number in range(len(codes))]
    compiled = subprocess.run(
        [tsc, *options, "--module", "commonjs", "--outDir", "out", *files],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        text=True,
    )
    assert compiled.returncode == 0, compiled.stdout
    ran = subprocess.run(
        [node, "run.cjs", str(len(codes))],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    )
    for (condition, numbers, _), output in zip(codes, json.loads(ran.stdout), strict=True):
        expected = [condition.holds(record, numbers=numbers) for record in records()]
        assert output["wanted"] == expected, str(condition)
        assert output["kept"] == sum(expected)
        names = [modified(record, numbers) for record, kept in zip(records(), expected, strict=True) if kept]
        assert output["modified"] == names


JSONATA = """
const { readFileSync } = require("node:fs");
const jsonata = require("jsonata");
const given = JSON.parse(readFileSync(0, "utf8"));
const main = async () => {
  const found = [];
  for (const output of given.outputs) {
    const expression = jsonata(output.slice(2, -2));
    found.push(await expression.evaluate(undefined, { states: { input: given.records } }));
  }
  console.log(JSON.stringify(found));
};
main();
"""


@pytest.mark.tools
@every(9)
def test_jsonata(step: int) -> None:
    """The printed state machine's expression, evaluated by JSONata's reference implementation."""
    node_packages("jsonata")
    node = program("Node", "node")
    conditions, outputs = [], []
    for condition, numbers in all_conditions(step):
        if numbers == "value" or " a number " in str(condition):
            with pytest.raises(InvalidCondition, match="JSONata cannot compare numbers"):
                residual_code(condition, "jsonata-note", numbers=numbers)
            continue
        machine = json.loads(residual_code(condition, "jsonata-note", numbers=numbers))
        state = machine["States"][machine["StartAt"]]
        assert (machine["QueryLanguage"], state["Type"], state["End"]) == ("JSONata", "Pass", True)
        output = state["Output"]
        assert (output[:3], output[-3:], output.count("%")) == ("{% ", " %}", 2)
        conditions.append(condition)
        outputs.append(output)
    assert len(outputs) > 20
    ran = subprocess.run(
        [node, "-e", JSONATA],
        input=json.dumps({"outputs": outputs, "records": records()}),
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    )
    for condition, output in zip(conditions, json.loads(ran.stdout), strict=True):
        expected = [record for record in records() if condition.holds(record)]
        assert output == [{**record, "modifiedAttributes": modified(record, "text")} for record in expected], (
            str(condition)
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_conditions_that_cannot_be_written(language: str) -> None:
    """An operator that follows AWS's own rules is rejected, and not written in another way."""
    for condition in (
        new("a").cidr("10.0.0.0/8"),
        new("a").equals_ignore_case("x"),
        new("a").prefix({"equals-ignore-case": "x"}),
    ):
        with pytest.raises(InvalidCondition, match="cannot be written as code"):
            residual_code(condition, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_empty_residual(language: str) -> None:
    """With nothing to check, every record is kept, and what changed is still listed."""
    assert "very record that matches the filter is wanted" in residual_code(None, language)


def test_command() -> None:
    """`build dynamodb --residual` prints the file instead of the pattern; an exact pattern is printed with a note."""
    arguments = ["build", "dynamodb", "--became", "status=PAID", "--changed", "total", "--type", "total=N"]
    result = CliRunner().invoke(command, [*arguments, "--residual", "python"])
    assert result.stdout == residual_code(changed("total"), "python")
    as_json = json.loads(CliRunner().invoke(command, [*arguments, "--residual", "typescript", "--json"]).stdout)
    assert as_json["code"] == residual_code(changed("total"), "typescript")
    assert as_json["residual"] == {"changed": "total"}
    exact = CliRunner().invoke(
        command, ["build", "dynamodb", "--became", "status=PAID", "--residual", "python"]
    )
    assert exact.exit_code == 0
    assert json.loads(exact.stdout) == json.loads(narrow(became("status", "PAID")).pattern.text)
    assert "nothing is left to check" in exact.stderr


def unused(code: str) -> set[str]:
    """The names that a Python file defines or imports but does not use."""
    tree = ast.parse(code)
    defined = {"handler"}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            defined.add(node.name)
        elif isinstance(node, ast.Assign):
            defined |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.Import | ast.ImportFrom):
            defined |= {alias.name for alias in node.names}
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    return defined - used


@pytest.mark.slow
def test_python_has_no_unused_names() -> None:
    """Each function, constant and import of the printed file is used; `tsc --noUnusedLocals` checks TypeScript."""
    for _, _, code in written("python"):
        assert unused(code) == {"handler", "annotations"}
    few = residual_code(changed("email") | changed("phone"), "python")
    assert [node.name for node in ast.parse(few).body if isinstance(node, ast.FunctionDef)] == [
        "handler",
        "wanted",
        "values_at",
        "identity",
        "changed",
        "modified",
    ]


def test_jsonata_has_no_unused_names() -> None:
    """Likewise for JSONata."""
    for condition in KINDS:
        if condition is not KINDS[4]:  # a number
            machine = json.loads(residual_code(condition, "jsonata-note"))
            code = re.sub(r"/\*.*?\*/", "", machine["States"]["Wanted"]["Output"])
            for name in re.findall(r"(\$\w+) := function", code):
                assert len(re.findall(rf"\{name}\b", code)) > 1, (name, str(condition))
