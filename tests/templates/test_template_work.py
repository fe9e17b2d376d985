"""Bounds on the work that templates can cause, counted in nodes and parses; and deliberately broken files."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from repository import TEST_CASES
from thoroughness import mostly_nightly

from pipefilter.errors import Place
from pipefilter.json_text import place
from pipefilter.json_text.number import Number
from pipefilter.json_text.place import offset_of, place_of
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.parse import parse
from pipefilter.templates import pattern_source
from pipefilter.templates.nodes.budget import Budget
from pipefilter.templates.nodes.node import Mapping, Node, Scalar, Sequence, TemplateFault, Text
from pipefilter.templates.nodes.yaml_nodes import yaml_documents
from pipefilter.templates.parsed_resource import parse_resource
from pipefilter.templates.resource_findings import resource_findings
from pipefilter.templates.template_file import template_file

CORPUS = TEST_CASES / "templates" / "corpus"
RULE = "Resources:\n R:\n  Type: AWS::Events::Rule\n  Properties:\n   EventPattern: "
LOCAL = 'resource "aws_cloudwatch_event_rule" "r" {\n event_pattern = '


def chain(count: int, what: str) -> str:
    """Anchors, each of which contains the previous one several times."""
    return "a0: &a0 [x]\n" + "".join(
        f"a{n}: &a{n} {what.replace('@', f'*a{n - 1}')}\n" for n in range(1, count)
    )


def merges(count: int) -> str:
    lines = "".join(f" a{n}: &a{n}\n  <<: *a{n - 1}\n  k{n}: 1\n" for n in range(1, count))
    return f"M:\n a0: &a0 {{k0: 1}}\n{lines}{RULE}{{source: [x]}}\n"


def mapping_with(inner: str) -> str:
    criteria = 'FilterCriteria: {Filters: [{Pattern: \'{"body":{"a":[1]}}\'}]}'
    return (
        f"Resources:\n R:\n  Type: AWS::Lambda::EventSourceMapping\n  Properties:\n   {criteria}\n   {inner}\n"
    )


SHAPES: dict[str, tuple[str, Callable[[int], str]]] = {
    "aliases in a pattern": ("t.yaml", lambda n: chain(n, "[@, @, @]") + RULE + f"{{a: *a{n - 1}}}\n"),
    "aliases in Fn::ForEach": (
        "t.yaml",
        lambda n: (
            chain(n, "[@, @, @]")
            + f'Resources:\n Fn::ForEach::A: [X, [a], {{"R${{X}}": {{Type: "AWS::X::Y", Z: *a{n - 1}}}}}]\n'
        ),
    ),
    "aliases in filters of Serverless": (
        "serverless.yml",
        lambda n: (
            chain(n, "[@, @, @]")
            + "service: x\nprovider: {name: aws}\nfunctions:\n f:\n  events:\n"
            + f"   - sqs: {{filterPatterns: [{{a: *a{n - 1}}}]}}\n"
        ),
    ),
    "aliases beside filters": ("t.yaml", lambda n: chain(n, "[@, @, @]") + mapping_with(f"X: *a{n - 1}")),
    "one pattern in many filters": (
        "t.yaml",
        lambda n: (
            f'P: &p \'{{"a":["{"x" * 100 * n}"]}}\'\n'
            "Resources:\n R:\n  Type: AWS::Pipes::Pipe\n  Properties:\n   SourceParameters:\n"
            f"    FilterCriteria: {{Filters: [{', '.join(['{Pattern: *p}'] * 20 * n)}]}}\n"
        ),
    ),
    "merge keys in a chain": ("t.yaml", lambda n: merges(40 * n)),
    "for_each": (
        "t.tf",
        lambda n: (
            'resource "aws_cloudwatch_event_rule" "r" {\n for_each = {'
            + ",".join(f'a{k}="b"' for k in range(4 * n))
            + f"}}\n event_pattern = jsonencode({{source=[{','.join(['each.value'] * 4 * n)}]}})\n}}\n"
        ),
    ),
    "lists that double": (
        "t.tf",
        lambda n: (
            'locals {\n a0 = ["x"]\n'
            + "".join(f" a{k} = [for x in concat(local.a{k - 1}, local.a{k - 1}) : x]\n" for k in range(1, n))
            + f"}}\n{LOCAL}jsonencode({{source=local.a{n - 1}}})\n}}\n"
        ),
    ),
    "loops in loops": (
        "t.tf",
        lambda n: (
            "locals {\n l = ["
            + ",".join(map(str, range(n)))
            + "]\n}\n"
            + LOCAL
            + "jsonencode({source="
            + "flatten([for a in local.l : [for b in local.l : [for c in local.l : "
            + '[for d in local.l : "${a}${b}${c}${d}"]]]])})\n}\n'
        ),
    ),
    "conditions in loops": (
        "t.tf",
        lambda n: (
            f"{LOCAL}jsonencode({{source=[for x in [{','.join(map(str, range(n)))}] : "
            '"${var.a ? x : 0}${var.b ? x : 1}" if var.c != x]})\n}\n'
        ),
    ),
    "references that double": (
        "t.tf",
        lambda n: (
            f'locals {{\n a0 = "{"x" * 1000}"\n'
            + "".join(f' a{k} = "${{local.a{k - 1}}}${{local.a{k - 1}}}"\n' for k in range(1, n))
            + f"}}\n{LOCAL}jsonencode({{source=[local.a{n - 1}]}})\n}}\n"
        ),
    ),
}


class Counted:
    """Counts the work."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        spend = Budget.spend

        def counting(effort: Budget, at: int, count: int = 1) -> None:
            self.count += count
            spend(effort, at, count)

        monkeypatch.setattr(Budget, "spend", counting)


