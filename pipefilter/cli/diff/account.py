"""Reads templates, and the filters in an account with which they are compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipefilter.application.deployed_check import CheckedFilter, check_deployed
from pipefilter.application.diffing.deployment import diff_deployed, kinds_in
from pipefilter.application.diffing.difference import Diff
from pipefilter.application.diffing.filter_list import FileFilters
from pipefilter.application.diffing.reading import read_file
from pipefilter.application.diffing.sides import FileSide, FolderSide
from pipefilter.application.diffing.stack_tree import StackTree
from pipefilter.aws.connection import Connection
from pipefilter.aws.deployed.filter import NotRead
from pipefilter.aws.deployed.filters import KINDS, deployed_filters
from pipefilter.aws.deployed.stack import deployed_stack
from pipefilter.cli.inputs.files import InputError, is_folder
from pipefilter.cli.inputs.names import expanded

__all__ = ["diff_with_account"]


def diff_with_account(
    names: Sequence[str], stack_name: str | None, connection: Connection, values: Mapping[str, str]
) -> Diff:
    """What a deployment of templates would change.

    Args:
        names: of templates, folders and globs.
        stack_name: of the stack to which they are deployed, if it is known.
        values: of parameters, by name; others are those of the stack.

    Raises:
        InputError: there is no filter in the templates.
        UnreadableInput: the stack cannot be read.
    """
    stack = deployed_stack(connection, stack_name) if stack_name is not None else None
    if stack is not None:
        values = {**stack.parameters, **values}
    files = [file for name in names for each in expanded(name) for file in _files(each, values)]
    tree = StackTree(lambda stack_id: deployed_stack(connection, stack_id))
    stacks = tree.all_stacks(files, stack, values)
    kinds = kinds_in([file for each in stacks for file in each.files])
    if not kinds and not any(file.unreadable for file in files) and stack is None and not tree.not_compared:
        raise InputError(f"no filters in {', '.join(names)}")
    account: list[CheckedFilter] = []
    not_read: list[str] = []
    for deployed in deployed_filters(connection, kinds if stack is None else KINDS):
        if not isinstance(deployed, NotRead):
            account.append(check_deployed(deployed))
        elif not deployed.is_note or deployed.kind in kinds:
            not_read.append(deployed.reason)
    diff = diff_deployed(stacks, account, not_read)
    return replace(diff, not_compared=(*diff.not_compared, *tree.not_compared))


def _files(name: str, values: Mapping[str, str]) -> list[FileFilters]:
    """The files with filters; each has a label that no other has."""
    if not is_folder(name):
        return [read_file(FileSide(name), "", group=name, values=values)]
    side = FolderSide(name)
    return [
        read_file(side, each, group=side.label(each), is_named=False, values=values) for each in side.names()
    ]
