"""The stacks that are nested in a template of a CDK app, and the files with their templates."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipefilter.application.input_files import file_contents
from pipefilter.errors import UnreadableInput

__all__ = ["NestedStacks"]

_STACK = "AWS::CloudFormation::Stack"
_HASH = re.compile("[0-9a-f]{64}")
"""What identifies a file that the CDK uploads: also in the URL of a template, or in the parameters that it consists of."""
_OF_CDK = re.compile(r"NestedStackResource[0-9A-F]{8}")
"""The end of the logical ID of a nested stack that the CDK declares."""
_LISTS = ("*.assets.json", "*.metadata.json", "manifest.json")
"""The files of an assembly that may list what the CDK uploads: which of them do depends on the synthesizer of a stack.

https://docs.aws.amazon.com/cdk/v2/guide/customize-synth.html
"""


class NestedStacks:
    """Finds the templates of nested stacks; the files that list them are read once for each folder."""

    def __init__(self) -> None:
        self._assets: dict[Path, dict[str, str]] = {}

    def templates(self, name: str) -> Iterator[str]:
        """The templates of the stacks that a template declares, but not those that the CDK does not upload.

        Args:
            name: of the file with the template.

        Raises:
            UnreadableInput: it is not known which file has the template of a stack that the CDK declares.
        """
        folder = Path(name).parent
        for logical_id, resource in _stacks(name):
            path = _path_in_metadata(resource) or self._path_by_hash(folder, resource)
            if path:
                yield str(folder / path)
            elif _OF_CDK.search(logical_id):
                raise UnreadableInput(
                    f"the template of the nested stack {logical_id} in {name} was not found: no file in the folder "
                    "lists it"
                )

    def _path_by_hash(self, folder: Path, resource: dict[str, Any]) -> str:
        """The file whose hash is in the URL of the template; "" if there is none."""
        hashes = _HASH.findall(json.dumps(_member(resource, "Properties", "TemplateURL")))
        if not hashes:
            return ""
        if folder not in self._assets:
            self._assets[folder] = _assets(folder)
        return next((path for each in hashes if (path := self._assets[folder].get(each))), "")


def _stacks(name: str) -> list[tuple[str, dict[str, Any]]]:
    """The nested stacks in a template, with their logical IDs; none if the file is not JSON, which its check reports."""
    resources = _member(_json(name), "Resources")
    if not isinstance(resources, dict):
        return []
    return [(each, value) for each, value in resources.items() if _member(value, "Type") == _STACK]


def _path_in_metadata(resource: dict[str, Any]) -> str:
    """The file that the CDK's command line lets the library write into the template; "" if there is none."""
    path = _member(resource, "Metadata", "aws:asset:path")
    return path if isinstance(path, str) else ""


def _assets(folder: Path) -> dict[str, str]:
    """The files that the CDK uploads for the stacks in a folder, by their hashes."""
    paths: dict[str, str] = {}
    for name in (name for pattern in _LISTS for name in sorted(folder.glob(pattern))):
        contents = _json(str(name))
        files = _member(contents, "files")
        for key, file in files.items() if isinstance(files, dict) else ():
            path = _member(file, "source", "path")
            hashes = _HASH.findall(json.dumps([key, _member(file, "destinations")]))
            paths.update(dict.fromkeys(hashes, path) if isinstance(path, str) else {})
        for asset in _assets_in_metadata(contents):
            path = asset.get("path")
            hashes = _HASH.findall(json.dumps([asset.get("id"), asset.get("sourceHash")]))
            paths.update(dict.fromkeys(hashes, path) if isinstance(path, str) else {})
    return paths


def _assets_in_metadata(contents: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    """The assets in the metadata of a stack, which are in a file of their own, or in the manifest of the assembly."""
    artifacts = _member(contents, "artifacts")
    stacks = artifacts.values() if isinstance(artifacts, dict) else ()
    for metadata in (contents, *(_member(each, "metadata") for each in stacks)):
        for entries in metadata.values() if isinstance(metadata, dict) else ():
            for entry in entries if isinstance(entries, list) else ():
                asset = _member(entry, "data")
                if _member(entry, "type") == "aws:cdk:asset" and isinstance(asset, dict):
                    yield asset


def _json(name: str) -> Any:  # noqa: ANN401 - JSON
    """The value in a file; None if it cannot be read."""
    try:
        return json.loads(file_contents(name))
    except (UnreadableInput, ValueError, RecursionError):
        return None


def _member(value: Any, *names: str) -> Any:  # noqa: ANN401 - JSON
    """The member of an object, or of objects in it; None if there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value
