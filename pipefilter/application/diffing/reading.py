"""Reads the filters in one file of one side of a diff."""

from __future__ import annotations

import posixpath
from collections.abc import Hashable
from dataclasses import replace

from pipefilter.application.check_settings import CheckSettings
from pipefilter.application.diffing.activation import Activation
from pipefilter.application.diffing.file_language import require_readable
from pipefilter.application.diffing.filter_list import FileFilters, FilterList, ScopedPattern
from pipefilter.application.diffing.gap import gap_of, has_open_holes
from pipefilter.application.diffing.identity import Identities, marked_text
from pipefilter.application.diffing.sides import Side
from pipefilter.application.diffing.variable_values import variable_values
from pipefilter.application.input_files import STDIN, is_inline
from pipefilter.application.pattern_check import invalid_report, is_plain_json, pattern_reports
from pipefilter.application.pattern_recognition import is_meant_as_pattern
from pipefilter.application.policy_service import in_words_of_sns, service_of_scope
from pipefilter.application.report import LocatedProblem
from pipefilter.application.resource_refusals import resource_refusals
from pipefilter.application.template_input import has_patterns, read_template
from pipefilter.errors import InvalidEventPattern, UnreadableInput
from pipefilter.json_text.place import place_of
from pipefilter.json_text.tree import decoded
from pipefilter.language.filter_criteria import FilterCriteria, InvalidFilter, parse_valid_filters
from pipefilter.language.parse import parse
from pipefilter.templates.declarations import Declarations
from pipefilter.templates.located_filters import LocatedFilters
from pipefilter.templates.nodes.node import NoSuchParameter, TemplateFault
from pipefilter.templates.parsed_resource import parse_resource
from pipefilter.templates.recognition import is_json_name
from pipefilter.templates.reference import NoSuchPattern, select_resource
from pipefilter.templates.resource_findings import resource_problems
from pipefilter.templates.template_file import TemplateFile, template_file
from pipefilter.templates.values import NO_VALUES, Values

__all__ = ["read_file"]


def read_file(  # noqa: PLR0913 - the facts about a file
    side: Side,
    name: str,
    *,
    group: str,
    is_named: bool = True,
    has_pair: bool = False,
    reference: tuple[str, int] | None = None,
    values: Values[str, str] = NO_VALUES,
) -> FileFilters:
    """Read the filters in a file.

    Args:
        group: see `FilterList`.
        is_named: whether the user named the file itself, and not its folder.
        has_pair: whether the file has filters on the other side, so that it must be readable here.
        reference: the name of a resource, and the number of a filter; 0 for all.
        values: of parameters or variables of templates, by name.
    """
    reader = _Reader(side, name, group, values)
    try:
        file = reader.read(is_named=is_named, has_pair=has_pair, reference=reference)
        return replace(file, parameters=reader.parameters)
    except UnreadableInput as error:
        return FileFilters(reader.label, group, unreadable=str(error))


