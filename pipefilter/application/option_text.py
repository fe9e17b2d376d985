"""Sentences about options, which are spelled `--batch-size` in a command and `batch_size` in a function."""

from __future__ import annotations

import reprlib
from collections.abc import Callable
from typing import Any

from pipefilter.errors import PipefilterError
from pipefilter.override import override

__all__ = ["InvalidOption", "OptionText", "cut_if_nested"]


class OptionText:
    """A sentence with options, by their names in Python.

    Args:
        template: the sentence, with `{batch_size}` for an option.
        values: other values in it, by other names.
    """

    def __init__(self, template: str, **values: object) -> None:
        self.template = template
        self.values = {name: cut_if_nested(value) for name, value in values.items()}

    def spelled(self, spelling: Callable[[str], str]) -> str:
        """The sentence."""
        return self.template.format_map(_Names(self.values, spelling))

    @override
    def __str__(self) -> str:
        return self.spelled(str)


def cut_if_nested(value: object) -> object:
    """The value of an option; if it is nested, which no option allows, cut to fit into a sentence."""
    return reprlib.repr(value) if isinstance(value, list | tuple | dict | set | frozenset) else value


class _Names(dict[str, object]):
    def __init__(self, values: dict[str, object], spelling: Callable[[str], str]) -> None:
        super().__init__(values)
        self._spelling = spelling

    def __missing__(self, name: str) -> str:
        return self._spelling(name)


class InvalidOption(PipefilterError, ValueError):
    """Options are not valid, or contradict each other; the message names them and the reason."""

    def __init__(self, template: str, **values: Any) -> None:  # noqa: ANN401 - anything that is printed
        self.text = OptionText(template, **values)
        super().__init__(str(self.text))

    @override
    def __reduce__(self) -> tuple[object, ...]:
        return _invalid_option, (self.text.template, self.text.values)


def _invalid_option(template: str, values: dict[str, object]) -> InvalidOption:
    return InvalidOption(template, **values)