@pytest.mark.slow
@pytest.mark.parametrize("name", mostly_nightly([pytest.param(name, id=name) for name in SHAPES], 3))
def test_work_is_bounded(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Exponential growth ends in one sentence with a place."""
    file, make = SHAPES[name]
    counted = Counted(monkeypatch)
    for count in (4, 16, 64):
        text = make(count)
        counted.count = 0
        try:
            template_file(file, text.encode())
        except TemplateFault as fault:
            assert "expand too much" in fault.message or "longer than any service" in fault.message  # noqa: PT017 - either limit is right
            assert 0 <= fault.offset <= len(text)  # noqa: PT017 - either outcome is correct
        # the pattern writer, the values and the merge keys count separately, and one value may be long
        assert counted.count < 500_000 + 100 * len(text)


@pytest.mark.slow
def test_nodes_of_a_chain_of_merge_keys() -> None:
    """The chain of 8,000, which took nine seconds, is rejected after the first 2,000 or so."""
    with pytest.raises(TemplateFault, match="merge keys expand"):
        yaml_documents(merges(8000))


def plain(node: Node) -> Any:  # noqa: ANN401 - of any kind
    """A node as PyYAML would create it."""
    if isinstance(node, Mapping):
        return {name.value: plain(value) for name, value in node.members}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    if isinstance(node, Text):
        return node.value
    assert isinstance(node, Scalar)
    return int(node.value.text) if isinstance(node.value, Number) else node.value


@given(st.data())
def test_merge_keys(data: st.DataObject) -> None:
    """Own members first, then those of the mappings in their order; through any chain."""
    lines: list[str] = []
    made: list[dict[str, int]] = []
    for number in range(data.draw(st.integers(1, 6))):
        members: list[str] = []
        own: dict[str, int] = {}
        others: list[int] = []
        for _ in range(data.draw(st.integers(0, 4))):
            if number and data.draw(st.booleans()):
                some = data.draw(st.lists(st.integers(0, number - 1), min_size=1, max_size=3))
                others += some
                aliases = [f"*m{other}" for other in some]
                members.append(f"<<: {aliases[0] if len(some) == 1 else '[' + ', '.join(aliases) + ']'}")
            else:
                name, value = data.draw(st.sampled_from("abcd")), data.draw(st.integers(0, 9))
                own[name] = value
                members.append(f"{name}: {value}")
        merged: dict[str, int] = {}
        for other in reversed(others):
            merged |= made[other]
        made.append(merged | own)
        lines.append(f"k{number}: &m{number} {{{', '.join(members)}}}\n")
    assert plain(yaml_documents("".join(lines))[0]) == {f"k{n}": document for n, document in enumerate(made)}


@pytest.mark.slow
@pytest.mark.parametrize(
    "line", ['{numeric: [">", !Ref A@]}', "{exists: !Ref A@}", '{cidr: !Sub "${A@}"}', "{prefix: !Ref A@}"]
)
def test_holes_are_tried_together(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    """Values that make a pattern valid are determined in a few parses per hundred holes, not in one per hole."""
    parses: list[str] = []

    def counted(text: str) -> EventPattern:
        parses.append(text)
        return parse(text)

    monkeypatch.setattr(pattern_source, "parse", counted)
    for count in (50, 200):
        parses.clear()
        items = ", ".join(line.replace("@", str(number)) for number in range(count))
        read = template_file("t.yaml", f"{RULE}{{source: [{items}]}}\n".encode())
        source = read.resources[0].filters[0].source
        assert source is not None
        assert isinstance(source.filled()[1], EventPattern)
        assert len(parses) <= 30


def test_too_many_holes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the budget a pattern is not evaluated: it is not reported as invalid."""
    monkeypatch.setattr(pattern_source, "_MAX_TRIED", 100)
    items = ", ".join(f'{{numeric: [">", !Ref A{number}]}}' for number in range(150))
    read = template_file("t.yaml", f"{RULE}{{source: [{items}]}}\n".encode())
    filter_ = parse_resource(read.resources[0], read.text).filters[0]
    assert (filter_.pattern, filter_.error) == (None, None)


def test_unknown_values_may_differ() -> None:
    """Two of them are not reported as duplicates; a value that occurs twice is."""
    for names, codes in (("AB", set()), ("AA", {"PF416"})):
        items = ", ".join(f'{{numeric: [">", !Ref {name}]}}' for name in names)
        read = template_file("t.yaml", f"{RULE}{{source: [{items}]}}\n".encode())
        findings = resource_findings(parse_resource(read.resources[0], read.text), read)
        assert {problem.code for _, problem in findings} & {"PF416"} == codes


@pytest.mark.parametrize(
    ("source", "codes"),
    [
        ("{anything-but: a}, {anything-but: b}", {"PF413"}),
        ("{anything-but: !Ref A}, {anything-but: !Ref B}", set()),
        ("{anything-but: [!Ref A, a]}, {anything-but: b}", set()),
        ("{anything-but: {prefix: !Ref A}}, {anything-but: {prefix: b}}", set()),
    ],
)
def test_unknown_values_may_be_equal(source: str, codes: set[str]) -> None:
    """To each other, and to values that are known."""
    read = template_file("t.yaml", f"{RULE}{{source: [{source}]}}\n".encode())
    findings = resource_findings(parse_resource(read.resources[0], read.text), read)
    assert {problem.code for _, problem in findings} & {"PF413"} == codes


TEXTS = st.text(st.sampled_from("ab\r\n😀\t"), max_size=20)


@given(TEXTS, st.integers(0, 21))
def test_places(text: str, offset: int) -> None:
    """The same as if the lines were counted anew for each place, and back again."""
    offset = min(offset, len(text))
    before = text[:offset]
    lines = re.split("\r\n?|\n", before)
    position = place_of(text, offset)
    assert position == Place(len(lines), len(lines[-1].encode("utf-16-le")) // 2 + 1)
    if not text.startswith("\r\n", max(0, offset - 1)) or not offset:
        assert offset_of(text, position) == offset


def test_line_starts_are_computed_once() -> None:
    """The lines are counted once, however many places of a file are requested."""
    text = "\n" * 10_000
    before = place._line_starts.cache_info().misses  # noqa: SLF001 - the tested method
    assert [place_of(text, offset).line for offset in range(10_000)] == list(range(1, 10_001))
    assert place._line_starts.cache_info().misses == before + 1  # noqa: SLF001 - the tested method


def broken(chance: random.Random, text: str) -> str:
    """A file with a few places changed so that parsers may fail."""
    odd = [
        "!!int ",
        "&a ",
        "*a",
        "<<: ",
        "!Ref ",
        "[",
        "{",
        "}",
        "]",
        ": ",
        "\n",
        "  ",
        '"',
        "${",
        "1e999",
        "0x",
    ]
    odd += [
        "!!float ''",
        "\t",
        "\\",
        "<<EOT\n",
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    ]
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(text) + 1)
        how = chance.randrange(3)
        other = chance.randrange(len(text) + 1)
        new = chance.choice(odd) if how else text[other : other + 30]
        text = text[:at] + new + text[at + (chance.randrange(10) if how == 1 else 0) :]
    return text


def test_broken_files() -> None:
    """Each file is read, or rejected in one sentence with a place; a file that is read can be checked."""
    chance = random.Random(20261128)
    files = [
        (path.name, path.read_text("utf-8"))
        for path in sorted(CORPUS.rglob("*"))
        if path.suffix in {".yaml", ".yml", ".json", ".template", ".tf"} and path.stat().st_size < 3_000
    ]
    ends = {True: 0, False: 0}
    for _ in range(1_000):
        name, text = chance.choice(files)
        text = broken(chance, text)
        try:
            read = template_file(name, text.encode())
        except TemplateFault as fault:
            assert 0 <= fault.offset <= len(text) + 1, (name, text)  # noqa: PT017 - either outcome is correct
            ends[False] += 1
            continue
        for resource in read.resources:
            resource_findings(parse_resource(resource, read.text), read)
        ends[True] += 1
    assert min(ends.values()) > 100
