"""A folder of event patterns, as the rules of an event bus."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipefilter.application.refused_filters import service_findings
from pipefilter.cli.inputs import InputError, is_folder, is_reference, is_yaml
from pipefilter.cli.named_files import all_files, expanded
from pipefilter.cli.placement import placement_of
from pipefilter.cli.refused_filters import report_service_findings
from pipefilter.cli.verdicts import Wanted, read_or_report
from pipefilter.filtering.placement import Contradiction, Placement, resolve_placement
from pipefilter.filtering.record_reader import is_about_wrapper
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.ready_patterns import PATTERN_FILE

if TYPE_CHECKING:
    from pipefilter.application.rule_scanning import RuleScanning

__all__ = ["NamedRules", "read_rules"]


@dataclass(frozen=True, slots=True)
class NamedRules:
    """Filters of which each is evaluated by itself.

    Args:
        rules: by name.
        placement: what is certain of where all of them run, and where their records are from.
        placements: the same of each, by name: more is certain of filter criteria than of a pattern.
    """

    rules: Mapping[str, FilterCriteria]
    placement: Placement
    placements: Mapping[str, Placement]

    @property
    def names(self) -> tuple[str, ...]:
        """Their names; a rule's number is its place."""
        return tuple(self.rules)

    def scanning(self) -> RuleScanning:
        """What makes a scanner of them."""
        from pipefilter.application.record_scanner import RecordScanning  # noqa: PLC0415 - only for much traffic
        from pipefilter.application.rule_scanning import RuleScanning  # noqa: PLC0415 - likewise

        return RuleScanning(
            tuple(RecordScanning(rule, self.placements[name]) for name, rule in self.rules.items())
        )


def read_rules(folder: str, service: str | None, source: str | None, *, as_json: bool) -> NamedRules | None:
    """The patterns in a folder by their names; None if one is not valid or cannot be read, which is said then.

    A pattern's name is that of its file without the suffix, or of its folder if the file is called
    `pattern.json`, with the folders on the way.

    Args:
        folder: or one pattern's file, or a glob of such.
        service: where they run, as an option says.
        source: of their records, as an option says.
        as_json: say it as JSON.

    Raises:
        InputError: there is no such folder, or no pattern in it, or two of one name.
        click.UsageError: the service does not read from the source.
    """
    if "#" in folder and is_reference(folder):
        raise InputError(f"--rules takes a folder of patterns; give {folder} as the PATTERN")
    rules = _rules_in(folder, as_json=as_json)
    if rules is None:
        return None
    filters = tuple(each for rule in rules.values() for each in rule.filters)
    if len({bool(each.scope) for each in filters}) > 1:
        raise InputError(
            f"some filters in {folder} are for a scope and others are not: no service takes both; "
            "give each kind a folder of its own"
        )
    placement = placement_of(FilterCriteria(filters, is_lone=True), service=service, source=source)
    placements = {}
    for name, rule in rules.items():
        try:
            placements[name] = resolve_placement(rule, service=service or "", source=source or "")
        except Contradiction as error:
            raise InputError(f"rule {name}: {error}") from None
    return NamedRules(rules, placement, placements)


def _files_in(folder: str) -> list[str]:
    """The files with patterns, in JSON or in YAML, in a folder or in what a glob matches."""
    if (names := expanded(folder)) != [folder]:
        return [file for name in names for file in (_files_in(name) if is_folder(name) else [name])]
    top = Path(folder)
    yaml = [str(path) for path in top.rglob("*") if is_yaml(str(path))] if is_folder(folder) else []
    try:
        return sorted([*all_files([folder], patterns=True), *yaml])
    except InputError:
        if yaml:
            return sorted(yaml)
        raise


def _rules_in(folder: str, *, as_json: bool) -> dict[str, FilterCriteria] | None:
    wanted = Wanted(as_json, brief=False, verbose=False)
    files = _files_in(folder)
    top = folder if is_folder(folder) else os.path.commonpath([Path(file).parent for file in files])
    found: dict[str, FilterCriteria] = {}
    complete = True
    for file in files:
        path = Path(file)
        below = path.relative_to(top)
        in_folder = path.name == PATTERN_FILE and below.parent != Path()
        pattern = read_or_report(file, wanted)
        if pattern is None:
            complete = False
            continue
        name = (below.parent if in_folder else below.with_suffix("")).as_posix()
        if name in found:
            raise InputError(f"two patterns in {folder} have the name {name}: rename one")
        found[name] = pattern
        if is_about_wrapper(each.pattern for each in pattern.filters):
            report_service_findings(service_findings(pattern, resolve_placement(pattern)), file, wanted)
    return found if complete else None
