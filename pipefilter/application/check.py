"""Patterns checked: are they valid, and what did their authors probably not mean? `pipefilter check` for programs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pipefilter.application.input_files import file_contents
from pipefilter.application.pattern_check import check_data
from pipefilter.application.pattern_files import PatternFile, files_with_patterns
from pipefilter.application.pattern_input import (
    ARGUMENT,
    PatternInput,
    PlacedFilters,
    file_name,
    inline_text,
    listed_patterns,
)
from pipefilter.application.pattern_names import expanded_names
from pipefilter.application.report import CheckSettings, FileReport, Report
from pipefilter.errors import Severity, TemplateGap, UnreadableInput
from pipefilter.filtering.lookup import Contradiction, named_service, named_source
from pipefilter.filtering.placement import mismatch

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
            of one resource in it such as `template.yaml#OrdersPipe`, of a folder with such files, or a glob; filters
            that were loaded, parsed or narrowed before; or several. What is not valid, and a file that cannot be read,
            is in the report; only a Python value that has no JSON form, such as a set, is an error.
        service: the name of the service in which they run, where no template says it.
        source: the name of the source whose records they see, likewise.
        emulators: whether to report also where emulators of AWS differ.
        select: the codes to report, or their beginnings, such as `PF4`; none for all.
        ignore: the codes not to report, likewise.
        severity: the least to report.
        strict: whether notes, too, keep the report from being ok.

    Raises:
        Contradiction: there is no such service or source, or the service does not read from the source.
        InvalidEventPattern: a dict holds what JSON has not, such as a set.
        TemplateGap: filters were loaded from a template that does not tell all of them: check the template.
        ValueError: a code cannot be one.
        TypeError: something is not a pattern.
    """
    if service and source and (wrong := mismatch([named_service(service)], named_source(source))):
        raise Contradiction(wrong)
    for name, named in ((service, named_service), (source, named_source)):
        if name:
            named(name)
    settings = CheckSettings(
        service, source, emulators, code_prefixes(select), code_prefixes(ignore), severity, strict
    )
    reports = (report for each in listed_patterns(patterns) for report in _reports(each, settings))
    return Report(tuple(reports), strict)


def code_prefixes(codes: Iterable[str]) -> tuple[str, ...]:
    """The codes, in capitals; one that cannot be one is an error, as it would silently find nothing.

    Args:
        codes: `PF` and at most three digits, such as `PF4`; also a lone one.

    Raises:
        ValueError: a code is not of that form.
        TypeError: it is not a string.
    """
    listed = [codes] if isinstance(codes, str) else codes
    if not isinstance(listed, Iterable) or isinstance(listed, bytes | bytearray):
        raise TypeError(f"codes are strings in a list, such as ['PF4'], not {type(codes).__name__}")
    prefixes = tuple(_code(code) for code in listed)
    for code in prefixes:
        if not _CODE.fullmatch(code):
            raise ValueError(f"{code} is not a code; codes are PF and three digits, or the beginning of that")
    return prefixes


def _code(code: object) -> str:
    if not isinstance(code, str):
        raise TypeError(f"a code is a string, such as 'PF402', not {type(code).__name__}")
    return code.strip().upper()


def _reports(pattern: PatternInput, settings: CheckSettings) -> list[FileReport]:
    text = inline_text(pattern)
    if text is not None:
        data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        if isinstance(pattern, PlacedFilters):
            settings = _placed(pattern, settings)
        return [check_data(ARGUMENT, data, settings, is_json=True)]
    name = str(pattern)
    try:
        name = file_name(pattern)
        names = expanded_names(name)
        return [check_file(file, settings) for each in names for file in _files(each)]
    except UnreadableInput as error:
        return [FileReport(name, unreadable=str(error))]
    except OSError as error:  # a name that cannot be one, or a file that vanishes meanwhile
        return [FileReport(name, unreadable=f"cannot read {error.filename or name}: {error.strerror or error}")]


def _placed(filters: PlacedFilters, settings: CheckSettings) -> CheckSettings:
    """The settings with where filters run, unless a caller says it otherwise."""
    from pipefilter.application.filters import Filters  # noqa: PLC0415 - only for what was loaded before

    if isinstance(filters, Filters) and filters.bounds is not None:
        raise TemplateGap(
            f"{filters.name}: the template does not tell what {filters.bounds.unknown} is: check the template itself"
        )
    placement = filters.placement
    service = placement.services[0].name if placement.is_service_certain else ""
    source = placement.source.name if placement.source else ""
    return replace(settings, service=settings.service or service, source=settings.source or source)


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
