"""Sentences about options, which a command spells `--batch-size` and a function `batch_size`."""

from __future__ import annotations

import reprlib
from collections.abc import Callable
from typing import Any

from pipefilter.errors import PipefilterError

__all__ = ["InvalidOption", "OptionText"]


class OptionText:
    """A sentence in which options stand by their names in Python.

    Args:
        template: the sentence, with `{batch_size}` for an option.
        values: what else is to be put into it, by other names.
    """

    def __init__(self, template: str, **values: object) -> None:
        self.template = template
        self.values = {name: _shown(value) for name, value in values.items()}

    def spelled(self, spelling: Callable[[str], str]) -> str:
        """The sentence.

        Args:
            spelling: of an option, by its name in Python.
        """
        return self.template.format_map(_Names(self.values, spelling))

    def __str__(self) -> str:
        return self.spelled(str)


def _shown(value: object) -> object:
    """A value as it is shown; what is nested, which no option takes, cut to what fits into a sentence."""
    return reprlib.repr(value) if isinstance(value, list | tuple | dict | set | frozenset) else value


class _Names(dict[str, object]):
    def __init__(self, values: dict[str, object], spelling: Callable[[str], str]) -> None:
        super().__init__(values)
        self._spelling = spelling

    def __missing__(self, name: str) -> str:
        return self._spelling(name)


class InvalidOption(PipefilterError, ValueError):
    """Options make no sense, or do not go together; the message says which, and why.

    Args:
        template: as that of an `OptionText`.
        values: likewise.
    """

    def __init__(self, template: str, **values: Any) -> None:  # noqa: ANN401 - anything that is printed
        self.text = OptionText(template, **values)
        super().__init__(str(self.text))

    def __reduce__(self) -> tuple[object, ...]:
        return _invalid_option, (self.text.template, self.text.values)


def _invalid_option(template: str, values: dict[str, object]) -> InvalidOption:
    return InvalidOption(template, **values)
