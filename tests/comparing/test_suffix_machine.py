"""The machine for suffixes against `str.endswith`."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipefilter.comparing.suffix_machine import SuffixMachine
from pipefilter.language.step_budget import StepBudget


@given(st.lists(st.text("ab", min_size=1, max_size=6), max_size=5, unique=True), st.text("abc", max_size=20))
def test_ends(suffixes: list[str], text: str) -> None:
    machine = SuffixMachine(suffixes, StepBudget(10_000))
    state = 0
    for length, character in enumerate(text, 1):
        state = machine.following(state).get(character, 0)
        expected = {number for number, suffix in enumerate(suffixes) if text[:length].endswith(suffix)}
        assert machine.ends(state) == expected
