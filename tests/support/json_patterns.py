"""Patterns made of events."""

from __future__ import annotations

__all__ = ["pattern_of"]


def pattern_of(value: object) -> object:
    """A pattern that matches a value, with all that it contains; None if it contains no value."""
    values, fields = [], {}
    todo = [value]
    while todo:
        each = todo.pop()
        if isinstance(each, list):
            todo += each
        elif not isinstance(each, dict):
            values.append(each)
        else:
            for name, below in each.items():
                inner = pattern_of(below)
                if inner is not None:
                    fields[name] = inner
    if fields:
        return fields
    return [*values, {"exists": True}] if values else None
