"""Shared by the checks: the fields and places of a pattern, and how to report a problem."""
