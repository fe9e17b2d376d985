"""Strategies for plain values of patterns and events: strings with the characters that matter to operators, numbers as written."""

from __future__ import annotations

from hypothesis import strategies as st

from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Scalar

__all__ = ["SCALARS", "TEXTS"]

_ALPHABET = 'abAB01*\\/.:-"éßſ日 \U0001f600'
TEXTS = st.one_of(
    st.text(_ALPHABET, max_size=4),
    st.sampled_from(("10.0.0.1", "::1", "order#1", "PAID", "null", "5", "2001:db8::7", "file.PNG")),
)
_NUMBERS = st.one_of(
    st.integers(-1000, 1000).map(lambda n: Number(str(n))),
    st.sampled_from(
        ("0", "-0", "1.0", "1e0", "0.1", "1e400", "9007199254740993", "5e-324", "300", "3.0e2")
    ).map(Number),
    st.floats(allow_nan=False, allow_infinity=False).map(lambda f: Number(repr(f))),
)
SCALARS: st.SearchStrategy[Scalar] = st.one_of(TEXTS, _NUMBERS, st.sampled_from((True, False, None)))
