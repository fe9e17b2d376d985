"""Evaluates expressions of Terraform, as far as the files of a module allow."""

from __future__ import annotations

from collections.abc import Callable

from pipefilter.templates.nodes.budget import Budget
from pipefilter.templates.nodes.hcl_text import joined, string_length
from pipefilter.templates.nodes.node import (
    Call,
    Choice,
    Computed,
    Joined,
    Mapping,
    Node,
    Scalar,
    Sequence,
    Text,
    Unknown,
)
from pipefilter.templates.terraform.choices import distributed
from pipefilter.templates.terraform.encoded_string import encoded_string
from pipefilter.templates.terraform.file_functions import FileFunctions
from pipefilter.templates.terraform.functions import FUNCTIONS
from pipefilter.templates.terraform.loops import Loops
from pipefilter.templates.terraform.missing_member import is_missing
from pipefilter.templates.terraform.module_scope import ModuleScope
from pipefilter.templates.terraform.moved_values import MovedValues
from pipefilter.templates.terraform.operators import OPERATORS, operation, truth, truth_node
from pipefilter.templates.terraform.placeholders import condition_text, unknown_value
from pipefilter.templates.terraform.substitution import reference_steps

__all__ = ["Evaluator"]

_MAX_DEPTH = 40
_COPIED_PER_CHARACTER = 4
_StringPart = Text | Joined | Scalar | Unknown


