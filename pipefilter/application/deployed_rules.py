"""Finds deployed rules of one bus that send the same events to the same target."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pipefilter.application.covered_rules import covered_rules
from pipefilter.application.deployed_check import CheckedFilter
from pipefilter.aws.deployed.filter import DeployedFilter
from pipefilter.dataclass import dataclass
from pipefilter.events.records import RECORD_SHAPES

__all__ = ["DoubleRule", "DoubleRules", "double_rules"]

_ENABLED = "ENABLED"


@dataclass(frozen=True, slots=True)
class DoubleRule:
    """A rule, and another one that matches everything that it matches and has a target in common; that is proven.

    Args:
        is_equal: whether they match the same events.
        targets: the ARNs of the common targets, which receive these events twice.
    """

    rule: DeployedFilter
    other: DeployedFilter
    is_equal: bool
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DoubleRules:
    """All such rules.

    Args:
        is_complete: whether all rules were compared.
    """

    rules: tuple[DoubleRule, ...]
    is_complete: bool


def double_rules(
    filters: Sequence[CheckedFilter], targets_of: Callable[[DeployedFilter], Mapping[str, str]]
) -> DoubleRules:
    """Compare the enabled rules of each bus; of two that match the same events, the later one is reported.

    Args:
        targets_of: the ARNs of the targets of a rule, by a text that is equal for targets that receive the same of an
            event; called for rules that others cover only, as it may be slow.
    """
    buses: dict[str, dict[str, CheckedFilter]] = {}
    for each in filters:
        deployed = each.deployed
        if (
            deployed.kind == "rule"
            and deployed.state == _ENABLED
            and each.criteria is not None
            and not each.faults
        ):
            buses.setdefault(deployed.names[0], {})[deployed.name] = each
    known: dict[str, Mapping[str, str]] = {}

    def targets(deployed: DeployedFilter) -> Mapping[str, str]:
        if deployed.name not in known:
            known[deployed.name] = targets_of(deployed)
        return known[deployed.name]

    double: list[DoubleRule] = []
    is_complete = True
    for rules in buses.values():
        order = list(rules)
        patterns = {
            name: each.criteria.filters[0].pattern for name, each in rules.items() if each.criteria is not None
        }
        covered = covered_rules(patterns, RECORD_SHAPES["bus"])
        is_complete = is_complete and covered.is_complete
        pairs = dict.fromkeys(covered.pairs)
        for narrow, wide in pairs:
            is_equal = (wide, narrow) in pairs
            if is_equal and order.index(narrow) < order.index(wide):
                continue
            rule, other = rules[narrow].deployed, rules[wide].deployed
            common = tuple(arn for key, arn in targets(rule).items() if key in targets(other))
            if common:
                double.append(DoubleRule(rule, other, is_equal, common))
    return DoubleRules(tuple(double), is_complete)
