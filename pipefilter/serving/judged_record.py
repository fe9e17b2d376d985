"""A record judged by filters as a service does it, as the page is told."""

from __future__ import annotations

from pipefilter.filtering.record_judge import FilterVerdict, RecordJudge
from pipefilter.filtering.wrapped_records import WrappedRecord, records_in
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.matching.event_text import event_tree
from pipefilter.scanning.event_texts import EventText
from pipefilter.services import Service, service_named
from pipefilter.serving.told_reasons import told_reasons
from pipefilter.sources import Source, source_named

__all__ = ["judged_record"]


def judged_record(
    criteria: FilterCriteria, event: EventText, count: int, service: Service | None, source: Source | None
) -> dict[str, object]:
    """The verdict on the first record in an event, with what each filter says.

    Args:
        criteria: the filters.
        event: one record, or what Lambda, Pipes or the AWS CLI hand out.
        count: how many such events there are; with the other records in the first, that is the number of records.
        service: where the filters run; None to tell it by the source or by their scopes.
        source: of the record; None to tell it by the record.

    Raises:
        InvalidEvent: it is no JSON, or no record.
        EventTooIntricate: no verdict within the budget.
    """
    where = service or _told_service(criteria, source)
    event_tree(event.text)
    text = event.text if isinstance(event.text, str) else event.text.decode("utf-8-sig")
    records = records_in(text, wrapped=where.name not in source_named("bus").services)
    said: dict[str, object] = {"service": where.name, "records": len(records) + count - 1}
    if not records:
        return {**said, "verdict": "undecided", "reason": "there are no records in it"}
    wrapped = records[0]
    known, notes = _source(wrapped, where, source)
    verdict = RecordJudge(criteria, where).judge(wrapped.record, known)
    said |= {
        "source": verdict.source.name if verdict.source else None,
        "record": wrapped.pointer,
        "seen": verdict.seen,
        "notes": [*notes, *verdict.notes],
        "filters": [_told(one) for one in verdict.filters],
    }
    if verdict.undecided:
        return {**said, "verdict": "undecided", "reason": verdict.undecided}
    said["verdict"] = "match" if verdict.matches else "no_match"
    if len(verdict.filters) == 1 and not verdict.filters[0].is_dropped:
        said |= told_reasons(verdict.filters[0].pattern, verdict.filters[0].seen)
    return said


def _told_service(criteria: FilterCriteria, source: Source | None) -> Service:
    """Where filters run if nothing says it, as `pipefilter test` takes it."""
    if any(one.scope for one in criteria.filters):
        return service_named("v2")
    return service_named(source.services[0] if source else "pipe")


def _source(wrapped: WrappedRecord, service: Service, given: Source | None) -> tuple[Source | None, list[str]]:
    """Where the record is from, and what is to be said of that."""
    source = given or wrapped.source
    if source is not None and service.name not in source.services:
        return None, [
            f"looks like a record of the source {source.name}, which the service {service.name} does not see"
        ]
    if given is not None and not given.recognises(wrapped.record):
        return source, [f"does not look like a record of the source {given.name}"]
    return source, []


def _told(one: FilterVerdict) -> dict[str, object]:
    """What one filter says; the member `rows` is AWS's table where it decided."""
    rows = [
        {
            "key": applied.key,
            "data": applied.row.data,
            "pattern": applied.row.pattern,
            "action": applied.row.action,
            "text": str(applied),
        }
        for applied in one.rows
    ]
    reasons: dict[str, object] = {"explanation": None, "lines": []}
    if not one.is_dropped and not one.undecided:
        reasons = told_reasons(one.pattern, one.seen)
    verdict = "undecided" if one.undecided else "match" if one.matches else "no_match"
    return {
        "number": one.number,
        "verdict": verdict,
        "reason": one.undecided or one.nothing_seen or None,
        "rows": rows,
        "seen": one.seen,
        **reasons,
    }
