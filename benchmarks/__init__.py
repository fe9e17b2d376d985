"""Measurements that anyone can run again: `python -m benchmarks` for traffic, and a file of its own for each other."""
