"""Parameters that name files: they remain strings, and shells complete them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import click

from pipefilter.override import override

__all__ = ["FILE", "FOLDER", "PATTERN", "FileName"]

_LARGEST = 2**18
"""The size of a template up to which its patterns are listed while the user waits, in bytes."""


class FileName(click.ParamType):  # type: ignore[type-arg]  # a generic class in new versions of click only
    """A string that names a file or a folder, or something else that the command accepts.

    Args:
        has_patterns: whether it may name a pattern in a template, as in `template.yaml#OrdersPipe`.
    """

    name = "text"

    def __init__(self, kind: Literal["file", "dir"] = "file", *, has_patterns: bool = False) -> None:
        self._kind = kind
        self._has_patterns = has_patterns

    @override
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The string itself."""
        del param, ctx
        return str(value)

    @override
    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[click.shell_completion.CompletionItem]:
        """The patterns in the template before `#`; otherwise the shell completes file names itself."""
        from click.shell_completion import CompletionItem

        del ctx, param
        file, mark, name = incomplete.rpartition("#")
        if mark and self._has_patterns:
            names = [each for each in _names_in(file) if each.startswith(name)]
            if names:
                return [CompletionItem(f"{file}#{each}") for each in names]
        return [CompletionItem(incomplete, type=self._kind)]


FILE, FOLDER, PATTERN = FileName(), FileName("dir"), FileName(has_patterns=True)


def _names_in(file: str) -> list[str]:
    """The names of the patterns in a template; none if it cannot be read."""
    path = Path(file).expanduser()
    if not path.is_file() or path.stat().st_size > _LARGEST:
        return []
    from pipefilter.templates.template_file import template_file

    return [each.name for each in template_file(path.name, path.read_bytes()).resources if each.name.strip()]
