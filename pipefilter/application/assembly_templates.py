"""The templates of a CDK app: those of its stacks, and those of the stacks that are nested in them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from pipefilter.application.input_files import file_contents
from pipefilter.application.pattern_files import PatternFile
from pipefilter.errors import UnreadableInput
from pipefilter.templates.recognition import SYNTHESIZED

__all__ = ["assembly_templates"]

_MANIFEST = ".assets.json"
"""The suffix of the file with what the CDK uploads for a stack, which includes the templates of nested stacks.

https://docs.aws.amazon.com/cdk/v2/guide/deploy.html
"""


def assembly_templates(files: Iterable[PatternFile]) -> list[PatternFile]:
    """Files, and then the templates of the stacks that are nested in them, each of them once.

    The CDK passes only the templates of stacks to a validation plug-in.
    """
    templates: dict[str, PatternFile] = {}
    for file in files:
        templates.setdefault(os.path.realpath(file.name), file)
    for file in list(templates.values()):
        for name in _nested_templates(file.name):
            templates.setdefault(os.path.realpath(name), PatternFile(name, is_named=file.is_named))
    return list(templates.values())


def _nested_templates(name: str) -> list[str]:
    """The templates that the CDK uploads for a stack, at every depth; none if it is not known."""
    if not name.endswith(SYNTHESIZED):
        return []
    manifest = name.removesuffix(SYNTHESIZED) + _MANIFEST
    try:
        files = json.loads(file_contents(manifest))["files"].values()
        paths = [file["source"].get("path") for file in files]
    except (UnreadableInput, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return []
    names = (Path(name).parent / path for path in paths if isinstance(path, str) and path.endswith(SYNTHESIZED))
    return [str(path) for path in names if path.is_file()]
