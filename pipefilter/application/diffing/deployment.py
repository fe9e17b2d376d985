"""Compares templates with what is deployed in an account: what a deployment would change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipefilter.application.deployed_check import CheckedFilter
from pipefilter.application.diffing.deciding import addition, difference, is_same, removal, unfiltered
from pipefilter.application.diffing.difference import Diff, Difference
from pipefilter.application.diffing.filter_list import FileFilters, FilterList, ScopedPattern
from pipefilter.application.diffing.resource_names import (
    IDENTIFYING_PROPERTIES,
    has_physical_id,
    has_same_ends,
)
from pipefilter.application.diffing.stack_tree import StackTemplates
from pipefilter.application.report import LocatedProblem
from pipefilter.aws.deployed.filter import SERVICES_OF, DeployedFilter, Kind
from pipefilter.dataclass import dataclass

__all__ = ["diff_deployed", "kinds_in"]

_UNKNOWN_NAME = "it is not known which deployed resource this is: its name is not in the template, and no deployed filter is equal"
_IN_LOOP = "it is not known which deployed resources these are: a loop declares them"
_INCOMPLETE = "the template has a loop or a macro, which may declare this resource"
_LOOP = re.compile(r"[$&]\{")
"""The identifier of a loop in a logical ID."""
_MAX_COMPARED = 200
"""Pairs of filters without a name in common that are compared."""


@dataclass(frozen=True, slots=True, eq=False)
class _Deployed:
    """A deployed filter, and its filters in the form of a diff."""

    deployed: DeployedFilter
    filters: FilterList


def kinds_in(files: Sequence[FileFilters]) -> tuple[Kind, ...]:
    """The kinds of resources whose filters are in templates."""
    services = {each.service for file in files for each in file.lists}
    return tuple(
        kind for kind, names in SERVICES_OF.items() if "" in services or not services.isdisjoint(names)
    )


def diff_deployed(
    stacks: Sequence[StackTemplates], account: Sequence[CheckedFilter], not_read: Sequence[str] = ()
) -> Diff:
    """What a deployment of templates would change.

    Args:
        stacks: the templates, by the stacks to which they are deployed; the outermost first.
        account: the deployed filters.
        not_read: sentences on what cannot be read in the account.
    """
    left = [_Deployed(each.deployed, _filter_list(each)) for each in account]
    differences: list[Difference] = []
    unreadable: list[str] = []
    for templates in stacks:
        pairing = _Pairing(left, templates)
        pairs = [pairing.difference(each, file) for file in templates.files for each in file.lists]
        differences += [_within(pair, templates) for pair in pairs if pair is not None]
        faults = [file.unreadable for file in templates.files if file.unreadable]
        unreadable += faults
        if not faults and not not_read:
            differences += [_within(pair, templates) for pair in pairing.rest()]
    outermost = stacks[0]
    old = f"the stack {outermost.stack.name}" if outermost.stack is not None else "the account"
    new = ", ".join(file.label for file in outermost.files)
    return Diff(old, new, tuple(differences), tuple(unreadable), tuple(not_read))


def _within(pair: Difference, templates: StackTemplates) -> Difference:
    """A difference with the nested stack to which it belongs."""
    if not templates.path:
        return pair
    name = f"in the nested stack {'.'.join(templates.path)}"
    return replace(pair, note="; ".join(filter(None, (name, pair.note))))


class _Pairing:
    """Pairs the filters in the templates of one stack with those that are deployed.

    Args:
        left: the deployed filters that are not paired yet; pairs are removed from it.
    """

    def __init__(self, left: list[_Deployed], templates: StackTemplates) -> None:
        self._left = left
        self._files = templates.files
        self._stack = templates.stack
        self._values = templates.values
        self._compared = 0

    def difference(self, new: FilterList, file: FileFilters) -> Difference | None:
        """What a deployment changes in the filters of a resource; None if it is not deployed before and after."""
        deployed, is_named = self._same_resource(new, file)
        condition, is_true = self._condition(new, file)
        if deployed is None and is_true is False:
            return None
        if deployed is None and self._stack is not None:
            if is_true is None:
                return _doubt(new, f"whether it is deployed depends on the condition {condition}")
            if _LOOP.search(new.resource):
                return _doubt(new, _IN_LOOP)
        if deployed is None and not is_named:
            deployed = self._same_filters(new)
            if deployed is None:
                return _doubt(new, _UNKNOWN_NAME)
        if deployed is None:
            return addition(new)
        self._left.remove(deployed)
        return _of_pair(deployed, new) if is_true is not False else removal(deployed.filters)

    def _condition(self, new: FilterList, file: FileFilters) -> tuple[str, bool | None]:
        """The condition of a resource, and its value; None if that is not known."""
        if file.declarations is None or new.located is None:
            return "", True
        return file.declarations.condition(new.located, self._values)

    def rest(self) -> list[Difference]:
        """The filters of the stack's other resources, which a deployment removes, maybe with their resources."""
        if self._stack is None:
            return []
        declared: dict[str, FileFilters] = {
            logical_id: file
            for file in self._files
            if file.declarations is not None
            for logical_id in file.declarations.logical_ids()
        }
        are_complete = all(file.declarations is None or file.declarations.is_complete for file in self._files)
        differences = []
        for logical_id, physical_id in self._stack.physical_ids.items():
            for each in [each for each in self._left if has_physical_id(each.deployed, physical_id)]:
                if not (each.filters.patterns or each.filters.problems or each.filters.gap):
                    continue
                file = declared.get(logical_id)
                if file is None and not are_complete:
                    differences.append(_doubt(each.filters, _INCOMPLETE, is_old=True))
                elif file is None or each.deployed.kind == "rule":
                    differences.append(removal(each.filters))
                else:
                    bare = replace(unfiltered(each.filters), file=file.label, resource=logical_id)
                    differences.append(_of_pair(each, bare))
        return differences

    def _same_resource(self, new: FilterList, file: FileFilters) -> tuple[_Deployed | None, bool]:
        """The same resource in the account, and whether the account certainly has no other that could be it."""
        kinds = [each for each in self._left if new.service in SERVICES_OF[each.deployed.kind]]
        if self._stack is not None:
            physical_id = self._physical_id(new.resource)
            same = [each for each in kinds if physical_id and has_physical_id(each.deployed, physical_id)]
            return (same[0] if len(same) == 1 else None), True
        if file.declarations is None or new.located is None:
            return None, False
        properties = {
            name: file.declarations.text_property(new.located, self._values, *names)
            for name, names in IDENTIFYING_PROPERTIES.items()
        }
        if new.service == "lambda" or new.service in SERVICES_OF["subscription"]:
            same = [each for each in kinds if has_same_ends(each.deployed, properties)]
            return (same[0] if len(same) == 1 else None), False
        name = properties["name"]
        same = [each for each in kinds if name and each.deployed.names[-1] == name]
        if properties["bus"]:
            bus = properties["bus"].rpartition("/")[2]
            same = [each for each in same if each.deployed.names[0] == bus]
        return (same[0] if len(same) == 1 else None), bool(name) and len(same) < 2

    def _physical_id(self, resource: str) -> str:
        """The physical ID of a resource, or of the one that SAM makes of an event of a function."""
        assert self._stack is not None
        ids = self._stack.physical_ids
        return ids.get(resource) or ids.get(resource.replace(".", "")) or ""

    def _same_filters(self, new: FilterList) -> _Deployed | None:
        """The first deployed resource with equal filters; resources without filters are all alike."""
        kinds = [each for each in self._left if each.filters.service == new.service and each.filters.patterns]
        for each in kinds:
            if is_same(each.filters, new):
                return each
        for each in kinds:
            self._compared += 1
            if self._compared > _MAX_COMPARED:
                break
            if difference(each.filters, new).status == "equal":
                return each
        return None


