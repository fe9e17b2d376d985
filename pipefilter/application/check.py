"""Validates patterns and detects likely mistakes: `pipefilter check` for programs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from pipefilter.application.check_settings import CheckSettings
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
from pipefilter.application.report import FileReport, Report
from pipefilter.errors import Severity, TemplateGap, UnreadableInput
from pipefilter.filtering.lookup import Contradiction, named_service, named_source
from pipefilter.filtering.placement import mismatch

if TYPE_CHECKING:
    from pipefilter.application.schema_files import SchemaInput

__all__ = ["check", "check_file", "code_prefixes"]

_CODE = r"PF[0-9]{0,3}"


def check(  # noqa: PLR0913 - the options of a check
    patterns: PatternInput | Iterable[PatternInput],
    *,
    service: str = "",
    source: str = "",
    emulators: bool = False,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severity: Severity = "note",
    strict: bool = False,
    schema: SchemaInput | Iterable[SchemaInput] = (),
    schema_from: str | PurePath | Iterable[str | PurePath] = (),
) -> Report:
    """Check event patterns and filter criteria, on their own or in templates.

    Args:
        patterns: a pattern or filter criteria as a dict or as JSON text; the name of a file with a pattern, of a
            template, of one resource in a template such as `template.yaml#OrdersPipe`, of a folder with such files, or
            a glob; results of `load`, `parse` or `narrow`; or several of these. Invalid patterns and unreadable
            files are reported; only a Python value without a JSON form, such as a set, raises an error.
        service: the name of the service that runs the patterns, if no template specifies it.
        source: the name of the source of the records, if no template specifies it.
        emulators: whether to report also where AWS emulators evaluate patterns differently.
        select: the codes to report, or prefixes of them, such as `PF4`; empty for all. Patterns that AWS rejects are
            always reported, whatever is selected or ignored.
        ignore: the codes not to report, or prefixes of them.
        severity: the minimum severity to report.
        strict: whether a report with notes is not ok.
        schema: schemas of your own events, to check names, types and values against: files with OpenAPI or JSON Schema
            documents, such as those of the EventBridge schema registry; or schemas as JSON text or dicts.
        schema_from: traffic from which to learn the schemas of your own events: files, folders, globs or objects in S3.

    Raises:
        Contradiction: there is no such service or source, or the service does not read from the source.
        InvalidEventPattern: a dict has a value without a JSON form, such as a set.
        TemplateGap: filters were loaded from a template, and parts of them are not known: check the template.
        ValueError: a code is malformed.
        UnreadableInput: a schema or the traffic cannot be read.
        TypeError: an argument is not a pattern.
    """
    if service and source and (wrong := mismatch([named_service(service)], named_source(source))):
        raise Contradiction(wrong)
    for name, named in ((service, named_service), (source, named_source)):
        if name:
            named(name)
    from pipefilter.application.schema_files import read_schemas

    files = read_schemas(schema)
    if schema_from:
        from pipefilter.application.learned_schemas import learned_schemas

        files.append(learned_schemas(schema_from, source=source, service=service))
    settings = CheckSettings(
        service,
        source,
        emulators,
        code_prefixes(select),
        code_prefixes(ignore),
        severity,
        strict,
        tuple(each for file in files for each in file.schemas),
    )
    reports = (report for each in listed_patterns(patterns) for report in _reports(each, settings))
    return Report(tuple(reports), strict)


def code_prefixes(codes: Iterable[str]) -> tuple[str, ...]:
    """One or several codes in capitals; a malformed code is an error, as it would silently select nothing.

    Raises:
        ValueError: a code is not `PF` and at most three digits, such as `PF4`.
        TypeError: it is not a string.
    """
    several = [codes] if isinstance(codes, str) else codes
    if not isinstance(several, Iterable) or isinstance(several, bytes | bytearray):
        raise TypeError(f"codes must be a list of strings, such as ['PF4'], not {type(codes).__name__}")
    prefixes = tuple(_code(code) for code in several)
    for code in prefixes:
        if not re.fullmatch(_CODE, code):
            raise ValueError(
                f"{code} is not a code: use PF and three digits, such as PF402, or a prefix, such as PF4"
            )
    return prefixes


def _code(code: object) -> str:
    if not isinstance(code, str):
        raise TypeError(f"a code must be a string, such as 'PF402', not {type(code).__name__}")
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
    except OSError as error:  # an impossible name, or a file that has vanished
        return [FileReport(name, unreadable=f"cannot read {error.filename or name}: {error.strerror or error}")]


def _placed(filters: PlacedFilters, settings: CheckSettings) -> CheckSettings:
    """The settings with the placement of the filters, unless the caller gives another."""
    from pipefilter.application.filters import Filters

    if isinstance(filters, Filters) and filters.bounds is not None:
        raise TemplateGap(
            f"{filters.name}: the template does not specify {filters.bounds.unknown}: check the template itself"
        )
    placement = filters.placement
    service = placement.services[0].name if placement.is_service_certain else ""
    source = placement.source.name if placement.source else ""
    return replace(settings, service=settings.service or service, source=settings.source or source)


def _files(name: str) -> list[PatternFile]:
    return files_with_patterns(name) if name and Path(name).is_dir() else [PatternFile(name)]


def check_file(
    file: PatternFile, settings: CheckSettings, *, label: str = "", is_json: bool = False
) -> FileReport:
    """Check one file, or the resource in it that its name refers to; messages may use another label for it."""
    label = label or file.name
    try:
        if "#" in file.name:
            from pipefilter.templates.reference import split_reference

            if (parts := split_reference(file.name)) is not None:
                label = parts[0]
                return _check_resource(parts, settings)
        data = file_contents(file.name)
    except UnreadableInput as error:
        return FileReport(label, unreadable=str(error), is_named=file.is_named, place=error.place)
    return check_data(file.name, data, settings, label=label, is_named=file.is_named, is_json=is_json)


def _check_resource(parts: tuple[str, str, int], settings: CheckSettings) -> FileReport:
    from pipefilter.application.template_check import template_report
    from pipefilter.application.template_input import resource_in

    path, resource, number = parts
    template, located = resource_in(path, file_contents(path), resource, number)
    return template_report(path, template, settings, resource=located, number=number)
