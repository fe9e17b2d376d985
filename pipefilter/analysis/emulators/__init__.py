"""Checks for what emulators of AWS evaluate differently."""
