"""The templates of a stack and of the stacks that are nested in it, each with the stack to which it is deployed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pipefilter.application.diffing.filter_list import FileFilters
from pipefilter.application.diffing.reading import read_file
from pipefilter.application.diffing.sides import FileSide
from pipefilter.aws.deployed.stack import Stack
from pipefilter.dataclass import dataclass
from pipefilter.errors import UnreadableInput
from pipefilter.templates.cloudformation.nested_stacks import NestedStack
from pipefilter.templates.values import Values

__all__ = ["StackTemplates", "StackTree"]

_MAX_STACKS = 500
_OF_STACK = ("AWS::StackName", "AWS::StackId")


@dataclass(frozen=True, slots=True)
class StackTemplates:
    """Templates that are deployed to one stack.

    Args:
        files: empty if the deployment removes the stack.
        stack: None if it is not known.
        values: of parameters, by name.
        path: the logical IDs of the nested stacks that lead to it; empty for the outermost.
    """

    files: tuple[FileFilters, ...]
    stack: Stack | None
    values: Values[str, str]
    path: tuple[str, ...] = ()


class StackTree:
    """Finds nested stacks.

    Args:
        read_stack: reads a deployed stack by its ID.
    """

    def __init__(self, read_stack: Callable[[str], Stack]) -> None:
        self._read_stack = read_stack
        self._count = 0
        self.not_compared: list[str] = []
        """Sentences on nested stacks that are not compared."""

    def all_stacks(
        self, files: Sequence[FileFilters], stack: Stack | None, values: Values[str, str]
    ) -> list[StackTemplates]:
        """The stack, and the stacks that are nested in it.

        Args:
            files: its templates, and maybe those of nested stacks.
            stack: None if it is not known.
            values: of parameters, by name.
        """
        inner = {
            os.path.realpath(_path(file, each)) for file in files for each in _nested(file, values) if each.path
        }
        outer = tuple(file for file in files if os.path.realpath(file.label) not in inner)
        return list(self._stacks(StackTemplates(outer or tuple(files), stack, values), ()))

    def _stacks(self, templates: StackTemplates, outer: tuple[str, ...]) -> Iterator[StackTemplates]:
        """A stack, and the stacks in it.

        Args:
            outer: the paths of the templates in which it is nested.
        """
        yield templates
        declared: set[str] = set()
        for file in templates.files:
            for nested in _nested(file, templates.values):
                if nested.is_deployed is not False:
                    declared.add(nested.logical_id)
                    yield from self._nested_stacks(templates, file, nested, outer)
        if templates.stack is None or not all(map(_is_complete, templates.files)):
            return
        for logical_id, stack_id in templates.stack.nested.items():
            if logical_id not in declared:
                name = f"the nested stack {'.'.join((*templates.path, logical_id))}"
                stack = self._deployed(stack_id, f"{name}, which is not in the template,")
                if stack is not None:
                    removed = StackTemplates((), stack, stack.parameters, (*templates.path, logical_id))
                    yield from self._stacks(removed, outer)

    def _deployed(self, stack_id: str, name: str) -> Stack | None:
        """A deployed nested stack; None if it cannot be read.

        Args:
            name: of the stack, in words.
        """
        try:
            return self._read_stack(stack_id)
        except UnreadableInput as error:
            self.not_compared.append(f"{name} is not compared: {error}")
            return None

    def _nested_stacks(
        self, templates: StackTemplates, file: FileFilters, nested: NestedStack, outer: tuple[str, ...]
    ) -> Iterator[StackTemplates]:
        path = _path(file, nested)
        outer = (*outer, os.path.realpath(file.label))
        name = f"the nested stack {'.'.join((*templates.path, nested.logical_id))} of {file.label}"
        reason = self._reason(templates, nested, path, outer)
        if reason:
            self.not_compared.append(f"{name} is not compared: {reason}")
            return
        stack = self._stack(templates.stack, nested, name)
        if stack is None and templates.stack is not None:
            return
        declared = read_file(FileSide(path), "", group=path)
        values = _values(nested, declared, stack, templates)
        inner = read_file(FileSide(path), "", group=path, values=values)
        if inner.declarations is None and not inner.unreadable:
            self.not_compared.append(f"{name} is not compared: {path} is not a template")
            return
        ids = (*templates.path, nested.logical_id)
        yield from self._stacks(StackTemplates((inner,), stack, values, ids), outer)

    def _reason(self, templates: StackTemplates, nested: NestedStack, path: str, outer: tuple[str, ...]) -> str:
        """Why a nested stack cannot be compared; "" if it can."""
        self._count += 1
        is_there = templates.stack is not None and nested.logical_id in templates.stack.nested
        if nested.is_deployed is None and not is_there:
            return f"whether it is deployed depends on the condition {nested.condition}"
        if not nested.path:
            return f"its template is not a local file, but {nested.location}"
        if not Path(path).is_file():
            return f"there is no file {path}"
        if os.path.realpath(path) in outer:
            return f"{path} contains itself"
        return f"there are more than {_MAX_STACKS} nested stacks" if self._count > _MAX_STACKS else ""

    def _stack(self, outer: Stack | None, nested: NestedStack, name: str) -> Stack | None:
        """The deployed stack; without resources if it is new, and None if it cannot be read or is not known."""
        if outer is None:
            return None
        stack_id = outer.nested.get(nested.logical_id)
        if stack_id is not None:
            return self._deployed(stack_id, name)
        pseudo = {name: value for name, value in outer.parameters.items() if name.startswith("AWS::")}
        return Stack(nested.logical_id, {}, {name: pseudo[name] for name in pseudo if name not in _OF_STACK})


def _nested(file: FileFilters, values: Values[str, str]) -> list[NestedStack]:
    return file.declarations.nested_stacks(values) if file.declarations is not None else []


def _is_complete(file: FileFilters) -> bool:
    return not file.unreadable and (file.declarations is None or file.declarations.is_complete)


def _path(file: FileFilters, nested: NestedStack) -> str:
    return os.path.normpath(Path(file.label).parent / nested.path)


def _values(
    nested: NestedStack, file: FileFilters, stack: Stack | None, outer: StackTemplates
) -> dict[str, str]:
    """The values of the parameters of a nested stack, as far as they are certain."""
    source = stack.parameters if stack is not None else outer.values
    values = {
        name: value
        for name, value in source.items()
        if name.startswith("AWS::") and (stack is not None or name not in _OF_STACK)
    }
    defaults = file.declarations.defaults() if file.declarations is not None else {}
    for name, default in defaults.items():
        value = nested.parameters.get(name) if name in nested.parameters else default
        # a value that is not passed may also stay as it is
        is_certain = name in nested.parameters or stack is None or stack.parameters.get(name, value) == value
        if value is not None and is_certain:
            values[name] = value
    return values
