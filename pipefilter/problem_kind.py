"""What can be wrong: each thing is one `ProblemKind`, written where it is raised, and found by its code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

__all__ = ["DOCS", "Example", "ProblemKind", "Severity", "Wording"]

DOCS = "https://github.com/pipefilter/pipefilter/blob/main/docs"
"""Where the docs are: an installed package has no copy of them."""

Wording = Literal["aws", "pipefilter"]
Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Example:
    """A pattern that shows a kind of problem, or how it is done right.

    Args:
        pattern: JSON text: a pattern, or filter criteria; or a template.
        service: where it runs, as `--service` takes it; "" for anywhere.
        source: what it sees records of, as `--source` takes it; "" for anything.
        emulators: whether it is checked with `--emulators`.
        template: the name of the file, if it is a template.
    """

    pattern: str
    service: str = ""
    source: str = ""
    emulators: bool = False
    template: str = ""


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One thing that can be wrong, as `docs/errors.md` lists it.

    Args:
        code: `PF` and three digits; unique.
        title: what is wrong, in one line that is the same for each occurrence; what comes before a colon is unique.
        message: the sentence, with `{name}` where the occurrence has its own words.
        meaning: what it means, in our words, for the reader of the table.
        hint: what to do; may have the same `{name}`s.
        wording: whose words `message` is: AWS's own, or ours.
        advice: true if the pattern is valid all the same.
        severity: `error`: it cannot be meant so, or is refused; `warning`: it is probably not meant so; `note`.
        url: the page that says so.
        bad: a pattern that has the problem.
        good: one that has not.
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
        """An identifier that says what it is: `DynamoDBNumbersAreStrings`."""
        words = re.findall("[A-Za-z0-9]+", self.title.partition(":")[0])
        return "".join(word[0].upper() + word[1:] for word in words)

    @property
    def page(self) -> str:
        """The address of its page in the docs."""
        return (
            f"{DOCS}/checks.md#{self.code.lower()}" if self.advice else f"{DOCS}/errors.md#{self.code.lower()}"
        )
