"""The report of `pipefilter diff` as Markdown, for a comment on a pull request of GitHub.

Nothing in a pattern or in a name can break out of its place: names consist of character references, and events are in
fences that are longer than all that they contain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipefilter.application.diffing.difference import STATUSES, Diff, Difference, Witness
from pipefilter.formats.difference_words import difference_words, event_text, reason_words, summary_words
from pipefilter.formats.style import counted

__all__ = ["MAX_COMMENT", "diff_markdown"]

MAX_COMMENT = 65_536
"""Characters of a comment that GitHub accepts."""
_MARK = "<!-- pipefilter diff -->"
_RESERVED = 600
"""Characters for the sentence on what is left out."""
_MAX_EVENT = 4_000
_MAX_NAME = 300
_MAX_PROBLEM = 2_000
_QUIET = ("equal", "unchanged")
_RUN = re.compile("`+")
_PLAIN = " .,;/-()"
_WEB = re.compile(r"(www)\.", re.IGNORECASE)
"""Becomes a link, without any other sign of one."""
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def diff_markdown(diff: Diff, *, verbose: bool = False, limit: int = MAX_COMMENT) -> str:
    """The report, which is never longer than a comment may be; what is left out is named.

    Args:
        verbose: whether to list unchanged filters, too.
        limit: in characters.
    """
    ranked = sorted(diff.differences, key=lambda each: STATUSES.index(each.status))
    listed = [each for each in ranked if each.status not in _QUIET or each.has_other_source]
    same = [each for each in ranked if each not in listed]
    quiet = [each for each in same if verbose or not each.is_quiet]
    page = _Page(limit - _RESERVED)
    page.add(f"{_MARK}\n### Event patterns: {summary_words(diff)}\n\n")
    page.add(f"{_code(diff.old)} → {_code(diff.new)}\n")
    rows = page.add_all([f"| {_code(each.name)} | {_cell(each)} |\n" for each in listed], _TABLE)
    errors = page.add_all(_faults(diff), "\n")
    examples = page.add_all([text for each in listed if (text := _details(each))], "\n")
    folded = page.add_all(
        [f"- {_code(each.name)} {_text(_sentence(each))}\n" for each in quiet],
        f"\n<details><summary>{counted(len(quiet), 'filter')} with the same meaning as before</summary>\n\n",
        "\n</details>\n",
    )
    left_out = [
        f"{counted(number, noun)}{rest}"
        for number, noun, rest in (
            (rows, "row", " of the table"),
            (errors, "error", ""),
            (examples, "example", ""),
            (folded, "filter", " with the same meaning"),
        )
        if number
    ]
    if left_out:
        page.add_last(
            f"\nLeft out, as a comment cannot be longer: {', '.join(left_out)}. `--json` prints all.\n"
        )
    return page.text


_TABLE = "\n| Filter | Change |\n|---|---|\n"


class _Page:
    def __init__(self, limit: int) -> None:
        self._limit = limit
        self.text = ""

    def add(self, text: str) -> bool:
        """Add a text if there is space for it."""
        if len(self.text) + len(text) > self._limit:
            return False
        self.text += text
        return True

    def add_all(self, texts: Sequence[str], start: str, end: str = "") -> int:
        """Add as many texts as there is space for, with a start and an end; how many are left out."""
        if not texts:
            return 0
        kept: list[str] = []
        length = len(self.text) + len(start) + len(end)
        for text in texts:
            if length + len(text) > self._limit:
                break
            kept.append(text)
            length += len(text)
        if kept:
            self.text += f"{start}{''.join(kept)}{end}"
        return len(texts) - len(kept)

    def add_last(self, text: str) -> None:
        """Add what there is always space for."""
        self.text += text


def _sentence(difference: Difference) -> str:
    old_name = f" (was {_short(difference.old_name, _MAX_NAME)})" if difference.old_name else ""
    return f"{difference_words(difference)}{old_name}"


def _cell(difference: Difference) -> str:
    parts = [f"**{_text(_sentence(difference))}**"]
    parts += [_text(text) for text in (difference.note, reason_words(difference)) if text]
    return "<br>".join(parts)


def _details(difference: Difference) -> str:
    """The events that show a difference, folded; "" if there are none."""
    events = [
        (label, witness)
        for label, witness in (("stops matching", difference.stops), ("starts matching", difference.starts))
        if witness is not None and witness.event != ()
    ]
    if not events:
        return ""
    body = "".join(_example(label, witness) for label, witness in events)
    return f"<details><summary>{_code(difference.name)}: example{'s' if events[1:] else ''}</summary>\n\n{body}</details>\n"


def _example(label: str, witness: Witness) -> str:
    scope = f" ({_text(witness.scope)})" if witness.scope else ""
    return f"{label}{scope}\n\n{_fenced(_short(event_text(witness), _MAX_EVENT), 'json')}\n"


def _faults(diff: Diff) -> list[str]:
    texts = [problem.in_file.as_text(problem.file) for problem in diff.problems]
    return [f"{_fenced(_short(text, _MAX_PROBLEM))}\n" for text in (*texts, *diff.gaps)]


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[:limit]}..."


def _visible(text: str) -> str:
    r"""The text with `\u202e` for characters that are invisible, end lines or change the direction."""
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _text(text: str) -> str:
    """Plain text: each character that Markdown or HTML could interpret is a character reference."""
    plain = "".join(char if char.isalnum() or char in _PLAIN else f"&#{ord(char)};" for char in _visible(text))
    return _WEB.sub(lambda match: f"{match[1]}&#46;", plain)


def _code(name: str) -> str:
    return f"<code>{_text(_short(name, _MAX_NAME))}</code>"


def _fenced(text: str, language: str = "") -> str:
    """A block of code that ends where its fence does."""
    lines = "\n".join(map(_visible, text.split("\n")))
    fence = "`" * max(3, 1 + max((len(run) for run in _RUN.findall(lines)), default=0))
    return f"{fence}{language}\n{lines}\n{fence}\n"
