"""Follows the symbolic links of a revision to files and folders of the same revision."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["destination"]

_MAX_LINKS = 40
"""As many as Linux follows for one name."""


def destination(name: str, links: Mapping[str, str]) -> str | None:
    """The path to which a name leads; None if it leads out of the revision, or in a circle.

    Args:
        name: a path from the top.
        links: the targets of links, by their paths from the top.
    """
    todo = name.split("/")
    done: list[str] = []
    count = 0
    while todo:
        part = todo.pop(0)
        if part in {"", "."}:
            continue
        if part == "..":
            if not done:
                return None
            done.pop()
            continue
        target = links.get("/".join((*done, part)))
        if target is None:
            done.append(part)
            continue
        count += 1
        if count > _MAX_LINKS or target.startswith("/"):
            return None
        todo = [*target.split("/"), *todo]
    return "/".join(done)
