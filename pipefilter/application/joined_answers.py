"""Puts together the answers of comparisons: within bounds, for each format of data, and where AWS documents too little."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.comparing.comparison import Comparison
from pipefilter.comparing.implication import Doubt, Implication
from pipefilter.comparing.overlap import Overlap

__all__ = ["bounded_implication", "joined_implication", "joined_overlap", "without_proofs"]


def bounded_implication(proof: Implication, refutation: Implication, doubt: Doubt) -> Implication:
    """An implication that holds for all values of unknown parts, or for none."""
    if proof.holds:
        return proof
    return refutation if refutation.holds is False else Implication(holds=None, doubt=doubt)


def joined_implication(views: Sequence[Implication]) -> Implication:
    """Whether an implication holds for records with data of any format."""
    refuted = (each for each in views if each.holds is False)
    return next(refuted, next((each for each in views if each.holds is None), views[0]))


def joined_overlap(views: Sequence[Overlap]) -> Overlap:
    """Whether there is a common event with data of any format."""
    plain = next((each for each in views if each.exists and not each.several), None)
    existing = plain or next((each for each in views if each.exists), None)
    return existing or next((each for each in views if each.exists is None), views[0])


def without_proofs(comparison: Comparison, doubt: Doubt) -> Comparison:
    """Only what an evaluated event shows: a proof would need what AWS does not document."""
    overlap = comparison.overlap
    return Comparison(
        _if_refuted(comparison.forward, doubt),
        _if_refuted(comparison.backward, doubt),
        overlap if overlap.exists and overlap.event is not None else Overlap(exists=None, doubt=doubt),
    )


def _if_refuted(implication: Implication, doubt: Doubt) -> Implication:
    is_refuted = implication.holds is False and implication.counterexample is not None
    return implication if is_refuted else Implication(holds=None, doubt=doubt)
