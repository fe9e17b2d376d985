"""The values of a Terraform file that its resources use: options, instances of `for_each`, and dynamic blocks."""

from __future__ import annotations

from dataclasses import replace

from pipefilter.templates.nodes.node import Call, Choice, Mapping, Node, Scalar, Sequence, Text
from pipefilter.templates.terraform.elements import Elements
from pipefilter.templates.terraform.evaluator import Evaluator
from pipefilter.templates.terraform.module_scope import ModuleScope
from pipefilter.templates.terraform.substitution import bound, element_bindings

__all__ = ["TerraformValues"]


class TerraformValues:
    """Evaluates the expressions of a file.

    Args:
        scope: the names of the module.
        source: the file.
    """

    def __init__(self, scope: ModuleScope, source: str) -> None:
        self.scope = scope
        self._evaluator = Evaluator(scope, source)

    def resolved(self, node: Node) -> Node | None:
        """The value of a node, in which the parts of lists and objects are not evaluated."""
        return self._evaluator.resolved(node)

    def elements(self, node: Node) -> Elements | None:
        """The elements of a list or an object that are known; None if nothing is known."""
        return self._evaluator.loops.elements(node)

    def options(self, node: Node | None) -> list[Node]:
        """All values that a node may have; for a dynamic block, the blocks that it generates."""
        if node is None:
            return []
        if isinstance(node, Call) and node.name == "dynamic" and isinstance(node.argument, Mapping):
            return self._generated_blocks(node.argument)
        value = self.resolved(node)
        if isinstance(value, Choice):
            return [inner for option in value.options for inner in self.options(option)]
        return [] if value is None or (isinstance(value, Scalar) and value.value is None) else [value]

    def with_default(self, node: Node | None) -> Node | None:
        """A pattern; if it is a variable whose default is a pattern, either that or another one."""
        if isinstance(node, Call) and node.name == "jsonencode":
            inner = self.with_default(node.argument)
            return node if inner is None or inner is node.argument else replace(node, argument=inner)
        if node is None:
            return None
        target, is_certain = self._evaluator.target(node)
        if is_certain or not _is_pattern(target):
            return node
        condition = f"the default of {self._evaluator.condition(node)}"
        return Choice((target, self._evaluator.unknown(node)), node.start, node.end, condition)

    def instances(self, block: Mapping) -> list[tuple[str, Mapping]]:
        """The instances of a resource with `for_each`: the key of each, as its address ends with it, and its body.

        The only instance is the block itself, without a key, if it has no `for_each` or if that is not known.
        """
        each = block.get("for_each")
        elements = None if each is None else self.elements(each)
        if elements is None or (not elements.items and not elements.is_complete):
            return [("", block)]
        # without the map itself: it would be copied for each of its own keys
        others = tuple(member for member in block.members if member[0].value != "for_each")
        block = Mapping(others, block.start, block.end)
        instances = []
        for item in elements.items:
            key = item.key if elements.is_object else self._evaluator.resolved(item.value)
            bindings = element_bindings("each", key, item.value)
            body = bound(block, bindings, self._evaluator.spend)
            assert isinstance(body, Mapping)
            instances.append((f'["{self._written(key)}"]', body))
        return instances

    def _written(self, key: Node) -> str:
        if isinstance(key, Text):
            return key.value
        return self._evaluator.unknown(key).placeholder.removeprefix("${").removesuffix("}").strip('"')

    def _generated_blocks(self, block: Mapping) -> list[Node]:
        """The blocks that a dynamic block generates; its content if the list is not known."""
        contents = block.get("content")
        body = (
            contents.items[0]
            if isinstance(contents, Sequence) and contents.items
            else contents
            if isinstance(contents, Mapping)
            else Mapping((), block.start, block.end)
        )
        iterator = block.get("iterator")
        named = iterator.argument if isinstance(iterator, Call) else block.get("")
        name = named.value if isinstance(named, Text) else ""
        each = block.get("for_each")
        elements = None if each is None else self.elements(each)
        if elements is None or (not elements.items and not elements.is_complete):
            return [body]
        return [
            bound(body, element_bindings(name, item.key, item.value), self._evaluator.spend)
            for item in elements.items
        ]


def _is_pattern(node: Node) -> bool:
    """Whether a default value is a pattern, and not only a mark that there is none, such as `""` or `{}`."""
    if isinstance(node, Text):
        return node.value.lstrip().startswith("{") and "[" in node.value
    return isinstance(node, Mapping) and bool(node.members)
