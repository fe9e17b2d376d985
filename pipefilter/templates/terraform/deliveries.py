"""From which buses the rules of a Terraform module read, and to which targets they certainly send events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipefilter.dataclass import dataclass
from pipefilter.json_text.writer import quoted
from pipefilter.templates.delivery import Delivery
from pipefilter.templates.located_filters import LocatedFilters
from pipefilter.templates.nodes.node import Mapping, Node, Scalar, Sequence, TemplateFault
from pipefilter.templates.terraform.module_scope import ModuleScope
from pipefilter.templates.terraform.value_keys import ValueKeys, reference_key
from pipefilter.templates.terraform.values import TerraformValues

__all__ = ["with_deliveries"]

_RULE, _TARGET = "aws_cloudwatch_event_rule", "aws_cloudwatch_event_target"
_BUSES = ("aws_cloudwatch_event_bus", "data.aws_cloudwatch_event_bus")
_DEFAULT = quoted("default")
_PLACE = ("provider", "region")
"""Arguments that decide in which region and account a resource is."""
_NOT_RECEIVED = (
    "rule",
    "event_bus_name",
    "target_id",
    "dead_letter_config",
    "retry_policy",
    "force_destroy",
    "depends_on",
    "lifecycle",
    *_PLACE,
)
"""Arguments of a target that do not change what it receives."""
_LIFECYCLE = (
    "create_before_destroy",
    "prevent_destroy",
    "replace_triggered_by",
    "precondition",
    "postcondition",
)
"""Arguments of `lifecycle` with which a resource is still there as it is written."""


def with_deliveries(
    filters: Iterable[LocatedFilters], scope: ModuleScope, source: str
) -> Iterator[LocatedFilters]:
    """The filters of a file, with the deliveries of its rules.

    Args:
        scope: the names of the module.
        source: the file.
    """
    located = list(filters)
    if sum(each.kind == _RULE for each in located) < 2:  # there is nothing to compare
        yield from located
        return
    module = _Module(scope, source)
    for each in located:
        yield replace(each, delivery=module.delivery(each.name)) if each.kind == _RULE else each


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule that is certainly there once.

    Args:
        place: of its bus; equal for the same bus.
        is_enabled: whether that is certain.
    """

    address: str
    body: Mapping
    place: str
    is_enabled: bool


class _Module:
    """Finds the deliveries of rules; its work does not count for the file."""

    def __init__(self, scope: ModuleScope, source: str) -> None:
        self._values = TerraformValues(scope, source)
        self._keys = ValueKeys(self._values)
        self._by_address: dict[str, Delivery | None] = {}
        try:
            self._by_address = dict(self._deliveries(scope))
        except (TemplateFault, RecursionError):  # too much work: no delivery is certain
            return

    def delivery(self, address: str) -> Delivery | None:
        """The delivery of a rule; None if it is not certain."""
        return self._by_address.get(address)

    def _deliveries(self, scope: ModuleScope) -> Iterator[tuple[str, Delivery]]:
        rules = list(self._rules(scope.resources_of(_RULE)))
        buses = {reference_key(f"{rule.address}.event_bus_name"): rule.place for rule in rules}
        names = self._names(rules)
        targets: dict[str, list[tuple[str, str]]] = {}
        for bodies in scope.resources_of(_TARGET).values():
            body = bodies[0]
            if len(bodies) > 1 or not _is_certain(body):
                continue
            bus, name = self._key(body, "event_bus_name"), self._key(body, "rule")
            place = self._place(body) if bus is None else buses.get(bus, self._place(body))
            address = None if place is None or name is None else names.get((place, name))
            target = self._target(body)
            if address is not None and target is not None:
                targets.setdefault(address, []).append(target)
        for rule in rules:
            if rule.is_enabled:
                yield rule.address, Delivery(rule.place, tuple(targets.get(rule.address, ())))

    def _rules(self, rules: dict[str, list[Mapping]]) -> Iterator[_Rule]:
        for address, bodies in rules.items():
            body = bodies[0]
            place = self._place(body)
            if len(bodies) == 1 and _is_certain(body) and place is not None:
                yield _Rule(address, body, place, self._is_enabled(body))

    def _names(self, rules: list[_Rule]) -> dict[tuple[str, str], str]:
        """The addresses of the rules by bus and name, which is a reference or a string."""
        names: dict[tuple[str, str], str] = {}
        for rule in rules:
            names[rule.place, reference_key(f"{rule.address}.name")] = rule.address
            if self._bus(rule.body) == _DEFAULT:  # elsewhere, the ID is not the name
                names[rule.place, reference_key(f"{rule.address}.id")] = rule.address
            name = self._key(rule.body, "name")
            if name is not None:
                names.setdefault((rule.place, name), rule.address)
        return names

    def _place(self, body: Mapping) -> str | None:
        """A key for the bus of a rule or a target, in its region and account; None if it is not certain."""
        bus = self._bus(body)
        places = {name: self._key(body, name) for name in _PLACE if body.get(name) is not None}
        return None if bus is None or None in places.values() else f"{bus} {places}"

    def _bus(self, body: Mapping) -> str | None:
        if _is_absent(body.get("event_bus_name")):
            return _DEFAULT
        key = self._key(body, "event_bus_name")
        for kind in _BUSES:
            address, _, attribute = (key or "").rpartition(".")
            if address.startswith(reference_key(f"{kind}.")) and attribute in {"name", "arn", "id"}:
                return address
        return key

    def _is_enabled(self, body: Mapping) -> bool:
        state, enabled = body.get("state"), body.get("is_enabled")
        return (_is_absent(state) or self._key(body, "state") == quoted("ENABLED")) and (
            _is_absent(enabled) or self._key(body, "is_enabled") in {"true", quoted("true")}
        )

    def _target(self, body: Mapping) -> tuple[str, str] | None:
        """A key for a target with its input, and its name for messages; None if it is not certain."""
        members = [
            (name.value, self._keys.key(value))
            for name, value in body.members
            if name.value not in {"", *_NOT_RECEIVED} and not _is_absent(value)
        ]
        arn = dict(members).get("arn")
        if arn is None or any(key is None for _, key in members):
            return None
        return str(sorted(members)), self._keys.words(arn)

    def _key(self, body: Mapping, name: str) -> str | None:
        node = body.get(name)
        return None if node is None else self._keys.key(node)


def _is_absent(node: Node | None) -> bool:
    return node is None or (isinstance(node, Scalar) and node.value is None)


def _is_certain(body: Mapping) -> bool:
    """Whether a resource is certainly there once, as it is written."""
    if body.get("count", "for_each") is not None:
        return False
    lifecycle = body.get("lifecycle")
    blocks = lifecycle.items if isinstance(lifecycle, Sequence) else () if lifecycle is None else (lifecycle,)
    return all(
        isinstance(block, Mapping) and all(name.value in _LIFECYCLE for name, _ in block.members)
        for block in blocks
    )
