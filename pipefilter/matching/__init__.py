"""Matches events against patterns."""
