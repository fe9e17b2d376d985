"""Patterns read back out of the templates of the tools that people deploy with."""
