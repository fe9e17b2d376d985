"""What `pipefilter verify` prints, and the exit code."""

from __future__ import annotations

from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.cli.terminal.output import counted, message, print_json, remark, result, styled
from pipefilter.cli.verify.cases import Case
from pipefilter.cli.verify.differences import save_difference
from pipefilter.verification.aws_answer import Answer, Verdict
from pipefilter.verification.comparison import Comparison

__all__ = ["VerifyReport"]

_WORDS: dict[Verdict, str] = {
    "match": "match",
    "no_match": "no match",
    "invalid_pattern": "invalid pattern",
    "invalid_event": "invalid event",
}

_NOWHERE = {"event": None, "line": None, "column": None, "record": None}


class VerifyReport:
    """Prints what was found, and counts it.

    Args:
        as_json: print one JSON object a question.
        brief: print no line for a question on which both agree.
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
        """The exit code: a difference that was found is one, whatever could not be asked."""
        if self.differ:
            return NO
        return COULD_NOT_TELL if self.not_compared or not self.same else YES

    def add_not_compared(self, case: Case, reason: str) -> None:
        """A question that AWS cannot be asked, or to which there is no answer.

        Args:
            case: the question.
            reason: why, in a sentence.
        """
        self.not_compared += 1
        if self._as_json:
            self._print_json(case, "not_compared", reason=reason)
        else:
            message(f"not compared  {_shown(case)}: {reason}")

    def add(self, case: Case, found: Comparison) -> None:
        """A question with both answers.

        Args:
            case: the question.
            found: the answers.

        Raises:
            InputError: the difference cannot be saved.
        """
        if found.differs_in:
            self.differ += 1
        else:
            self.same += 1
        saved = save_difference(self._folder, case, found) if found.differs_in and self._folder else None
        if self._as_json:
            self._print_json(case, "differ" if found.differs_in else "same", found, saved=saved)
        elif found.differs_in:
            self._print_difference(case, found, saved)
        elif not self._brief:
            result(f"{styled('same', 'yes')}    {_WORDS[found.theirs.verdict]}  {_shown(case)}")
        if found.has_new_words and not self._as_json:
            remark(f"{_shown(case)}: AWS says, which pipefilter does not know yet: {found.theirs.message}")

    def same_in_folder(self, name: str, number: int) -> None:
        """Say that both agree on a pattern with all its events.

        Args:
            name: of the pattern.
            number: of questions.
        """
        if not self._as_json:
            result(f"{styled('same', 'yes')}    {name} ({counted(number, 'question')})")

    def summary(self) -> None:
        """Say how many questions there were."""
        total = self.same + self.differ + self.not_compared
        remark(
            f"{counted(total, 'question')}: pipefilter and AWS agree on {self.same}, differ on {self.differ}"
            + (f"; {self.not_compared} not compared" if self.not_compared else "")
        )

    def _print_difference(self, case: Case, found: Comparison, saved: str | None) -> None:
        result(f"{styled('differ', 'no')}  {_shown(case)}  ({', '.join(found.differs_in)})")
        result(f"  pipefilter: {_said(found.ours)}")
        result(f"  AWS:        {_said(found.theirs)}")
        if saved:
            result(f"  saved in {saved}")
            return
        result(f"  pattern: {found.question.pattern}")
        result(f"  event:   {found.question.event}")

    def _print_json(
        self,
        case: Case,
        verdict: str,
        found: Comparison | None = None,
        *,
        reason: str | None = None,
        saved: str | None = None,
    ) -> None:
        print_json(
            {
                "pattern": case.name,
                "filter": case.number or None,
                **_NOWHERE,
                **case.where,
                "verdict": verdict,
                "reason": reason,
                "differs_in": list(found.differs_in) if found else [],
                "ours": found.ours.as_json() if found else None,
                "aws": found.theirs.as_json() if found else None,
                "sent": {"pattern": found.question.pattern, "event": found.question.event} if found else None,
                "saved": saved,
            }
        )


def _shown(case: Case) -> str:
    pattern = case.name + (f" (filter {case.number})" if case.number else "")
    if not case.place:
        return f"{pattern}, the pattern alone"
    return f"{pattern}, {case.place}"


def _said(answer: Answer) -> str:
    place = f" (line {answer.line}, column {answer.column})" if answer.line is not None else ""
    return _WORDS[answer.verdict] + (f": {answer.reason}{place}" if answer.reason else "")
