"""Patterns checked: are they valid, and what did their authors probably not mean? `pipefilter check` for programs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipefilter.application.input_files import file_contents
from pipefilter.application.pattern_check import check_data
from pipefilter.application.pattern_files import PatternFile, files_with_patterns
from pipefilter.application.pattern_input import ARGUMENT, PatternInput, inline_text
from pipefilter.application.pattern_names import expanded_names
from pipefilter.application.report import CheckSettings, FileReport, Report
from pipefilter.errors import Severity, UnreadableInput
from pipefilter.filtering.placement import Contradiction, mismatch, named_service, named_source

__all__ = ["check", "check_file", "code_prefixes"]

_CODE = re.compile(r"PF[0-9]{0,3}")


def check(  # noqa: PLR0913 - what to look for
    patterns: PatternInput | Iterable[PatternInput],
    *,
    service: str = "",
    source: str = "",
    emulators: bool = False,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severity: Severity = "note",
    strict: bool = False,
) -> Report:
    """Check event patterns and filter criteria, by themselves or in templates.

    Args:
        patterns: a pattern or filter criteria as a dict or as JSON text; the name of a file with one, of a template,
            of one resource in it such as `template.yaml#OrdersPipe`, of a folder with such files, or a glob; or several.
        service: the name of the service in which they run, where no template says it.
        source: the name of the source whose records they see, likewise.
        emulators: whether to report also where emulators of AWS differ.
        select: the codes to report, or their beginnings, such as `PF4`; none for all.
        ignore: the codes not to report, likewise.
        severity: the least to report.
        strict: whether notes, too, keep the report from being ok.

    Raises:
        Contradiction: there is no such service or source, or the service does not read from the source.
        ValueError: a code cannot be one.
    """
    if service and source and (wrong := mismatch([named_service(service)], named_source(source))):
        raise Contradiction(wrong)
    for name, named in ((service, named_service), (source, named_source)):
        if name:
            named(name)
    settings = CheckSettings(
        service, source, emulators, code_prefixes(select), code_prefixes(ignore), severity, strict
    )
    is_one = isinstance(patterns, str | bytes | Path | Mapping)
    listed: Iterable[PatternInput] = (patterns,) if is_one else patterns  # type: ignore[assignment]
    return Report(tuple(report for each in listed for report in _reports(each, settings)), strict)


def code_prefixes(codes: Iterable[str]) -> tuple[str, ...]:
    """The codes, in capitals; one that cannot be one is an error, as it would silently find nothing.

    Args:
        codes: `PF` and at most three digits.

    Raises:
        ValueError: a code is not of that form.
    """
    prefixes = tuple(code.strip().upper() for code in codes)
    for code in prefixes:
        if not _CODE.fullmatch(code):
            raise ValueError(f"{code} is not a code; codes are PF and three digits, or the beginning of that")
    return prefixes


def _reports(pattern: PatternInput, settings: CheckSettings) -> list[FileReport]:
    text = inline_text(pattern)
    if text is not None:
        data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        return [check_data(ARGUMENT, data, settings, is_json=True)]
    name = str(pattern)
    try:
        names = expanded_names(name)
        return [check_file(file, settings) for each in names for file in _files(each)]
    except UnreadableInput as error:
        return [FileReport(name, unreadable=str(error))]
    except OSError as error:  # a name that cannot be one, or a file that vanishes meanwhile
        return [FileReport(name, unreadable=f"cannot read {error.filename or name}: {error.strerror or error}")]


def _files(name: str) -> list[PatternFile]:
    return files_with_patterns(name) if name and Path(name).is_dir() else [PatternFile(name)]


def check_file(
    file: PatternFile,
    settings: CheckSettings,
    *,
    label: str = "",
    is_json: bool = False,
) -> FileReport:
    """Check one file, or what is named in it.

    Args:
        file: the file.
        settings: what to look for.
        label: what messages call it, if that is not its name.
        is_json: whether it is JSON, whatever its name is.
    """
    label = label or file.name
    try:
        if "#" in file.name:
            from pipefilter.templates.reference import split_reference  # noqa: PLC0415 - only for a template

            if (parts := split_reference(file.name)) is not None:
                return _check_resource(parts, settings)
        data = file_contents(file.name)
    except UnreadableInput as error:
        return FileReport(label, unreadable=str(error), is_named=file.is_named, place=error.place)
    return check_data(file.name, data, settings, label=label, is_named=file.is_named, is_json=is_json)


def _check_resource(parts: tuple[str, str, int], settings: CheckSettings) -> FileReport:
    from pipefilter.application.template_check import template_reports  # noqa: PLC0415 - only for a template
    from pipefilter.application.template_input import resource_in  # noqa: PLC0415 - likewise

    path, resource, number = parts
    template, found = resource_in(path, file_contents(path), resource, number)
    return FileReport(path, template_reports(path, template, settings, resource=found, number=number))
