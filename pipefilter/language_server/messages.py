"""What the server shows in an editor, as the types of the protocol."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types

from pipefilter.editing.diagnostics import Diagnostic
from pipefilter.errors import Severity
from pipefilter.language_server.positions import Positions
from pipefilter.problem_kind import docs_address

__all__ = ["diagnostic_messages"]

SOURCE = "pipefilter"
_SEVERITIES: dict[Severity, types.DiagnosticSeverity] = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "note": types.DiagnosticSeverity.Information,
}


def diagnostic_messages(text: str, problems: Iterable[Diagnostic]) -> list[types.Diagnostic]:
    """Problems as an editor shows them: below the text, and in its list of problems."""
    positions = Positions(text)
    return [_message(positions, each) for each in problems]


def _message(positions: Positions, problem: Diagnostic) -> types.Diagnostic:
    hint = f"\nhint: {problem.hint}" if problem.hint else ""
    page = docs_address(f"reference/codes/{problem.code}")
    return types.Diagnostic(
        range=positions.range(problem.start, problem.end),
        message=f"{problem.message}{hint}",
        severity=_SEVERITIES[problem.severity],
        code=problem.code or None,
        code_description=types.CodeDescription(page) if problem.code else None,
        source=SOURCE,
    )
