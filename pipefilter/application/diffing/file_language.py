"""Tests that a file that had filters can be read: its end may be missing, or a template engine has to process it."""

from __future__ import annotations

from pipefilter.errors import UnreadableInput
from pipefilter.json_text.place import place_of
from pipefilter.json_text.tree import decoded
from pipefilter.templates.nodes.node import TemplateFault
from pipefilter.templates.template_file import template_file
from pipefilter.templates.terraform.module_scope import ModuleFiles

__all__ = ["require_readable"]


def require_readable(path: str, data: bytes, label: str, module: ModuleFiles | None) -> None:
    """Test that a file is in the language of its name.

    Args:
        label: its name in messages.

    Raises:
        UnreadableInput: it is not.
    """
    try:
        template_file(path, data, module)
    except UnicodeDecodeError:
        raise UnreadableInput(f"{label} is not UTF-8: save it as UTF-8") from None
    except TemplateFault as fault:
        if b"\0" in data:
            raise UnreadableInput(f"{label} is not a text file") from None
        place = place_of(decoded(data), fault.offset)
        raise UnreadableInput(f"{label}:{place.line}:{place.column}: {fault.message}") from None
