"""Reports in terminals of any width: no figure is cut, split or lost, and no column is one letter wide."""

from __future__ import annotations

import io
import os
import re
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reported_estimates import PAID, THREE, records, reported_estimate
from rich.cells import cell_len
from thoroughness import every

from pipefilter.application.cost_estimate import CostEstimate
from pipefilter.cli.estimate.text import report_lines
from pipefilter.cli.main import main
from pipefilter.cli.terminal.figure_table import Cell, Column, FigureTable
from pipefilter.cli.terminal.output import error_result
from pipefilter.cli.terminal.wrapped_text import cut, wrapped
from pipefilter.costs.billing.setup import Call, Setup
from pipefilter.costs.estimation import Estimate
from pipefilter.costs.range import Range
from pipefilter.costs.suggestions.suggestions import Suggestion
from pipefilter.costs.volume.volume import Volume
from pipefilter.language.filter_criteria import parse_filters
from pipefilter.services import service_named

WIDTHS = (*range(40, 122), *range(130, 201, 10))
"""Reports are 120 cells wide at most."""
NUMBER = re.compile(r"[$]?[0-9](?:[0-9.,:]*[0-9])?%?")
PIPE, LAMBDA = service_named("pipe"), service_named("lambda")
LONG = ("a-folder/of-patterns/2026-11/orders-that-were-paid-or-shipped-17.json", PAID[1])
SETUPS = {
    "a pipe": (Setup(PIPE, "dynamodb", "us-east-1", 5), (PAID,)),
    "several candidates": (Setup(PIPE, "dynamodb", "us-east-1", 5, target=Call("sqs")), THREE),
    "a function": (
        Setup(
            LAMBDA,
            "dynamodb",
            "us-east-1",
            100,
            function=Call("lambda", 1024, Fraction(200)),
            free_tier=True,
        ),
        (LONG,),
    ),
    "a function of which nothing is known": (
        Setup(LAMBDA, "dynamodb", "eu-west-1", 100, function=Call("lambda")),
        (PAID,),
    ),
    "prices that are not known": (
        Setup(PIPE, "dynamodb", "eu-west-1", 1, enrichment=Call("lambda")),
        (LONG, *THREE),
    ),
    "no filter": (Setup(PIPE, "dynamodb", "us-east-1"), ()),
}
SUGGESTED = (
    Suggestion(
        "dynamodb.NewImage.note.S",
        f'"{"x" * 300}"',
        Fraction(1, 3),
        Range(Fraction(1234), Fraction(56789)),
        f'{{"dynamodb":{{"NewImage":{{"note":{{"S":[{{"anything-but":["{"x" * 300}"]}},{{"exists":false}}]}}}}}}}}',
        parse_filters('{"a": [1]}'),
    ),
    Suggestion(
        "dynamodb.NewImage.state.S", '"HELD"', Fraction(1, 9), None, '{"a": ["b"]}', parse_filters('{"a": [1]}')
    ),
)


def numbers(lines: list[str]) -> Counter[str]:
    """The numbers in a report, and how often each occurs."""
    return Counter(number for line in lines for number in NUMBER.findall(line))


def check(wide: list[str], narrow: list[str], width: int) -> None:
    """Assert that both have the same figures, and that the narrow lines fit and never hold a single letter."""
    assert not numbers(wide) - numbers(narrow), width
    assert all(cell_len(line) <= width for line in narrow), width
    letters = [line for line in narrow if len(line.strip()) == 1 and line.strip().isalpha()]
    assert not letters, width


@pytest.mark.slow
@every(9)
@pytest.mark.parametrize("name", SETUPS)
def test_estimates(name: str, step: int) -> None:
    """The same figures at every width from 40 to 200."""
    setup, candidates = SETUPS[name]
    volume = Volume(Fraction(20_123_456_789), "--per-month")
    estimate: Estimate = reported_estimate(candidates, records(300), setup, volume=volume)
    cost_estimate = CostEstimate(estimate, SUGGESTED)
    wide = list(report_lines(cost_estimate, 200))
    for width in WIDTHS[::step]:
        check(wide, list(report_lines(cost_estimate, width)), width)