class Evaluator:
    """Evaluates nodes of one file.

    Args:
        scope: the names of the module.
        source: the file.
    """

    def __init__(self, scope: ModuleScope, source: str) -> None:
        self._scope = scope
        self._source = source
        self._budget = Budget(source)
        self._copy_budget = Budget(source, _COPIED_PER_CHARACTER)
        self._known: dict[int, tuple[Node, Node]] = {}
        """The values of calls by identity, because a call is evaluated several times."""
        self._open: set[int] = set()
        self._moved = MovedValues(self.spend)
        self.loops = Loops(self)
        self._files = FileFunctions(scope, self.resolved, self.spend)

    def spend(self, place: int, count: int = 1) -> None:
        """Count work at an offset.

        Raises:
            TemplateFault: it is too much for a file of this length.
        """
        self._budget.spend(place, count)

    def resolved(self, node: Node, depth: int = 0) -> Node:
        """The value of a node, in which the parts of lists and objects are not evaluated."""
        self.spend(node.start)
        if not isinstance(node, Call) or node.name == "jsonencode":
            return node
        known = self._known.get(id(node))
        if known is not None:
            return known[1]
        if depth >= _MAX_DEPTH or id(node) in self._open:
            return self.unknown(node)
        self._open.add(id(node))
        value = self._value(node, depth + 1)
        self._open.discard(id(node))
        if value is None:
            value = self.unknown(node)
        self._known[id(node)] = node, value
        return value

    def target(self, node: Node) -> tuple[Node, bool]:
        """What a reference refers to, and whether that is certain; the default of a variable is not."""
        is_certain = True
        for _ in range(_MAX_DEPTH):
            if not isinstance(node, Call):
                break
            is_reference = isinstance(node.argument, Text) and not node.name
            steps = reference_steps(node.written) if is_reference else []
            if len(steps) < 2 or steps[0] not in {"local", "var"}:
                break
            value = self._set_or_local(steps, node)
            is_known = value is not None
            value = value if is_known else self._moved.at(node, *self._scope.default(steps[1]))
            inner = self._inside(value, steps[2:], 0) if value is not None else None
            if inner is None:
                break
            is_certain &= is_known
            node = inner
        return node, is_certain

    def _set_or_local(self, steps: list[str], node: Node) -> Node | None:
        """The value of a local, or of a variable that is set; None if it is not known."""
        if steps[0] == "local":
            return self._moved.at(node, *self._scope.local(steps[1]))
        return self._scope.variable(steps[1], node)

    def condition(self, node: Node) -> str:
        """A condition as it is written, without the white space that does not matter."""
        return condition_text(node, self._source)

    def unknown(self, node: Node) -> Unknown:
        """A value that is not known, with its expression as the placeholder."""
        return unknown_value(node, self._source)

    def plain(self, node: Node) -> Node:
        """An object whose names are evaluated, as far as they are known; any other node as it is."""
        if not isinstance(node, Mapping) or all(type(name) is Text for name, _ in node.members):
            return node
        self.spend(node.start, len(node.members))
        return Mapping(tuple((self._name(name), value) for name, value in node.members), node.start, node.end)

    def _name(self, name: Text) -> Text:
        value = self.resolved(name.node) if isinstance(name, Computed) and name.node is not None else name
        return value if isinstance(value, Text) else name

    def _value(self, node: Call, depth: int) -> Node | None:  # noqa: PLR0911 - a return for each kind of call
        name = node.name
        if not name:
            return self._reference(node, depth)
        parts = list(node.argument.items) if isinstance(node.argument, Sequence) else []
        if name == "conditional":
            return self._conditional(node, parts, depth)
        if name == "joined":
            return self._joined(node, parts, depth)
        if name in {".", "[]"}:
            return self._path(parts, depth)
        if name in {"for", "for object", "flatten"}:
            return self.loops.value(node)
        if name in {"try", "can"}:
            return self._tried(name, parts, node, depth)
        values = [self.resolved(part, depth) for part in parts]
        if name in OPERATORS:
            return operation(name, values, node)
        if name in self._files.names:
            return self._files.value(node, values)
        least, function = FUNCTIONS.get(name, (0, None))
        if function is None or len(values) < least:
            return None
        known = function
        return self._chosen(
            node, [self._argument(value, depth) for value in values], lambda each: known(each, node)
        )

    def _argument(self, value: Node, depth: int) -> Node:
        """An argument of a function: a list whose elements are evaluated, an object whose names are, or a string."""
        if isinstance(value, Call):  # of jsonencode
            return encoded_string(value, self._source, self.resolved)
        if isinstance(value, Sequence):
            self.spend(value.start, len(value.items))
            items = tuple(self.resolved(item, depth) for item in value.items)
            return Sequence(items, value.start, value.end)
        return self.plain(value)

    def _reference(self, node: Call, depth: int) -> Node | None:
        assert isinstance(node.argument, Text)
        steps = reference_steps(node.argument.value)
        if steps == ["path", "module"]:
            return Text(".", node.start, node.start)
        if len(steps) < 2 or steps[0] not in {"local", "var"}:
            return None
        value = self._set_or_local(steps, node)
        return None if value is None else self._inside(value, steps[2:], depth)

    def _path(self, parts: list[Node], depth: int) -> Node | None:
        base, *steps = parts
        names = [self.resolved(step, depth) for step in steps]
        if not all(isinstance(name, Text | Scalar) for name in names):
            return None
        words = [name.value if isinstance(name, Text) else getattr(name, "written", "") for name in names]
        return self._inside(base, words, depth)

    def _inside(self, node: Node, steps: list[str], depth: int) -> Node | None:
        """The value at the end of a path; None if it is not known, or not there."""
        value = self.resolved(node, depth)
        for step in steps:
            inner: Node | None = None
            if isinstance(value, Mapping):
                inner = self.plain(value).get(step)  # type: ignore[union-attr]  # of an object
            elif (
                isinstance(value, Sequence)
                and step.isdecimal()
                and len(step) < 6
                and int(step) < len(value.items)
            ):
                inner = value.items[int(step)]
            if inner is None:
                return None
            value = self.resolved(inner, depth)
        return value

    def _conditional(self, node: Call, parts: list[Node], depth: int) -> Node:
        condition, first, second = parts
        value = truth(self.resolved(condition, depth))
        if value is not None:
            return self.resolved(first if value else second, depth)
        options = (self.resolved(first, depth), self.resolved(second, depth))
        return Choice(options, node.start, node.end, self.condition(condition))

    def _joined(self, node: Call, parts: list[Node], depth: int) -> Node | None:
        """A string of parts; a choice if parts are choices, and unknown if directives in it are not known."""
        values: list[Node] = []
        for part in parts:
            if isinstance(part, Call) and part.name == "for text":
                passes = self.loops.text(part)
                if passes is None:
                    return None
                values += [self._part(each, depth) for each in passes]
            else:
                values.append(self._part(part, depth))
        return self._chosen(node, values, lambda each: self._string(node, each))

    def _part(self, node: Node, depth: int) -> Node:
        value = self.resolved(node, depth)
        if isinstance(value, Choice) and all(isinstance(each, _StringPart | Choice) for each in value.options):
            return value
        if isinstance(value, Call):  # of jsonencode
            return encoded_string(value, self._source, self.resolved)
        return value if isinstance(value, _StringPart) else self.unknown(node)

    def _string(self, node: Call, parts: list[Node]) -> Node:
        self._copy_budget.spend(node.start, sum(map(string_length, parts)))
        return joined(parts, node.start, node.end)

    def _chosen(self, node: Call, parts: list[Node], build: Callable[[list[Node]], Node | None]) -> Node | None:
        return distributed(node, parts, build, self.unknown)

    def _tried(self, name: str, parts: list[Node], node: Call, depth: int) -> Node | None:
        """The first argument that does not fail; not known if one before it may fail."""
        for part in parts:
            if self._fails(part, depth):
                continue
            value = self.resolved(part, depth)
            if name == "can":
                return None if isinstance(value, Unknown) else truth_node(value=True, at=node)
            return value
        return truth_node(value=False, at=node) if name == "can" and parts else None

    def _fails(self, node: Node, depth: int) -> bool:
        """Whether an expression certainly fails: it is a path to a member that a known object does not have."""
        if not isinstance(node, Call):
            return False
        if node.name == "." and isinstance(node.argument, Sequence):
            base, *steps = node.argument.items
            words = [step.value for step in steps if isinstance(step, Text)]
        elif not node.name and isinstance(node.argument, Text):
            path = reference_steps(node.argument.value)
            value_of_name = self._scope.local(path[1]) if len(path) > 1 and path[0] == "local" else (None, True)
            start = self._moved.at(node, *value_of_name)
            if start is None:
                return False
            base, words = start, path[2:]
        else:
            return False
        return is_missing(words, lambda path: self._inside(base, path, depth))
