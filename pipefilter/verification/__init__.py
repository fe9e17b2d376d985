"""Compares our verdicts with AWS's: what AWS is asked, what it answers, and where the two differ."""
