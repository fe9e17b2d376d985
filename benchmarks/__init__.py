"""Benchmarks: `python -m benchmarks` for traffic, and a program of its own for every other."""