class _Reader:
    def __init__(self, side: Side, name: str, group: str, values: Values[str, str]) -> None:
        self._side = side
        self._name = name
        self._group = group
        self._values = values
        self._path = side.path(name)
        self.label = side.label(name)
        self.parameters: frozenset[str] = frozenset()

    def read(self, *, is_named: bool, has_pair: bool, reference: tuple[str, int] | None) -> FileFilters:
        data = self._side.contents(self._name)
        is_json = self._path == STDIN or is_inline(self._path)
        if reference is not None or not is_plain_json(data, self._path, is_json=is_json, is_named=is_named):
            files = self._side.module(self._name)
            values = self._declared(data)
            self.parameters = frozenset(values)
            template = read_template(
                self._path,
                data,
                label=self.label,
                is_named=is_named,
                is_json=is_json,
                values=values,
                files=files,
            )
            if template is not None and (
                template.resources if is_named else has_patterns(template, self._path)
            ):
                return self._template(template, reference)
            if reference is not None:
                raise UnreadableInput(f"{self.label} is not a template: # selects a resource in a template")
            if template is not None:
                declarations = Declarations(self._path, template.tool, template.text)
                return FileFilters(self.label, self._group, declarations=declarations)
            if has_pair and not is_json_name(self._path):
                require_readable(self._path, data, self.label, self._side.module(self._name))
            if (
                not is_named
                and not (has_pair and self._is_json(data))
                and not is_meant_as_pattern(self._path, data)
            ):
                return FileFilters(self.label, self._group)
        return FileFilters(self.label, self._group, (self._plain(data),))

    def _is_json(self, data: bytes) -> bool:
        """Whether a file that should have filters can only be JSON.

        Raises:
            UnreadableInput: it is not text.
        """
        try:
            decoded(data)
        except UnicodeDecodeError:
            raise UnreadableInput(f"{self.label} is not UTF-8: save it as UTF-8") from None
        if b"\0" in data:
            raise UnreadableInput(f"{self.label} is not a text file")
        return is_json_name(self._path)

    def _declared(self, data: bytes) -> Values[str, str]:
        """The values of the parameters that the template has."""
        values = dict(self._values)
        while values:
            try:
                template_file(self._path, data, self._side.module(self._name), values=values)
            except NoSuchParameter as fault:
                del values[fault.name]
            except (TemplateFault, UnicodeDecodeError):
                break
            else:
                break
        return values

    def _plain(self, data: bytes) -> FilterList:
        """A pattern or filter criteria in JSON."""
        problems: list[LocatedProblem] = []
        criteria = FilterCriteria(())
        try:
            criteria, faults = parse_valid_filters(data)
        except InvalidEventPattern as error:
            faults = []
            error = in_words_of_sns(error, data, is_policy=False)
            text = decoded(data) if isinstance(error, InvalidFilter) else ""
            problems += invalid_report(self.label, error, text).problems
        for fault in faults:
            problems += invalid_report(self.label, fault, criteria.text).problems
        if service_of_scope(criteria) is not None:  # SNS may reject it
            reports = pattern_reports(self.label, data, CheckSettings())
            problems += [problem for report in reports for problem in report.problems]
        patterns = tuple(ScopedPattern(each.pattern, each.scope) for each in criteria.filters)
        return FilterList(
            self.label,
            self._group,
            patterns=patterns,
            identity=data if problems else patterns,
            problems=tuple(problems),
            is_bare_pattern=criteria.is_bare_pattern,
        )

    def _template(self, template: TemplateFile, reference: tuple[str, int] | None) -> FileFilters:
        declarations = Declarations(self._path, template.tool, template.text)
        identities = Identities(template, declarations, self._included, self._module(template), self._settings)
        resources = template.resources
        number = 0
        if reference is not None:
            number = reference[1]
            try:
                resources = (select_resource(resources, *reference, self.label),)
            except NoSuchPattern as error:
                raise UnreadableInput(str(error)) from None
        lists = tuple(self._list(each, template, identities, declarations, number) for each in resources)
        return FileFilters(self.label, self._group, lists, declarations=declarations)

    def _activation(
        self,
        located: LocatedFilters,
        template: TemplateFile,
        identities: Identities,
        declarations: Declarations,
    ) -> Activation | None:
        switch = declarations.switch(located)
        if switch is None:
            return None
        is_module = template.tool == "Terraform"
        calls = variable_values(self._side).calls(self._folder()) if is_module else ()
        return Activation(switch, identities.of_switch(switch), calls)

    def _list(
        self,
        located: LocatedFilters,
        template: TemplateFile,
        identities: Identities,
        declarations: Declarations,
        number: int,
    ) -> FilterList:
        resource = parse_resource(located, template.text)
        filters = [each for each in resource.filters if number in {0, each.located.number}]
        rejections = (*resource_problems(resource, template), *resource_refusals(resource, template))
        problems = tuple(
            LocatedProblem(self.label, problem, 0, problem.start, problem.end)
            for at, problem in rejections
            if number in {0, at}
        )
        gap = gap_of(resource, filters)
        patterns: list[ScopedPattern] = []
        unknown: dict[str, str] = {}
        for each in filters:
            source, filled = each.located.source, each.filled
            if gap or each.pattern is None or source is None or filled is None:
                continue
            marks = identities.marks(each.located)
            named = zip(marks, source.unknown, strict=True)
            gap = next((f"{name} may have another value" for mark, name in named if mark is None), "")
            if not gap:
                certain = [mark or "" for mark in marks]
                text = marked_text(source, certain, filled.filling)
                patterns.append(ScopedPattern(parse(text), each.located.scope))
                unknown |= dict(zip(certain, source.unknown, strict=True))
        is_open = template.tool == "Terraform" and any(map(has_open_holes, filters))
        return FilterList(
            self.label,
            self._group,
            resource=located.name.strip(),
            kind=located.kind,
            service=located.service,
            source=located.source,
            place=place_of(template.text, located.start),
            patterns=tuple(patterns),
            identity=identities.identity(located),
            unknown=unknown,
            gap=gap,
            problems=problems,
            has_open_forms=is_open,
            is_bare_pattern=located.is_bare_pattern,
            activation=self._activation(located, template, identities, declarations),
            located=located,
        )

    def _included(self, path: str) -> bytes | None:
        """An included file, by its path from the folder of this one."""
        try:
            return self._side.contents(posixpath.normpath(posixpath.join(self._folder(), path)))
        except (UnreadableInput, OSError):
            return None

    def _settings(self, names: set[str]) -> Hashable:
        """What may give variables of a Terraform module their values."""
        return variable_values(self._side).of(self._folder(), names)

    def _folder(self) -> str:
        """The folder of the file."""
        return self._name.rpartition("/")[0] or "."

    def _module(self, template: TemplateFile) -> str:
        """The texts of all files of a Terraform module."""
        files = self._side.module(self._name)
        if files is None:
            return ""
        return "\n".join((template.text, *(text for _, text in files.configurations())))
