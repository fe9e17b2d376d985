"""Compares our verdicts with AWS's: the questions, the answers, and the differences."""
