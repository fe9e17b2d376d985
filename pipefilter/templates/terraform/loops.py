"""The elements of lists and objects that loops, `for_each` and dynamic blocks use, as far as they are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Protocol

from pipefilter.templates.nodes.node import (
    Call,
    Choice,
    Computed,
    Mapping,
    Node,
    Sequence,
    Text,
    Unknown,
)
from pipefilter.templates.terraform.elements import Element, Elements, both, concatenation, number_key, numbered
from pipefilter.templates.terraform.operators import truth
from pipefilter.templates.terraform.substitution import Binding, Bindings, bound, label_of

__all__ = ["Evaluation", "Loops"]

_MAX_DEPTH = 20
_MAX_CHOICES = 4
"""The elements of one list that may be absent, beyond which the list is not known: each doubles the variants."""


class Evaluation(Protocol):
    """Evaluates nodes."""

    def resolved(self, node: Node, depth: int = 0) -> Node:
        """The value of a node."""

    def target(self, node: Node) -> tuple[Node, bool]:
        """What a reference refers to, and whether that is certain; the default of a variable is not."""

    def condition(self, node: Node) -> str:
        """A condition as it is written."""

    def spend(self, place: int, count: int = 1) -> None:
        """Count work."""


class Loops:
    """Finds elements, and evaluates loops over them."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        self._calls: dict[str, Callable[[Call, int], Elements | None]] = {
            "conditional": self._conditional,
            "for": self._loop,
            "for object": self._loop,
            "merge": self._merged,
            "concat": self._concatenated,
            "flatten": self._flattened,
            "toset": self._set,
            "values": self._values,
        }

    def elements(self, node: Node, depth: int = 0) -> Elements | None:
        """The elements of a list, set or object that are known; None if nothing is known."""
        if depth > _MAX_DEPTH:
            return None
        target, is_certain = self._evaluation.target(node)
        find = self._calls.get(target.name) if isinstance(target, Call) else None
        if find is not None and isinstance(target, Call) and _parts(target):
            elements = find(target, depth + 1)
        else:
            elements = self._of_value(self._evaluation.resolved(target))
        if elements is None or is_certain:
            return elements
        return replace(elements, is_complete=False)

    def value(self, call: Call) -> Node | None:
        """The list or object that a `for` expression creates; a choice if few of its elements may be absent."""
        elements = self.elements(call)
        if elements is None:
            return None
        conditions = {item.condition for item in elements.items if item.condition}
        if len(conditions) > _MAX_CHOICES or not elements.is_complete:
            return None
        return self._chosen(call, list(elements.items), elements)

    def text(self, call: Call) -> list[Node] | None:
        """The strings of each pass through a directive `%{ for }`; None if they are not known."""
        key, value, collection, body = _parts(call)
        elements = self.elements(collection)
        if elements is None or not elements.is_certain:
            return None
        return [self._bound(body, self._bindings(key, value, item)) for item in elements.items]

    def _chosen(self, call: Call, items: list[Element], elements: Elements) -> Node:
        condition = next((item.condition for item in items if item.condition), "")
        if not condition:
            return _collection(call, items, is_object=elements.is_object)
        with_it = [Element(item.key, item.value) if item.condition == condition else item for item in items]
        without = [item for item in items if item.condition != condition]
        options = (self._chosen(call, with_it, elements), self._chosen(call, without, elements))
        return Choice(options, call.start, call.end, condition)

    def _of_value(self, value: Node) -> Elements | None:
        if isinstance(value, Mapping):
            items = tuple(Element(self._key(name), inner) for name, inner in value.members)
            return Elements(items, is_object=True)
        if isinstance(value, Sequence):
            return Elements(numbered(value.items), is_object=False)
        if isinstance(value, Choice):
            return self._any([self.elements(option, _MAX_DEPTH) for option in value.options])
        return None

    def _key(self, name: Text) -> Node:
        if isinstance(name, Computed) and name.node is not None:
            return self._evaluation.resolved(name.node)
        return name

    @staticmethod
    def _any(several: Iterable[Elements | None]) -> Elements | None:
        """The elements of any of several lists, of which only one exists."""
        known = [elements for elements in several if elements is not None]
        if not known:
            return None
        items = tuple(item for elements in known for item in elements.items)
        return Elements(items, any(elements.is_object for elements in known), is_complete=False)

    def _conditional(self, call: Call, depth: int) -> Elements | None:
        condition, first, second = _parts(call)
        value = truth(self._evaluation.resolved(condition))
        if value is not None:
            return self.elements(first if value else second, depth)
        return self._any([self.elements(first, depth), self.elements(second, depth)])

    def _merged(self, call: Call, depth: int) -> Elements | None:
        """The members of several objects; a later member replaces one of the same name."""
        several = [self.elements(part, depth) for part in _parts(call)]
        known = [elements for elements in several if elements is not None]
        if not known:
            return None
        items: dict[object, Element] = {}
        for elements in known:
            for item in elements.items:
                name = item.key.value if isinstance(item.key, Text) else id(item)
                if item.condition or not elements.is_complete:
                    items[id(item)] = item
                else:
                    items.pop(name, None)
                    items[name] = item
        is_complete = len(known) == len(several) and all(elements.is_complete for elements in known)
        return Elements(tuple(items.values()), is_object=True, is_complete=is_complete)

    def _concatenated(self, call: Call, depth: int) -> Elements | None:
        return concatenation([self.elements(part, depth) for part in _parts(call)])

    def _flattened(self, call: Call, depth: int) -> Elements | None:
        """The elements of a list, and of the lists in it at any depth."""
        outer = self.elements(_parts(call)[0], depth)
        return None if outer is None else concatenation(list(self._inner(outer, depth)))

    def _inner(self, outer: Elements, depth: int) -> Iterator[Elements | None]:
        if not outer.is_complete:
            yield None
        for item in outer.items:
            inner = self.elements(item.value, depth)
            if inner is None or inner.is_object:
                is_value = not isinstance(self._evaluation.resolved(item.value), Unknown | Choice)
                yield Elements((item,), is_object=False) if is_value else None
                continue
            for each in self._inner(inner, depth + 1):
                yield each and replace(each, items=tuple(both(item, element) for element in each.items))

    def _set(self, call: Call, depth: int) -> Elements | None:
        elements = self.elements(_parts(call)[0], depth)
        if elements is None:
            return None
        values = [self._evaluation.resolved(item.value) for item in elements.items]
        names = {value.value: value for value in reversed(values) if isinstance(value, Text)}
        others = [value for value in values if not isinstance(value, Text)]
        items = tuple(Element(value, value) for value in (*(names[name] for name in sorted(names)), *others))
        return Elements(items, is_object=False, is_complete=elements.is_certain)

    def _values(self, call: Call, depth: int) -> Elements | None:
        elements = self.elements(_parts(call)[0], depth)
        if elements is None:
            return None
        return concatenation([elements])

    def _loop(self, call: Call, depth: int) -> Elements | None:
        """The elements that a `for` expression creates."""
        key_name, value_name, collection, key, value, condition = _parts(call)
        elements = self.elements(collection, depth)
        if elements is None:
            return None
        is_object = call.name == "for object"
        items: list[Element] = []
        for number, item in enumerate(elements.items):
            bindings = self._bindings(key_name, value_name, item)
            test = self._bound(condition, bindings)
            holds = truth(self._evaluation.resolved(test))
            if holds is False:
                continue
            written = item.condition
            if holds is None:
                written = " and ".join(filter(None, (written, self._evaluation.condition(test))))
            own = self._bound(key, bindings) if is_object else number_key(number, call)
            items.append(Element(self._evaluation.resolved(own), self._bound(value, bindings), written))
        return Elements(tuple(items), is_object, elements.is_complete)

    @staticmethod
    def _bindings(key_name: Node, value_name: Node, item: Element) -> Bindings:
        assert isinstance(key_name, Text)
        assert isinstance(value_name, Text)
        bindings: Bindings = {
            (value_name.value,): Binding(item.value, label_of(value_name.value, item.key, item.value))
        }
        if key_name.value:
            label = label_of(key_name.value, item.key, item.key)
            bindings[(key_name.value,)] = Binding(item.key, label)
        return bindings

    def _bound(self, node: Node, bindings: Bindings) -> Node:
        return bound(node, bindings, self._evaluation.spend)


def _parts(call: Call) -> tuple[Node, ...]:
    return call.argument.items if isinstance(call.argument, Sequence) else ()


def _collection(call: Call, items: list[Element], *, is_object: bool) -> Node:
    if not is_object:
        return Sequence(tuple(item.value for item in items), call.start, call.end)
    members = []
    for item in items:
        key = item.key
        name = key if isinstance(key, Text) else Computed("...", key.start, key.end, (), key)
        members.append((name, item.value))
    return Mapping(tuple(members), call.start, call.end)