@pytest.mark.slow
@every(15)
@pytest.mark.parametrize("name", SETUPS)
def test_colours_of_estimates(
    name: str, step: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With colours, a report has no escape that becomes visible, and is otherwise the same."""
    setup, candidates = SETUPS[name]
    volume = Volume(Fraction(20_123_456_789), "--per-month")
    estimate = CostEstimate(reported_estimate(candidates, records(300), setup, volume=volume), SUGGESTED)
    for width in WIDTHS[::step]:
        monkeypatch.delenv("FORCE_COLOR", raising=False)
        plain = list(report_lines(estimate, width))
        monkeypatch.setenv("FORCE_COLOR", "1")
        for line in report_lines(estimate, width):
            error_result(line)
        output = capsys.readouterr().out
        assert "\x1b[" in output
        assert "\\u001b" not in output, width
        without = re.sub(r"\x1b\[[0-9;]*m", "", output).split("\n")[:-1]
        assert [line.rstrip() for line in without] == plain, width


def test_long_values_are_cut() -> None:
    """Suggestions fit on a screen, and are marked as cut."""
    cost_estimate = CostEstimate(reported_estimate(traffic=records(50)), SUGGESTED)
    lines = list(report_lines(cost_estimate, 80))
    assert not any("x" * 81 in line for line in lines)
    assert sum("xxx" in line for line in lines) < 8
    assert any("--json prints the complete patterns" in line for line in lines)


NAMES = st.text(st.sampled_from("ab1/-. 日é"), min_size=1, max_size=90)
FIGURES = st.sampled_from(
    ["", "1", "$1,234.50", "0.00012%", "1,234,567–9,876,543", "$0.20 per 1,000,000 requests"]
)


@given(st.lists(st.tuples(NAMES, FIGURES, FIGURES, FIGURES), min_size=1, max_size=5), st.integers(40, 200))
def test_tables(rows: list[tuple[str, str, str, str]], width: int) -> None:
    """A table with any labels has each figure of each row unchanged, and all of each label."""
    table = FigureTable([Column("first"), Column("second", "left"), Column("")])
    for label, *figures in rows:
        table.add(label, *map(Cell, figures))
    lines = [line.plain for line in table.lines(width)]
    assert all(cell_len(line) <= width for line in lines)
    text = "\n".join(lines)
    for label, *figures in rows:
        for figure in figures:
            for number in NUMBER.findall(figure):
                assert number in text
        assert all(character in text for character in label.replace(" ", ""))


WORDS = st.lists(
    st.sampled_from(["a", "bc", "日", "/", ".", "-", "$", "é%", " ", "12", "1,234", "7", "0.5%"]), max_size=60
)


@given(WORDS.map("".join), st.integers(6, 40))
def test_wrapping(text: str, width: int) -> None:
    """Only blanks at line ends are lost, and no number is split over lines unless it is wider than one."""
    lines = wrapped(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    pieces = re.findall(r"[-+$]?[0-9][0-9.,:%–-]*", text)
    assert all(any(piece in line for line in lines) for piece in pieces)
    longest = max(map(cell_len, pieces), default=0)
    assert all(cell_len(line) <= max(width, longest) for line in lines)


@given(st.text(max_size=50), st.integers(5, 40))
def test_cutting(text: str, width: int) -> None:
    """A text that fits is unchanged; one that does not is marked."""
    shortened = cut(text, width)
    assert cell_len(shortened) <= width
    assert shortened == text or (shortened.endswith("...") and text.startswith(shortened[:-3]))


class Terminal(io.StringIO):
    """A standard output that is a terminal."""

    def isatty(self) -> bool:
        """Always."""
        return True


def printed(monkeypatch: pytest.MonkeyPatch, width: int, *arguments: str) -> list[str]:
    """The output of a command in a terminal."""
    terminal = Terminal()
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", terminal)
        patched.setattr("shutil.get_terminal_size", lambda: os.terminal_size((width, 24)))
        patched.setenv("NO_COLOR", "1")
        with pytest.raises(SystemExit):
            main(list(arguments))
    return terminal.getvalue().rstrip("\n").split("\n")


@pytest.mark.slow
def test_ready_made_patterns(monkeypatch: pytest.MonkeyPatch) -> None:
    """`patterns` has all names and titles, none of them wider than the terminal."""
    wide = printed(monkeypatch, 200, "patterns")
    for width in WIDTHS:
        narrow = printed(monkeypatch, width, "patterns")
        check(wide, narrow, width)
        assert " ".join(" ".join(narrow).split()) == " ".join(" ".join(wide).split())


@pytest.mark.slow
def test_counts_of_rules(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`filter --rules` has each count, for any names of the rules."""
    rules = tmp_path / "rules"
    for number in range(6):
        folder = rules / f"orders-of-{number}-long-names" / "that-were-paid"
        folder.mkdir(parents=True)
        (folder / f"and-shipped-in-2026-{number}.json").write_text(
            f'{{"a": [{{"numeric": ["<", {number * 300}]}}]}}'
        )
    (tmp_path / "e.jsonl").write_text("".join(f'{{"a": {number}}}\n' for number in range(1234)))
    arguments = ("filter", "--rules", str(rules), str(tmp_path / "e.jsonl"))
    wide = printed(monkeypatch, 200, *arguments)
    assert any("1,200" in line and "97.24%" in line for line in wide)
    for width in (40, 44, 50, 57, 60, 72, 80, 100, 120, 160):
        check(wide, printed(monkeypatch, width, *arguments), width)
