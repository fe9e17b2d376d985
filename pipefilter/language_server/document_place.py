"""Where a document is: the file that a URI names, or a name for a document that is not a file."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pipefilter.dataclass import dataclass
from pipefilter.templates.recognition import TEMPLATE_SUFFIXES

__all__ = ["DocumentPlace", "document_place", "file_path"]

_DRIVE = re.compile(r"/[A-Za-z]:(?:/|\Z)")
_SUFFIXES = {
    "json": ".json",
    "jsonc": ".json",
    "yaml": ".yaml",
    "cloudformation": ".template",
    "terraform": ".tf",
    "opentofu": ".tf",
    "hcl": ".tf",
}
"""The suffix of a document that is not a file, by the first part of its language: `yaml.cloudformation` is YAML."""


@dataclass(frozen=True, slots=True)
class DocumentPlace:
    """Where a document is.

    Args:
        name: of the file, as `check` takes it; of a document that is not a file, one in a folder that does not exist.
        folder: that is checked; None for a document that is not a file.
    """

    name: str
    folder: Path | None = None


def document_place(uri: str, language: str, folders: Sequence[Path]) -> DocumentPlace | None:
    """Where a document is; None if it cannot have patterns, by its language.

    Args:
        language: as the editor names it, such as `yaml`.
        folders: of the workspace; the innermost that contains the file is checked, or else the file's own.
    """
    path = file_path(uri)
    if path is not None:
        file = Path(path)
        around = [folder for folder in folders if file.is_relative_to(folder)]
        return DocumentPlace(str(file), max(around, key=lambda folder: len(folder.parts), default=file.parent))
    scheme, _, rest = uri.partition(":")
    name = unquote(rest.partition("?")[0]).replace("\\", "/").rpartition("/")[2] or "document"
    if not name.lower().endswith(TEMPLATE_SUFFIXES):
        suffix = _SUFFIXES.get(language.partition(".")[0].lower())
        if suffix is None:
            return None
        name += suffix
    return DocumentPlace(f"{scheme}:/{name}")


def file_path(uri: str, *, is_windows: bool = os.name == "nt") -> str | None:
    """The path of a file by its URI; None for other URIs."""
    try:
        parts = urlsplit(uri)
    except ValueError:  # a host in brackets that is none
        return None
    if parts.scheme != "file":
        return None
    path = unquote(parts.path, errors="surrogateescape")
    if "\0" in path or not path:
        return None
    if not is_windows:
        return path
    if parts.netloc:  # a share
        path = f"//{unquote(parts.netloc)}{path}"
    elif _DRIVE.match(path):
        path = path[1].upper() + path[2:]
    return path.replace("/", "\\")
