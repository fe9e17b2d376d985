"""Kinds of problems, each defined beside the code that reports it, and identified by its code."""

from __future__ import annotations

import re
from typing import Literal

from pipefilter.dataclass import dataclass

__all__ = ["AdviceKind", "Example", "ProblemKind", "Severity", "Wording", "docs_address"]

_DOCS = "https://pipefilter.github.io/pipefilter"
"""The address of the docs, which an installed package does not contain."""

Wording = Literal["aws", "pipefilter"]
Severity = Literal["error", "warning", "note"]


def docs_address(page: str = "") -> str:
    """The address of a page of the docs.

    Args:
        page: its file in `docs/` without `.md`, such as `why/cost`; "" for the home page.
    """
    return f"{_DOCS}/{page}/" if page else f"{_DOCS}/"


@dataclass(frozen=True, slots=True)
class Example:
    """A pattern that has a kind of problem, or avoids it.

    Args:
        pattern: JSON text of a pattern, of filter criteria, or of a template.
        template: the name of the file, if it is a template.
        table: the properties of the table whose stream it filters, in JSON, as CloudFormation has them.
        schema: JSON text of the schema of the events.
    """

    pattern: str
    service: str = ""
    source: str = ""
    emulators: bool = False
    template: str = ""
    table: str = ""
    schema: str = ""


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem, with a page of its own in the docs.

    Args:
        code: `PF` and three digits; unique.
        title: one line for all occurrences; the part before the colon is unique.
        message: one sentence, with `{name}` for the parts that differ between occurrences.
        hint: how to fix it; may contain the same `{name}`s.
        wording: whether `message` is AWS's or pipefilter's own.
        advice: true if the pattern is nevertheless valid.
        severity: `error`: rejected, or certainly unintended; `warning`: probably unintended; `note`.
    """

    code: str
    title: str
    message: str
    meaning: str
    hint: str = ""
    wording: Wording = "aws"
    advice: bool = False
    severity: Severity = "error"
    url: str = ""
    bad: Example | None = None
    good: Example | None = None

    @property
    def name(self) -> str:
        """An identifier derived from the title: `DynamoDBNumbersAreStrings`."""
        words = re.findall("[A-Za-z0-9]+", self.title.partition(":")[0])
        return "".join(word[0].upper() + word[1:] for word in words)

    @property
    def page(self) -> str:
        """The address of its page in the docs."""
        return docs_address(f"reference/codes/{self.code}")


@dataclass(frozen=True, slots=True)
class AdviceKind(ProblemKind):
    """A kind of problem that a valid pattern may have, with pipefilter's own message."""

    wording: Wording = "pipefilter"
    advice: bool = True
