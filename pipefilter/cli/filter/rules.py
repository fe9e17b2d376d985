"""Reads a folder of event patterns as the rules of an event bus."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipefilter.application.filters import Filters
from pipefilter.application.loading import filters_in_text
from pipefilter.application.pattern_names import names_in_file
from pipefilter.application.refused_filters import ServiceFindings, service_findings, service_refusals
from pipefilter.cli.filter.options import FilterOptions
from pipefilter.cli.inputs.files import (
    InputError,
    UnspecifiedFilters,
    input_errors,
    is_folder,
    is_inline,
    is_reference,
    pattern_text,
)
from pipefilter.cli.inputs.invalid_filters import report_invalid
from pipefilter.cli.inputs.names import all_files
from pipefilter.cli.inputs.placement import placement_of
from pipefilter.cli.inputs.refused_filters import report_service_findings, report_unread_content
from pipefilter.cli.terminal.output import message
from pipefilter.dataclass import dataclass
from pipefilter.errors import InvalidEventPattern, TemplateGap
from pipefilter.filtering.lookup import Contradiction
from pipefilter.filtering.placement import Placement
from pipefilter.filtering.record_reader import is_about_wrapper
from pipefilter.language.filter_criteria import SCOPES, FilterCriteria
from pipefilter.ready_patterns import PATTERN_FILE

if TYPE_CHECKING:
    from pipefilter.application.rule_scanning import RuleScanning

__all__ = ["NamedRules", "read_rules"]


@dataclass(frozen=True, slots=True)
class NamedRules:
    """Rules that are evaluated independently of each other, and the placement that is certain for all of them.

    Args:
        are_all: whether no rule is left out because its template does not specify it in full.
    """

    rules: Mapping[str, Filters]
    placement: Placement
    are_all: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """Their names; the number of a rule is its index."""
        return tuple(self.rules)

    def scanning(self) -> RuleScanning:
        """The recipe for a scanner, which can be sent to other processes."""
        from pipefilter.application.rule_scanning import RuleScanning

        return RuleScanning(tuple(rule.scanning() for rule in self.rules.values()))


def read_rules(folder: str, options: FilterOptions) -> NamedRules | None:
    """The patterns in a folder, a file or a glob; None, which is reported, if one is not valid or cannot be read.

    A rule that its template does not specify in full is reported and left out; but no rule may be missing if the events
    that match none are the result.

    A pattern's name is that of its file without the suffix, or of its folder if the file is called
    `pattern.json`, with the folders on the way; in a template, that of its resource behind `#`.

    Raises:
        InputError: there is no such folder, or no pattern in it, or two of one name.
        click.UsageError: the service does not read from the source.
    """
    if "#" in folder and is_reference(folder):
        raise InputError(f"--rules expects a folder of patterns: give {folder} as the PATTERN")
    nothing = FilterCriteria((), is_bare_pattern=True)
    placement_of(nothing, service=options.service, source=options.source)  # before each rule reports the same
    rules, unspecified = _rules_in(folder, options)
    if rules and unspecified and options.inverted:
        message("nothing printed: whether an event matches no rule is known only if all rules are evaluated")
    if rules is None or (unspecified and (options.inverted or not rules)):
        return None
    filters = tuple(each for rule in rules.values() for each in rule.criteria.filters)
    if len({each.scope in SCOPES for each in filters}) > 1:
        raise InputError(
            f"some filters in {folder} have a scope and others do not, and no service supports both: "
            "put each kind into its own folder"
        )
    # nothing is assumed about a rule with a scope
    unscoped = tuple(each for each in filters if not each.scope)
    criteria = FilterCriteria(unscoped or filters, is_bare_pattern=True)
    placement = placement_of(criteria, service=options.service, source=options.source)
    return NamedRules(rules, placement, are_all=not unspecified)


def _names(folder: str) -> list[str]:
    """The patterns in a folder or in what a glob matches: files, and those named in templates."""
    with input_errors():
        return [
            name
            for file in all_files([folder], patterns=True)
            for name in ([file] if "#" in file or is_inline(file) else names_in_file(file))
        ]


def _rules_in(folder: str, options: FilterOptions) -> tuple[dict[str, Filters] | None, int]:
    """The rules by name, None if one is not valid or cannot be read; and how many are not specified in full."""
    files = _names(folder)
    top = folder if is_folder(folder) else os.path.commonpath([Path(file).parent for file in files])
    rules: dict[str, Filters] = {}
    complete, unspecified = True, 0
    for file in files:
        name = _rule_name(Path(file).relative_to(top))
        try:
            rule = _read(file, options)
        except Contradiction as error:
            InputError(f"rule {name}: {error}").show()
            rule = None
        except UnspecifiedFilters as error:
            error.show()
            unspecified += 1
            continue
        except InputError as error:
            error.show()
            rule = None
        if rule is None:
            complete = False
            continue
        if name in rules:
            raise InputError(f"two patterns in {folder} have the name {name}: rename one of them")
        rules[name] = rule
    return rules if complete else None, unspecified


def _rule_name(below: Path) -> str:
    """The name of a rule: that of its file without the suffix, of its folder, or of its resource in a template."""
    if below.name == PATTERN_FILE and below.parent != Path():
        return below.parent.as_posix()
    file, mark, resource = below.name.partition("#")
    return (below.parent / f"{Path(file).stem}{mark}{resource}").as_posix()


def _read(name: str, options: FilterOptions) -> Filters | None:
    as_json = options.as_json
    try:
        text = pattern_text(name)
    except UnspecifiedFilters as error:
        raise UnspecifiedFilters(f"{error.message}, so this rule is not evaluated") from None
    if text.template is not None and text.template.unknown:
        unknown = ", ".join(text.template.unknown)
        raise UnspecifiedFilters(
            f"{name}: the template does not specify {unknown}, so this rule is not evaluated; pass it as PATTERN instead of in --rules"
        )
    try:
        filters = filters_in_text(text, service=options.service or "", source=options.source or "")
    except InvalidEventPattern as error:
        report_invalid(error, text, as_json=as_json)
        return None
    except TemplateGap as error:
        raise UnspecifiedFilters(f"{error}; this rule is not evaluated") from None
    if filters.placement.is_explicit:
        refusals = service_refusals(filters.criteria, filters.placement)
        if refusals:
            report_service_findings(ServiceFindings(refusals, ()), text.name, as_json=as_json)
            return None
    if is_about_wrapper(filters.patterns):
        findings = service_findings(filters.criteria, filters.placement)
        report_service_findings(findings, text.name, as_json=as_json)
    report_unread_content(filters.criteria, text.name)
    return filters
