"""Prints the comparisons of `pipefilter verify`, counts them for the exit code, and saves differences in files."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from pipefilter.cli.inputs.files import InputError
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.cli.terminal.output import counted, message, print_json, remark, result, styled
from pipefilter.file_writing import create_file
from pipefilter.formats.verify_json import case_json, difference_json
from pipefilter.formats.verify_text import case_label, difference_text, same_text
from pipefilter.verification.case import Case
from pipefilter.verification.comparison import Comparison

__all__ = ["VerifyReport"]


class VerifyReport:
    """Prints comparisons, and counts them.

    Args:
        brief: whether to print no line for a question on which both agree.
        folder: where to save differences; None to print patterns and events.
    """

    def __init__(self, *, as_json: bool, brief: bool, folder: str | None) -> None:
        self._as_json = as_json
        self._brief = brief
        self._folder = folder
        self.same = 0
        self.differ = 0
        self.not_compared = 0

    @property
    def code(self) -> int:
        """The exit code: NO if there is a difference, even if some questions could not be compared."""
        if self.differ:
            return NO
        return COULD_NOT_TELL if self.not_compared or not self.same else YES

    def add_not_compared(self, case: Case, reason: str) -> None:
        """Report a question that AWS cannot be asked, or to which there is no answer."""
        self.not_compared += 1
        if self._as_json:
            print_json(case_json(case, None, reason=reason))
        else:
            message(f"not compared  {case_label(case)}: {reason}")

    def add(self, case: Case, comparison: Comparison) -> None:
        """Report a question with both answers.

        Raises:
            InputError: the difference cannot be saved.
        """
        differs = bool(comparison.differs_in)
        self.differ += differs
        self.same += not differs
        saved = _save_difference(self._folder, case, comparison) if differs and self._folder else None
        if self._as_json:
            print_json(case_json(case, comparison, saved=saved))
            return
        if differs:
            for line in difference_text(case, comparison, saved):
                result(line)
        elif not self._brief:
            result(same_text(case, comparison))
        if comparison.has_new_words:
            remark(
                f"{case_label(case)}: AWS gives a reason that pipefilter does not know yet: {comparison.theirs.message}"
            )

    def same_in_folder(self, name: str, number: int) -> None:
        """Report that both agree on a pattern with all its events."""
        if not self._as_json:
            result(f"{styled('same', 'yes')}    {name} ({counted(number, 'comparison')})")

    def summary(self) -> None:
        """Print how many questions there were."""
        total = self.same + self.differ + self.not_compared
        remark(
            f"{counted(total, 'comparison')}: pipefilter and AWS agree on {self.same} and differ on {self.differ}"
            + (f"; {self.not_compared} not compared" if self.not_compared else "")
        )


def _save_difference(folder: str, case: Case, comparison: Comparison) -> str:
    """Write the next of `verify-1.json`, `verify-2.json`, ... into a folder, which is created if necessary, and return its name.

    Raises:
        InputError: it cannot be written.
    """
    text = json.dumps(difference_json(case, comparison, datetime.now(UTC)), indent=2) + "\n"
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        return str(_new_file(Path(folder), text.encode()))
    except OSError as error:
        raise InputError(f"a difference cannot be saved in {folder}: {error.strerror or error}") from None


def _new_file(folder: Path, content: bytes) -> Path:
    number = 1
    while True:
        path = folder / f"verify-{number}.json"
        try:
            create_file(path, content)
        except FileExistsError:
            number += 1
        else:
            return path
