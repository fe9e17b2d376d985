"""Rules for cfn-lint: `cfn-lint template.yaml --append-rules pipefilter.cfn_lint`.

An invalid pattern is reported as E9100. Each check has a rule with the digits of its code: PF402, an error, is
E9402; a warning has a W, and a note has an I, which cfn-lint shows with `--include-checks I`. To ignore rules, see
https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from cfnlint.rules import CloudFormationLintRule, RuleMatch

from pipefilter.analysis.catalog import check_kinds
from pipefilter.application.check_settings import CheckSettings
from pipefilter.application.template_check import template_report
from pipefilter.errors import Problem, ProblemKind
from pipefilter.templates.nodes.node import TemplateFault
from pipefilter.templates.template_file import TemplateFile, template_file

if TYPE_CHECKING:
    from cfnlint.template import Template

__all__ = ["InvalidPattern"]

_INVALID = "E9100"
_LETTERS = {"error": "E", "warning": "W", "note": "I"}
_MATCHES: WeakKeyDictionary[Template, dict[str, list[RuleMatch]]] = WeakKeyDictionary()


class InvalidPattern(CloudFormationLintRule):  # type: ignore[misc] # cfn-lint brings no types
    """An event pattern that AWS rejects."""

    id = _INVALID
    shortdesc = "Event patterns must be valid"
    description = "Filter criteria and event patterns must be valid; they are parsed as AWS parses them"
    source_url = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html"
    tags = ["pipefilter", "events", "pipes", "lambda"]  # noqa: RUF012 - so cfn-lint declares it

    def match(self, cfn: Template) -> list[RuleMatch]:
        """The matches of this rule in a template."""
        matches = _MATCHES.get(cfn)
        if matches is None:
            matches = _MATCHES[cfn] = _matches(cfn)
        return matches.get(self.id, [])


def _matches(cfn: Template) -> dict[str, list[RuleMatch]]:
    """The matches of all rules in a template, by the ID of the rule."""
    template, has_places = _read(cfn)
    matches: dict[str, list[RuleMatch]] = {}
    for pattern in template_report("", template, CheckSettings()).patterns if template else ():
        path = ["Resources", pattern.name.removeprefix("#").partition(".")[0]]
        problems = [(_INVALID, each.problem) for each in pattern.problems]
        problems += [(_rule_id(each.problem), each.problem) for each in pattern.advice]
        for name, problem in problems:
            place = {"location": _location(problem)} if has_places else {}
            matches.setdefault(name, []).append(RuleMatch(path, _words(problem), **place))
    return matches


def _read(cfn: Template) -> tuple[TemplateFile | None, bool]:
    """The template as written, and whether its places are known: not if it came from standard input."""
    try:
        name, data, has_places = cfn.filename or "", Path(cfn.filename or "").read_bytes(), True
    except (OSError, ValueError):
        name, data, has_places = "template.json", json.dumps(cfn.template, default=str).encode(), False
    try:
        return template_file(name, data), has_places
    except (TemplateFault, UnicodeDecodeError):  # cfn-lint reports it itself
        return None, has_places


def _location(problem: Problem) -> tuple[int, int, int, int]:
    """Line and column of start and end, from 0."""
    return problem.start.line - 1, problem.start.column - 1, problem.end.line - 1, problem.end.column - 1


def _words(problem: Problem) -> str:
    hint = f"; {problem.hint}" if problem.hint else ""
    return f"{problem.message}{hint} ({problem.code})"


def _rule_id(problem: Problem) -> str:
    return f"{_LETTERS[problem.severity]}9{problem.code[2:]}"


def _rule(kind: ProblemKind) -> type[InvalidPattern]:
    """The rule for one of the checks."""
    members = {
        "id": f"{_LETTERS[kind.severity]}9{kind.code[2:]}",
        "shortdesc": kind.title,
        "description": kind.meaning,
        "source_url": kind.url,
        "__doc__": kind.meaning,
        "__module__": __name__,
    }
    return type(f"Check{kind.code}", (InvalidPattern,), members)


# cfn-lint finds the classes in a module's globals
globals().update({f"Check{kind.code}": _rule(kind) for kind in check_kinds().values()})
