"""Files that may be templates, and patterns named in them: `template.yaml#OrdersPipe/2`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipefilter.cli.inputs import (
    STDIN,
    InputError,
    file_bytes,
    is_folder,
    is_inline,
    shown_name,
)
from pipefilter.cli.named_files import all_files, expanded
from pipefilter.json_text.place import place_of
from pipefilter.json_text.tree import decoded
from pipefilter.language.event_pattern import EventPattern
from pipefilter.templates.found_filters import FoundFilters
from pipefilter.templates.node import TemplateFault
from pipefilter.templates.reference import NoSuchPattern, chosen, split_reference, whole_file
from pipefilter.templates.suffixes import TEMPLATE_SUFFIXES, is_yaml_name
from pipefilter.templates.template_file import TemplateFile, template_file

__all__ = ["FileToCheck", "files_to_check", "has_patterns", "pattern_file", "read_template", "referred"]

_SYNTHESIZED = ".template.json"
_NOT_OURS = "node_modules"
_TOOLS = ("CloudFormation", "Serverless Framework", "Terraform", "AWS API")


@dataclass(frozen=True, slots=True)
class FileToCheck:
    """A file.

    Args:
        name: of it, with what was named in it.
        is_given: whether it was named, and does not only lie in a folder: it must have a pattern then.
    """

    name: str
    is_given: bool = True


def files_to_check(given: Iterable[str], *, skip_others: bool) -> list[FileToCheck]:
    """The files themselves, and of folders those that may have patterns, in order of their names.

    Args:
        given: files, patterns named in them, folders, globs and `-`.
        skip_others: whether files may be named that have no patterns.

    Raises:
        InputError: there is no such file, or none in a folder.
    """
    names = [name for one in given for name in expanded(one)]
    plain = [name for name in names if not is_folder(name) and split_reference(name) is None]
    all_files(plain)  # says what is wrong with them
    found: list[FileToCheck] = []
    for name in names:
        found += _in_folder(name) if is_folder(name) else [FileToCheck(name, is_given=not skip_others)]
    return found


def _in_folder(name: str) -> list[FileToCheck]:
    top = Path(name)
    files = [
        path
        for path in sorted(top.rglob("*"))
        if path.is_file() and path.name.lower().endswith(TEMPLATE_SUFFIXES) and _is_ours(path.relative_to(top))
    ]
    synthesized = {
        path.parent for path in files if path.name.endswith(_SYNTHESIZED) and _is_assembly(path.parent)
    }
    files = [
        path
        for path in files
        if path.name.endswith(_SYNTHESIZED) or path.suffix != ".json" or synthesized.isdisjoint(path.parents)
    ]
    if any(path.suffix.lower() != ".json" or path.name.endswith((_SYNTHESIZED, ".tf.json")) for path in files):
        return [FileToCheck(str(path), is_given=False) for path in files]
    return [FileToCheck(one) for one in all_files([name], patterns=True)]


def _is_assembly(folder: Path) -> bool:
    """Whether the CDK has written it, with files of other kinds beside the templates."""
    return "cdk.out" in folder.parts or (folder / "cdk.out").exists() or (folder / "manifest.json").exists()


def _is_ours(path: Path) -> bool:
    return not any(part.startswith(".") or part == _NOT_OURS for part in path.parts[:-1])


def read_template(name: str, data: bytes, *, is_given: bool = True) -> TemplateFile | None:
    """A file as a template; None if it is a pattern or filter criteria in JSON, or nothing of all this.

    Args:
        name: of the file.
        data: its contents.
        is_given: whether the file was named, and does not only lie in a folder.

    Raises:
        InputError: it is a template by its name or by its contents, and cannot be read.
    """
    is_json = (
        name == STDIN
        or is_inline(name)
        or (name.endswith(".json") and not name.endswith((".tf.json", _SYNTHESIZED)))
    )
    try:
        read = template_file(name, data)
    except UnicodeDecodeError:
        return None
    except TemplateFault as fault:
        text = decoded(data)
        if is_json or not (
            name.lower().endswith((".tf", ".tf.json"))
            or "AWS::" in text
            or "serverless" in name
            or "Pattern" in text
            or (is_given and is_yaml_name(name) and text.lstrip()[:1] not in {"{", "["})
        ):
            return None
        place = place_of(text, fault.offset)
        raise InputError(f"{shown_name(name)}:{place.line}:{place.column}: {fault.message}") from None
    if read.tool in _TOOLS:
        return read
    if is_json or name.endswith(".template") or read.tool == "other":
        return None
    return read


def has_patterns(read: TemplateFile) -> bool:
    """Whether what was read has patterns; an object that is no valid one, in a file of no known tool, is none.

    Args:
        read: a file that nobody named, and that lies in a folder.
    """
    if read.tool == "plain" and all(one.is_lone for one in read.found):
        return any(
            each.source is not None and isinstance(each.source.filled()[1], EventPattern)
            for one in read.found
            for each in one.filters
        )
    return bool(read.found)


def referred(name: str) -> tuple[TemplateFile, FoundFilters, int] | None:
    """The template, the resource in it and the number of the filter (0 for all) that a name is of; None for a file's.

    Args:
        name: as it was given.

    Raises:
        InputError: the template cannot be read, or has no such resource.
    """
    parts = split_reference(name)
    if parts is None:
        return None
    path, resource, number = parts
    read = read_template(path, file_bytes(path))
    if read is None:
        raise InputError(f"{path} is not a template: # names a resource in one")
    try:
        return read, chosen(read.found, resource, number, path), number
    except NoSuchPattern as error:
        raise InputError(str(error)) from None


def pattern_file(name: str) -> tuple[TemplateFile, FoundFilters]:
    """The pattern or the filter criteria that a file in YAML consists of.

    Args:
        name: of the file.

    Raises:
        InputError: it cannot be read, or is a template, whose patterns are to be named.
    """
    read = read_template(name, file_bytes(name))
    try:
        found = whole_file(read.found if read is not None else (), name)
    except NoSuchPattern as error:
        raise InputError(str(error)) from None
    assert read is not None  # noqa: S101 - something is found in it
    return read, found
