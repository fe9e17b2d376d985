"""The templates of a CDK app: those of its stacks, and those of the stacks that are nested in them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from pipefilter.application.input_files import file_contents
from pipefilter.application.nested_stack import NestedStacks
from pipefilter.application.pattern_files import PatternFile
from pipefilter.errors import UnreadableInput
from pipefilter.templates.recognition import SYNTHESIZED

__all__ = ["assembly_templates"]

_MANIFEST = ".assets.json"
"""The suffix of the file with what the CDK uploads for a stack, which includes the templates of nested stacks.

https://docs.aws.amazon.com/cdk/v2/guide/deploy.html
"""


def assembly_templates(files: Iterable[PatternFile]) -> list[PatternFile]:
    """Files, and then the templates of the stacks that are nested in them at every depth, each of them once.

    The CDK passes only the templates of stacks to a validation plug-in.

    Raises:
        UnreadableInput: it is not known which file has the template of a nested stack.
    """
    nested = NestedStacks()
    templates: dict[str, PatternFile] = {}
    for file in files:
        templates.setdefault(os.path.realpath(file.name), file)
    pending = list(templates.values())
    while pending:
        file = pending.pop(0)
        if not file.name.endswith(SYNTHESIZED):
            continue
        for name in (*_uploaded_templates(file.name), *nested.templates(file.name)):
            inner = PatternFile(name, is_named=file.is_named)
            if templates.setdefault(os.path.realpath(name), inner) is inner:
                pending.append(inner)
    return list(templates.values())


def _uploaded_templates(name: str) -> list[str]:
    """The templates that the CDK uploads for a stack; none if it is not known."""
    manifest = name.removesuffix(SYNTHESIZED) + _MANIFEST
    try:
        files = json.loads(file_contents(manifest))["files"].values()
        paths = [file["source"].get("path") for file in files]
    except (UnreadableInput, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return []
    names = (Path(name).parent / path for path in paths if isinstance(path, str) and path.endswith(SYNTHESIZED))
    return [str(path) for path in names if path.is_file()]
