"""The sections of CHANGELOG.md. As a command: print that of a version, for the page of its release."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

__all__ = ["CHANGELOG", "Section", "section_of", "sections", "with_release"]

CHANGELOG = Path(__file__).parents[1] / "CHANGELOG.md"
UNRELEASED = "Unreleased"
_HEADING = re.compile(r"^## \[([^\]\n]+)\](?: - (.+))?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Section:
    """What has changed in a version.

    Args:
        date: as written; "" if there is none.
        text: all lines below the heading.
    """

    version: str
    date: str
    text: str


def sections(changelog: str) -> list[Section]:
    """All sections, the newest first."""
    headings = list(_HEADING.finditer(changelog))
    ends = [*(heading.start() for heading in headings[1:]), len(changelog)]
    return [
        Section(heading[1], heading[2] or "", changelog[heading.end() : end].strip())
        for heading, end in zip(headings, ends, strict=True)
    ]


def section_of(version: str, changelog: str) -> Section | None:
    """The section of a version, or of `Unreleased`; None if there is none."""
    return next((section for section in sections(changelog) if section.version == version), None)


def with_release(version: str, date: str, changelog: str) -> str:
    """The changelog in which what was unreleased is this version, and nothing is unreleased.

    Raises:
        ValueError: if the version has a section already, or nothing is unreleased.
    """
    if section_of(version, changelog) is not None:
        raise ValueError(f"CHANGELOG.md has a section for {version} already")
    unreleased = section_of(UNRELEASED, changelog)
    if unreleased is None or not unreleased.text:
        raise ValueError("CHANGELOG.md has nothing under [Unreleased]")
    heading = f"## [{UNRELEASED}]"
    return changelog.replace(heading, f"{heading}\n\n## [{version}] - {date}", 1)


def main() -> int:
    """Print the section of a version; exit with 1 if there is none."""
    if len(sys.argv) != 2:
        print("usage: python packaging/changelog.py VERSION", file=sys.stderr)
        return 2
    section = section_of(sys.argv[1], CHANGELOG.read_text("utf-8"))
    if section is None or not section.text:
        print(f"CHANGELOG.md says nothing about {sys.argv[1]}", file=sys.stderr)
        return 1
    print(section.text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
