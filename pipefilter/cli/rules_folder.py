"""A folder of event patterns, as the rules of an event bus."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipefilter.application.pattern_names import names_in_file
from pipefilter.cli.inputs import InputError, is_folder, is_inline, is_reference
from pipefilter.cli.named_files import all_files
from pipefilter.cli.placement import placement_of
from pipefilter.cli.verdicts import Wanted, read_or_report
from pipefilter.errors import UnreadableInput
from pipefilter.filtering.placement import Contradiction, Placement, resolve_placement
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
    `pattern.json`, with the folders on the way; in a template, that of its resource behind `#`.

    Args:
        folder: or a file with a pattern, a template, or a glob of such.
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
    criteria = {name: rule.criteria for name, rule in rules.items()}
    filters = tuple(each for rule in criteria.values() for each in rule.filters)
    if len({bool(each.scope) for each in filters}) > 1:
        raise InputError(
            f"some filters in {folder} are for a scope and others are not: no service takes both; "
            "give each kind a folder of its own"
        )
    placement = placement_of(FilterCriteria(filters, is_lone=True), service=service, source=source)
    placements = {}
    for name, rule in rules.items():
        try:
            placements[name] = resolve_placement(
                rule.criteria, service=service or rule.service, source=source or rule.source
            )
        except Contradiction as error:
            raise InputError(f"rule {name}: {error}") from None
    return NamedRules(criteria, placement, placements)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule, and what its template says of where it runs.

    Args:
        criteria: its pattern, or filter criteria.
        service: the name of its service; "" if no template says it.
        source: the name of the source of its records, likewise.
    """

    criteria: FilterCriteria
    service: str = ""
    source: str = ""


def _names(folder: str) -> list[str]:
    """The patterns in a folder or in what a glob matches: files, and those named in templates."""
    try:
        return [
            name
            for file in all_files([folder], patterns=True)
            for name in ([file] if "#" in file or is_inline(file) else names_in_file(file))
        ]
    except UnreadableInput as error:
        raise InputError(str(error)) from None


def _rules_in(folder: str, *, as_json: bool) -> dict[str, _Rule] | None:
    wanted = Wanted(as_json, brief=False, verbose=False)
    files = _names(folder)
    top = folder if is_folder(folder) else os.path.commonpath([Path(file).parent for file in files])
    rules: dict[str, _Rule] = {}
    complete = True
    for file in files:
        name = _rule_name(Path(file).relative_to(top))
        rule = _read(file, wanted)
        if rule is None:
            complete = False
            continue
        if name in rules:
            raise InputError(f"two patterns in {folder} have the name {name}: rename one")
        rules[name] = rule
    return rules if complete else None


def _rule_name(below: Path) -> str:
    """The name of a rule: that of its file without the suffix, of its folder, or of its resource in a template."""
    if below.name == PATTERN_FILE and below.parent != Path():
        return below.parent.as_posix()
    file, mark, resource = below.name.partition("#")
    return (below.parent / f"{Path(file).stem}{mark}{resource}").as_posix()


def _read(name: str, wanted: Wanted) -> _Rule | None:
    criteria = read_or_report(name, wanted)
    if criteria is None:
        return None
    if not is_reference(name):
        return _Rule(criteria)
    from pipefilter.cli.pattern_in_template import template_pattern  # noqa: PLC0415 - only for a template

    deployed = template_pattern(name)
    assert deployed is not None  # noqa: S101 - it is a reference
    if deployed.unknown:
        unknown = ", ".join(deployed.unknown)
        raise InputError(
            f"{name}: the template does not tell what {unknown} is; give it as the PATTERN, and not to --rules"
        )
    return _Rule(criteria, deployed.service or "", deployed.source or "")
