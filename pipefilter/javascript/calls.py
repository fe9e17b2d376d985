"""Answers the calls of the npm package: JSON text in, JSON text out. `npm/pipefilter/src/` is the other side.

JSON text passes every string and number unchanged, and costs less than objects that both languages share.
"""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Callable, Iterable
from typing import Any

from pipefilter.application.check import check, code_prefixes
from pipefilter.application.check_settings import CheckSettings
from pipefilter.application.event_input import events_in
from pipefilter.application.event_outcomes import event_outcomes
from pipefilter.application.filters import Filters
from pipefilter.application.named_outcomes import NamedOutcome, named_outcomes
from pipefilter.application.pattern_check import check_data
from pipefilter.application.pattern_input import ARGUMENT
from pipefilter.application.record_evaluation import Evaluation
from pipefilter.application.report import Report
from pipefilter.application.schema_files import read_schemas
from pipefilter.errors import InvalidEvent, InvalidEventPattern, PipefilterError, Undecided
from pipefilter.filtering.direct_event import direct_event_note
from pipefilter.filtering.record_evaluator import RecordOutcome
from pipefilter.formats.assertion_text import assertion_text
from pipefilter.formats.check_json import check_json, passed_over_json
from pipefilter.formats.evaluation_json import evaluation_json
from pipefilter.formats.event_place import place_json
from pipefilter.javascript.called_filters import (
    called_evaluator,
    called_filters,
    fingerprint,
    forget,
    load_filters,
)

__all__ = ["answer"]

Call = dict[str, Any]
"""The members of a call: its name, what it is about, and options. The npm package has checked their types."""

_NAMED = (InvalidEventPattern, InvalidEvent, Undecided)
"""Errors that have subclasses, which are of no interest outside."""


def answer(call: str) -> str:
    """The answer to a call: `value` and `warnings`, or `error`.

    Args:
        call: an object with the member `call`, the name of a function, and its arguments.
    """
    members: Call = json.loads(call)
    forget(members.get("forgotten", ()))
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            if "folder" in members:
                os.chdir(members["folder"])
            value = _FUNCTIONS[members["call"]](members)
    except (PipefilterError, OSError, TypeError, ValueError) as error:
        return json.dumps({"error": _error_json(error)})
    return json.dumps({"value": value, "warnings": [str(each.message) for each in caught]})


def _error_json(error: Exception) -> dict[str, object]:
    """The name of an error, its text, and its problems if it has any."""
    name = next((kind.__name__ for kind in _NAMED if isinstance(error, kind)), type(error).__name__)
    members: dict[str, object] = {"name": name, "message": str(error)}
    if isinstance(error, InvalidEventPattern | InvalidEvent):
        members["problems"] = [problem.as_json() for problem in error.problems]
    return members


def _outcomes(call: Call) -> list[RecordOutcome]:
    """The outcomes of a JSON text, of which AWS reads the first value; if other events follow, those of all of them.

    Raises:
        InvalidEvent: an event in it is not valid.
    """
    evaluator, text = called_evaluator(call["pattern"], call["options"]), call["event"]
    outcomes = evaluator.evaluate(text)
    for event in events_in(text)[1:] if call.get("is_text") else ():
        if not _is_object(event.text):
            warnings.warn(f"{event.line}:{event.column}: what follows the event is not read", stacklevel=2)
            break
        others = event_outcomes(evaluator, event)
        for problem in (other.problem for other in others if other.problem is not None):
            raise InvalidEvent(problem)
        outcomes += others
    return outcomes


def _is_object(text: str | bytes) -> bool:
    start = text.lstrip()[:1]
    return start in ("{", b"{")


def _matches(call: Call) -> bool:
    outcomes = _outcomes(call)
    if not outcomes:
        raise Undecided("the event contains no records, so nothing was evaluated")
    verdicts = {Evaluation(outcome).matched for outcome in outcomes}
    if len(verdicts) > 1:
        raise Undecided(f"of the {len(outcomes)} records in the event, only some match: use evaluate")
    return verdicts.pop()


def _explain(call: Call) -> dict[str, object]:
    outcomes = _outcomes(call)
    if len(outcomes) != 1:
        raise Undecided(f"the event contains {len(outcomes)} records, not one: use evaluate")
    return {**evaluation_json(outcomes[0]), "text": str(Evaluation(outcomes[0]))}


def _evaluate(call: Call) -> list[dict[str, object]]:
    filters = called_filters(call["pattern"], call["options"])
    return [
        {
            **place_json(each.event, each.name),
            **evaluation_json(each.outcome),
            "text": str(Evaluation(each.outcome)),
        }
        for each in named_outcomes(filters, call["event"])
    ]


def _load(call: Call) -> dict[str, object]:
    filters = load_filters(call["pattern"], call["options"])
    return {
        "name": filters.name,
        "service": filters.service or None,
        "source": filters.source or None,
        "patterns": [str(pattern) for pattern in filters.patterns],
        "fingerprint": fingerprint(filters),
    }


def _failure(call: Call) -> dict[str, object]:
    """Why an assertion fails, "" if it does not, and whether there is a verdict on all records.

    With `is_part`, the event is compared inside another value, where a failure only says that it is another value: then
    records with different verdicts have no verdict together.
    """
    filters = called_filters(call["pattern"], call["options"])
    outcomes = named_outcomes(filters, call["event"])
    must_match = call["must_match"]
    text = assertion_text(outcomes, _name(filters), must_match=must_match)
    is_decided = bool(outcomes) and all(each.outcome.matches is not None for each in outcomes)
    if is_decided and call.get("is_part") and len({each.outcome.matches for each in outcomes}) > 1:
        return {"text": f"of the {len(outcomes)} records in the event, only some match", "is_decided": False}
    if is_decided and not all(each.outcome.matches for each in outcomes):
        note = _direct_note(outcomes)
        if note and (not must_match or call.get("is_part")):
            return {"text": f"there is no verdict on the event: {note}", "is_decided": False}
    return {"text": text, "is_decided": is_decided}


def _direct_note(outcomes: Iterable[NamedOutcome]) -> str:
    """Why no filter ever sees one of the events that do not match, so that this says nothing; "" if they may be seen."""
    for each in outcomes:
        verdict = each.outcome.verdict
        note = direct_event_note(each.outcome.record.record) if verdict and not verdict.matches else ""
        if note and verdict and note in verdict.notes:
            return note
    return ""


def _name(filters: Filters) -> str:
    return "" if filters.name == ARGUMENT else filters.name


def _check(call: Call) -> dict[str, object]:
    options = call["options"]
    report = _text_report(call, options) if "text" in call else check(call["patterns"], **options)
    files = [value for file in report.files for value in check_json(file)]
    return {"ok": report.ok, "results": [*files, *passed_over_json(report.passed_over)]}


def _text_report(call: Call, options: Call) -> Report:
    """The report on a text that has the name of a file."""
    check([], **options)  # its errors are about the options
    settings = CheckSettings(
        options.get("service", ""),
        options.get("source", ""),
        options.get("emulators", False),
        code_prefixes(options.get("select", ())),
        code_prefixes(options.get("ignore", ())),
        options.get("severity", "note"),
        options.get("strict", False),
        tuple(each for file in read_schemas(options.get("schema", ())) for each in file.schemas),
    )
    data = call["text"].encode("utf-8", "surrogatepass")
    return Report((check_data(call["name"], data, settings),), settings.strict)


_FUNCTIONS: dict[str, Callable[[Call], object]] = {
    "check": _check,
    "evaluate": _evaluate,
    "explain": _explain,
    "failure": _failure,
    "load": _load,
    "matches": _matches,
}
