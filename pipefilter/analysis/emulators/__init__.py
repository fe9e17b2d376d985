"""Checks for patterns that AWS emulators evaluate differently."""
