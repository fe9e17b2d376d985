"""What identifies filters with unknown values: with the same identity, they are the same for any values."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from hashlib import sha256

from pipefilter.errors import InvalidEventPattern
from pipefilter.language.parse import parse
from pipefilter.language.unknown_value import MARK_END, MARK_START
from pipefilter.templates.declarations import Declarations
from pipefilter.templates.located_filters import LocatedFilter, LocatedFilters
from pipefilter.templates.pattern_source import PatternSource
from pipefilter.templates.pattern_writer import Hole
from pipefilter.templates.switch import Switch
from pipefilter.templates.template_file import TemplateFile

__all__ = ["Identities", "marked_text"]

_OF_ONE_PLACE = re.compile(r"(?:^|[ -])[0-9]+(?: [0-9]+)?$")
"""The end of a key that is an offset in the file."""
_REFERENCE = re.compile(r'(?:\$\{)?[A-Za-z][\w.:-]*(?:\[(?:[0-9]+|"[\w-]*")\][\w.-]*)*\}?')
"""A value with a name, such as `${Stage}` or `var.stage`: what is written beside it cannot change it."""
_NAMELESS = ("", "${...}", "(known after apply)")
"""Placeholders that say nothing about the value."""
_OF_LOOP = re.compile(r"\beach\.|\w\.(?:key|value)\b")
"""A name that a loop binds in a resource or in a block of it."""
_VARIABLE = re.compile(r"\bvar\.([\w-]+)")
_FILE = re.compile(r"\$\{file\(([^)]*)\)")
_MARK_DIGITS = 12


class Identities:
    """The identities of the filters in a template.

    Args:
        declarations: of the template.
        contents: reads an included file by its path; None if it cannot be read.
        module: the texts of all files of a Terraform module; "" for others.
        settings: what may give the named variables of the module their values.
    """

    def __init__(
        self,
        template: TemplateFile,
        declarations: Declarations,
        contents: Callable[[str], bytes | None],
        module: str,
        settings: Callable[[set[str]], Hashable],
    ) -> None:
        self._template = template
        self._declarations = declarations
        self._contents = contents
        self._module = module
        self._settings = settings

    def identity(self, resource: LocatedFilters) -> Hashable | None:
        """The identity of the filters of a resource; None if they may differ from filters that look the same."""
        parts: list[Hashable] = [resource.is_choice]
        for each in resource.filters:
            part = self._of_filter(each)
            if part is None:
                return None
            parts.append((each.scope, part))
        has_conditions = any(each.variants or each.has_too_many_variants for each in resource.filters)
        if resource.is_choice or has_conditions or resource.is_of_any_scope:
            parts.append(self._conditions(resource))
        return tuple(parts)

    def _conditions(self, resource: LocatedFilters) -> Hashable:
        """All that decides which filters are deployed."""
        if self._template.tool == "Terraform":
            return self._module, self._variables(self._module)
        text = self._declarations.resource_text(resource)
        if not text:
            return self._template.text
        sections = ("Conditions", "Mappings", "Parameters")
        return text, *(self._declarations.section(name) for name in sections)

    def _of_filter(self, each: LocatedFilter) -> Hashable | None:
        if each.source is None:
            return self._of_value(each.placeholder, each.placeholder, "")
        marks = self.marks(each)
        return None if None in marks else _pattern(each.source, [mark or "" for mark in marks])

    def of_switch(self, switch: Switch) -> Hashable:
        """What identifies the values of the properties that switch a resource on or off."""
        text = " ".join(value for _, value in switch.texts)
        parts: list[Hashable] = [switch.texts]
        if self._template.tool == "Terraform":
            if "local." in text or "data." in text:
                text += self._module
                parts.append(self._module)
            parts.append(self._variables(text))
        if "${self:" in text:
            parts.append(self._declarations.own_values(text))
        return tuple(parts)

    def _variables(self, text: str) -> Hashable:
        """What may give the variables in a text their values."""
        names = set(_VARIABLE.findall(text))
        return self._settings(names) if names else ()

    def marks(self, each: LocatedFilter) -> list[str | None]:
        """A mark for each unknown value of a filter, the same on both sides if the value is; None if that cannot be said."""
        if each.source is None:
            return []
        text = self._template.text[each.start : each.source.end]
        values = zip(each.source.keys, each.source.unknown, strict=True)
        parts = [self._of_value(key, placeholder, text) for key, placeholder in values]
        return [None if part is None else _mark(part) for part in parts]

    def _of_value(self, key: str, placeholder: str, written: str) -> Hashable | None:
        """The identity of an unknown value in a filter that is written like this; None if it has none."""
        if placeholder in _NAMELESS:
            return None
        parts: list[Hashable] = [placeholder]
        if _OF_ONE_PLACE.search(key):
            if not written:
                return None
            parts.append(written)
        else:
            parts.append(key)
        is_reference = _REFERENCE.fullmatch(key or placeholder) is not None and " for " not in written
        text = f"{key} {placeholder} {'' if is_reference else written}"
        if "FindInMap" in text:
            parts.append(self._declarations.section("Mappings"))
        if "local." in text or _OF_LOOP.search(text):
            parts.append(self._module)
            text += self._module
        if self._template.tool == "Terraform":
            parts.append(self._variables(text))
        for path in _FILE.findall(text):
            data = self._contents(path.strip())
            if data is None:
                return None
            parts.append(data)
        if "${self:" in text:
            parts.append(self._declarations.own_values(text))
        return tuple(parts)


def _pattern(source: PatternSource, marks: Sequence[str]) -> Hashable:
    """The pattern with marks, however it is spaced; its text if it is not valid."""
    text = marked_text(source, marks)
    try:
        return parse(text)
    except InvalidEventPattern:
        return text


def _mark(part: Hashable) -> str:
    """The mark for an unknown value."""
    digest = sha256(repr(part).encode("utf-8", "backslashreplace")).hexdigest()
    return f"{MARK_START}{int(digest[:_MARK_DIGITS], 16)}{MARK_END}"


def marked_text(source: PatternSource, marks: Sequence[str], filling: tuple[str, ...] = ()) -> str:
    """A pattern with a mark for each unknown value.

    Args:
        filling: the form of the value in each hole, see `Filling`; a string by default.
    """
    texts: list[str] = []
    holes = 0
    for piece in source.pieces:
        if isinstance(piece, Hole):
            form = filling[holes] if filling else "{}" if piece.in_text else '"{}"'
            texts.append(form.format(marks[piece.number], marks[piece.number]))
            holes += 1
        else:
            texts.append(piece[0])
    return "".join(texts)
