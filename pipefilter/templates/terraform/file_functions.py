"""Terraform's functions that read files of the module, and those that read JSON."""

from __future__ import annotations

from collections.abc import Callable

from pipefilter.templates.nodes.hcl_nodes import hcl_template
from pipefilter.templates.nodes.hcl_text import at_place
from pipefilter.templates.nodes.json_nodes import json_node
from pipefilter.templates.nodes.node import Call, Mapping, Node, TemplateFault, Text, Unknown
from pipefilter.templates.terraform.module_scope import ModuleScope
from pipefilter.templates.terraform.substitution import Binding, Bindings, bound, label_of

__all__ = ["FileFunctions"]

_NODES_PER_CHARACTER = 4
"""Characters for each node of JSON, at most; only a bound on the work."""


class FileFunctions:
    """Evaluates `file`, `templatefile` and `jsondecode`.

    Args:
        scope: reads the files.
        resolved: evaluates a node.
        spend: counts the work at an offset.
    """

    def __init__(
        self, scope: ModuleScope, resolved: Callable[[Node], Node], spend: Callable[[int, int], None]
    ) -> None:
        self._scope = scope
        self._resolved = resolved
        self._spend = spend
        self._functions = {"file": self._file, "templatefile": self._template, "jsondecode": self._decoded}
        self.names = frozenset(self._functions)

    def value(self, call: Call, arguments: list[Node]) -> Node | None:
        """The result of a call; None if it is not known."""
        return self._functions[call.name](call, arguments) if arguments else None

    def _file(self, call: Call, arguments: list[Node]) -> Node | None:
        text = self._text(arguments[0])
        return None if text is None else Text(text, call.start, call.start)

    def _text(self, path: Node) -> str | None:
        return self._scope.text(path.value) if isinstance(path, Text) else None

    def _template(self, call: Call, arguments: list[Node]) -> Node | None:
        """The text of a file with the values of its variables, all at the place of the call."""
        text = self._text(arguments[0])
        variables = arguments[1] if len(arguments) == 2 else None
        if text is None or not isinstance(variables, Mapping):
            return None
        self._spend(call.start, len(text) // _NODES_PER_CHARACTER)
        template = hcl_template(Text(text, call.start, call.start))
        bindings: Bindings = {
            (name.value,): Binding(value, self._label(name.value, value))
            for name, value in variables.members
            if type(name) is Text
        }
        return self._resolved(bound(template, bindings, self._spend))

    def _label(self, name: str, value: Node) -> str:
        """How a variable of the file is shown, so that its values in two calls do not look the same."""
        resolved = self._resolved(value)
        if isinstance(resolved, Unknown):
            return resolved.key or resolved.placeholder
        place = Text(f"{value.start}", value.start, value.end)
        return label_of(name, place, resolved)

    def _decoded(self, call: Call, arguments: list[Node]) -> Node | None:
        value = arguments[0]
        if isinstance(value, Call) and value.name == "jsonencode":
            return self._resolved(value.argument)
        if not isinstance(value, Text):
            return None
        self._spend(call.start, len(value.value) // _NODES_PER_CHARACTER)
        try:
            return at_place(json_node(value.value), call.start, call.start)
        except TemplateFault:
            return None
