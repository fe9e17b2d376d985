"""What may give the variables of a Terraform module their values: defaults, calls of the module, and files of values."""

from __future__ import annotations

import os
import re
from collections.abc import Hashable, Iterator
from functools import lru_cache
from pathlib import PurePosixPath

from pipefilter.application.diffing.sides import Side
from pipefilter.application.module_folder import is_configuration
from pipefilter.errors import UnreadableInput
from pipefilter.json_text.tree import decoded
from pipefilter.templates.nodes.hcl_nodes import hcl_node
from pipefilter.templates.nodes.json_nodes import json_node
from pipefilter.templates.nodes.node import Mapping, Sequence, TemplateFault
from pipefilter.templates.terraform.json_syntax import merged_blocks
from pipefilter.templates.terraform.module_scope import block_labels

__all__ = ["VariableValues", "is_file_of_values", "variable_values"]

_SUFFIXES_OF_VALUES = (".tfvars", ".tfvars.json")
_TERRAGRUNT = ".hcl"
_VARIABLE = re.compile(r"\bvar\.([\w-]+)")
_NOT_LITERAL = re.compile(r"\b(?:var|local|each|module|data|count)\.")
_MAX_BYTES = 1_000_000
_MAX_DEPTH = 20


def is_file_of_values(name: str) -> bool:
    """Whether a file may give variables of Terraform their values, by its name."""
    lower = PurePosixPath(name.lower()).name
    return lower.endswith((*_SUFFIXES_OF_VALUES, _TERRAGRUNT)) and not lower.startswith(".")


@lru_cache(maxsize=4)
def variable_values(side: Side) -> VariableValues:
    """What gives variables their values on a side."""
    return VariableValues(side)


class VariableValues:
    """Finds what may give a variable its value; its text, because the value itself may not be known.

    Args:
        side: the files of it.
    """

    def __init__(self, side: Side) -> None:
        self._side = side
        self._configurations: dict[str, dict[str, str]] = {}
        """The texts of the files of each module, by their names."""
        self._values: list[tuple[str, str]] = []
        for name in side.tree():
            if is_file_of_values(name):
                self._values.append((name, self._text(name)))
            elif is_configuration(name):
                self._configurations.setdefault(str(PurePosixPath(name).parent), {})[name] = self._text(name)
        self._calls: dict[str, list[tuple[str, str, Mapping]]] | None = None
        self._known: dict[tuple[str, str], Hashable] = {}

    def of(self, folder: str, variables: Iterator[str] | set[str]) -> Hashable:
        """What may give variables of a module their values: equal on two sides only if nothing of it differs.

        Args:
            folder: of the module.
        """
        return tuple(self._of_variable(folder, name, 0) for name in sorted(set(variables)))

    def calls(self, folder: str) -> tuple[Hashable, ...]:
        """The calls of a module: the folder of each caller, and what is written of the number of instances."""
        return tuple(
            (caller, *(text[node.start : node.end] for node in map(block.get, ("count", "for_each")) if node))
            for caller, text, block in self._all_calls().get(folder, ())
        )

    def _of_variable(self, folder: str, name: str, depth: int) -> Hashable:
        key = (folder, name)
        if key not in self._known:
            self._known[key] = ()  # for modules that call each other
            parts: list[Hashable] = list(self._defaults(folder, name))
            parts += [(file, text) for file, value in self._values if (text := _argument(file, value, name))]
            for caller, text, block in self._all_calls().get(folder, ()):
                value = block.get(name)
                argument = "" if value is None else text[value.start : value.end]
                parts.append((caller, argument))
                if _NOT_LITERAL.search(argument) and depth < _MAX_DEPTH:
                    parts.append(self._of_caller(caller, depth + 1))
            self._known[key] = tuple(parts)
        return self._known[key]

    def _of_caller(self, folder: str, depth: int) -> Hashable:
        """All that an argument may depend on that is written in a module."""
        texts = tuple(self._configurations.get(folder, {}).values())
        names = {name for text in texts for name in _VARIABLE.findall(text)}
        return texts, tuple(self._of_variable(folder, name, depth) for name in sorted(names))

    def _defaults(self, folder: str, name: str) -> Iterator[Hashable]:
        for file, text in self._configurations.get(folder, {}).items():
            if name not in text or "variable" not in text:
                continue
            for labels, body in _blocks(file, text, "variable"):
                default = body.get("default")
                if labels == [name] and default is not None:
                    yield text[default.start : default.end]

    def _all_calls(self) -> dict[str, list[tuple[str, str, Mapping]]]:
        """The calls of each module in a folder of this side: the folder of the caller, the text of its file, and the block."""
        if self._calls is None:
            self._calls = {}
            for folder, texts in self._configurations.items():
                for file, text in texts.items():
                    for _, body in _blocks(file, text, "module") if "module" in text else ():
                        source = body.text("source")
                        if source.startswith("."):
                            path = os.path.normpath(f"{folder}/{source}").replace(os.sep, "/")
                            self._calls.setdefault(path, []).append((folder, text, body))
        return self._calls

    def _text(self, name: str) -> str:
        try:
            data = self._side.contents(name)
            return decoded(data) if len(data) <= _MAX_BYTES else str(hash(data))
        except (UnreadableInput, UnicodeDecodeError):
            return ""


def _blocks(file: str, text: str, kind: str) -> Iterator[tuple[list[str], Mapping]]:
    """The blocks of a kind in a file, with their labels; none if it cannot be read, which is reported elsewhere."""
    try:
        if file.endswith(".json"):
            root = json_node(text)
            named = merged_blocks(root.get(kind)).members if isinstance(root, Mapping) else ()
            yield from (([name.value], merged_blocks(value)) for name, value in named)
            return
        blocks = hcl_node(text).get(kind)
    except (TemplateFault, RecursionError):
        return
    for block in blocks.items if isinstance(blocks, Sequence) else ():
        if isinstance(block, Mapping):
            yield block_labels(block), block


def _argument(file: str, text: str, name: str) -> str:
    """The text of the value that a file of values gives to a variable; all of it, if it cannot be read in parts."""
    if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text):
        return ""
    if file.endswith(_TERRAGRUNT):
        return text
    try:
        root = json_node(text) if file.endswith(".json") else hcl_node(text)
    except (TemplateFault, RecursionError):
        return text
    value = root.get(name) if isinstance(root, Mapping) else None
    return "" if value is None else text[value.start : value.end]
