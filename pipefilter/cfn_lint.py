"""Rules for cfn-lint: `cfn-lint template.yaml --append-rules pipefilter.cfn_lint`.

A pattern that is not valid is E9100. What the checks find has the digits of its code: PF402, an error, is E9402; a
warning has a W, and a note an I, which cfn-lint shows with `--include-checks I`. See
https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md for how rules are told to be left out.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from cfnlint.rules import CloudFormationLintRule, RuleMatch

from pipefilter.analysis.catalog import check_kinds
from pipefilter.application.check_settings import CheckSettings
from pipefilter.application.template_check import template_reports
from pipefilter.errors import Problem, ProblemKind
from pipefilter.templates.nodes.node import TemplateFault
from pipefilter.templates.template_file import TemplateFile, template_file

if TYPE_CHECKING:
    from cfnlint.template import Template

__all__ = ["InvalidPattern"]

_INVALID = "E9100"
_LETTERS = {"error": "E", "warning": "W", "note": "I"}
_FOUND: WeakKeyDictionary[Template, dict[str, list[RuleMatch]]] = WeakKeyDictionary()


class InvalidPattern(CloudFormationLintRule):  # type: ignore[misc] # cfn-lint brings no types
    """An event pattern that AWS refuses."""

    id = _INVALID
    shortdesc = "Event patterns are valid"
    description = "Filter criteria and event patterns are parsed as AWS parses them"
    source_url = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html"
    tags = ["pipefilter", "events", "pipes", "lambda"]  # noqa: RUF012 - so cfn-lint declares it

    def match(self, cfn: Template) -> list[RuleMatch]:
        """What is found in a template.

        Args:
            cfn: the template, as cfn-lint has read it.
        """
        found = _FOUND.get(cfn)
        if found is None:
            found = _FOUND[cfn] = _matches(cfn)
        return found.get(self.id, [])


def _matches(cfn: Template) -> dict[str, list[RuleMatch]]:
    """All that is found in a template, by the rule's ID."""
    template, has_places = _read(cfn)
    found: dict[str, list[RuleMatch]] = {}
    for pattern in template_reports("", template, CheckSettings()) if template else ():
        path = ["Resources", pattern.name.removeprefix("#").partition(".")[0]]
        problems = [(_INVALID, each.problem) for each in pattern.problems]
        problems += [(_id_of(each.problem), each.problem) for each in pattern.advice]
        for name, problem in problems:
            place = {"location": _location(problem)} if has_places else {}
            found.setdefault(name, []).append(RuleMatch(path, _words(problem), **place))
    return found


def _read(cfn: Template) -> tuple[TemplateFile | None, bool]:
    """The template as it is written; as cfn-lint has it, without places, if it came on standard input."""
    try:
        name, data, has_places = cfn.filename or "", Path(cfn.filename or "").read_bytes(), True
    except (OSError, ValueError):
        name, data, has_places = "template.json", json.dumps(cfn.template, default=str).encode(), False
    try:
        return template_file(name, data), has_places
    except (TemplateFault, UnicodeDecodeError):  # which cfn-lint says itself
        return None, has_places


def _location(problem: Problem) -> tuple[int, int, int, int]:
    """Line and column of begin and end, from 0."""
    return problem.start.line - 1, problem.start.column - 1, problem.end.line - 1, problem.end.column - 1


def _words(problem: Problem) -> str:
    hint = f"; {problem.hint}" if problem.hint else ""
    return f"{problem.message}{hint} ({problem.code})"


def _id_of(problem: Problem) -> str:
    return f"{_LETTERS[problem.severity]}9{problem.code[2:]}"


def _rule(kind: ProblemKind) -> type[InvalidPattern]:
    """The rule for what one of the checks finds."""
    members = {
        "id": f"{_LETTERS[kind.severity]}9{kind.code[2:]}",
        "shortdesc": kind.title,
        "description": kind.meaning,
        "source_url": kind.url,
        "__doc__": kind.meaning,
        "__module__": __name__,
    }
    return type(f"Check{kind.code}", (InvalidPattern,), members)


# cfn-lint takes the classes that it sees in a module
globals().update({f"Check{kind.code}": _rule(kind) for kind in check_kinds().values()})
