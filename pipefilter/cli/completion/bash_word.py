"""The word before the cursor of bash, and the text that bash is to put in its place.

readline quotes only names of files that exist, and bash 3.2 not even those reliably. What is put on the line is therefore
quoted here: names come from templates, and a line must not run what a template says.
"""

from __future__ import annotations

import re

from pipefilter.dataclass import dataclass

__all__ = ["BashWord", "bash_word"]

_PLAIN = re.compile(r"[\w@%+=:,./-]")
_BLANKS = " \t\n"
_ACTIVE = "$`;|&<>()"
"""What bash would not read as itself in a word without quotes: what the word will be is not certain."""


@dataclass(frozen=True, slots=True)
class BashWord:
    """The word before the cursor, as far as bash replaces it.

    Args:
        before: the value of what bash keeps.
        typed: what bash replaces, as it is on the line; after the opening quote, if the quotes are open.
        value: the value of what bash replaces.
        quote: the quote that is open at the cursor, or "".
    """

    before: str
    typed: str
    value: str
    quote: str

    @property
    def whole(self) -> str:
        """The value of the whole word."""
        return self.before + self.value

    def replacement(self, value: str, prefix: str) -> str | None:
        """What is put in the place of the word, or None if no text is known to be right.

        What is typed remains as it is where the value only adds to it. A quote that is open is repeated, and readline then
        drops one of the two.

        Args:
            value: the value that the user chooses, without an option before `=`.
            prefix: how much of such a value is typed.
        """
        if value.startswith(prefix):
            return f"{self.quote}{self.typed}{_quoted(value[len(prefix) :], self.quote)}{self.quote}"
        if self.value == prefix:
            return f"{self.quote}{_quoted(value, self.quote)}{self.quote}"
        return None


def bash_word(line: str, replaced: str) -> BashWord | None:
    """The word at the end of a line, or None if it is not certain what bash makes of it.

    Args:
        replaced: the part of it that bash replaces, which is its second argument for the completion function.
    """
    if not line.endswith(replaced):
        return None
    start = len(line) - len(replaced)
    values = {0: ""}  # the value of the word up to each place that is not inside of an escape
    value, quote, place, opened = "", "", 0, 0
    while place < len(line):
        character, step = line[place], 1
        if quote and character == quote:
            quote = ""
        elif character == "\\" and quote != "'":
            following = line[place + 1 : place + 2]
            step = 2 if following else 1
            if following != "\n":
                is_literal = quote and following not in '"\\$`'
                value += f"\\{following}" if is_literal else following
        elif not quote and character in "'\"":
            quote, opened = character, place + 1
        elif not quote and character in _BLANKS:
            value, values = "", {}
        elif (character in "$`" and quote != "'") or (not quote and character in _ACTIVE):
            return None
        else:
            value += character
        place += step
        values[place] = value
    if (quote and start != opened) or start not in values:
        return None
    escapes_next = quote != "'" and (len(line) - len(line.rstrip("\\"))) % 2 == 1
    before = values[start]
    typed = replaced[:-1] if escapes_next else replaced
    return BashWord(before, typed, value.removeprefix(before), quote)


def _quoted(text: str, quote: str) -> str:
    """The text as bash reads it literally, inside quotes that are open."""
    if quote == "'":
        return text.replace("'", r"'\''")
    if quote == '"':
        return re.sub(r'["\\$`]', r"\\\g<0>", text).replace("!", r'"\!"')
    return "".join(each if _PLAIN.match(each) else f"\\{each}" for each in text)