def _doubt(filters: FilterList, reason: str, *, is_old: bool = False) -> Difference:
    """A resource of which it is not known whether, or as what, it is deployed.

    Args:
        is_old: whether it is in the account, and not in a template.
    """
    certain = removal(filters) if is_old else addition(filters)
    if filters.problems:
        return certain
    return replace(certain, status="not proven", loses=None, gains=None, reason=reason)


def _of_pair(deployed: _Deployed, new: FilterList) -> Difference:
    old = replace(deployed.filters, group=new.group, resource=new.resource)
    pair = difference(old, new)
    note = "; ".join(filter(None, (f"deployed as {deployed.deployed.name}", pair.note)))
    return replace(pair, note=note)


def _filter_list(checked: CheckedFilter) -> FilterList:
    """Deployed filters in the form of a diff."""
    deployed = checked.deployed
    filters = checked.criteria.filters if checked.criteria is not None else ()
    problems = tuple(
        LocatedProblem(deployed.name, problem, 0, problem.start, problem.end)
        for fault in checked.faults
        for problem in fault.problems
    )
    return FilterList(
        deployed.name,
        "",
        kind=deployed.kind,
        service=checked.service.name,
        source=checked.source.name if checked.source is not None else "",
        patterns=tuple(ScopedPattern(each.pattern, each.scope) for each in filters),
        gap=deployed.unreadable,
        problems=problems,
        is_bare_pattern=deployed.kind in ("rule", "subscription"),
    )
