"""Write the generated parts of the docs: `python docs/generate.py`, or `--check` to see whether they are up to date."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from man_pages import man_pages
from reference_pages import code_tables, command_table, fix_table, pages

from pipefilter.enumeration import enumeration
from pipefilter.events.aws_events import PAGES_DATE, TABLE_DATE, aws_events
from pipefilter.evidence import Evidence
from pipefilter.language.operator_form import all_forms
from pipefilter.language.operators import OPERATORS
from pipefilter.language.parse import parse
from pipefilter.services import SERVICES, service_named
from pipefilter.services.service import Limit, Service
from pipefilter.sources import SOURCES, source_named
from pipefilter.targets import TARGETS
from pipefilter.targets.deployment import Deployment
from pipefilter.targets.filter_text import filter_text

DOCS = Path(__file__).parent / "reference"
BEGIN, END = "<!-- generated: {name} -->", "<!-- end of generated: {name} -->"


def operators() -> str:
    """A section for each operator: forms, meaning, traps, nesting, and AWS's page."""
    sections = []
    for operator in OPERATORS:
        name = f"`{operator.keyword}`" if operator.keyword else "Plain values"
        lines = [f"### {name}", "", operator.meaning, "", "```json"]
        lines += [f'{{"field": [{form}]}}' for form in operator.forms]
        lines += ["```", ""]
        if operator.inside:
            outer = ", ".join(f"`{keyword}`" for keyword in sorted(operator.inside))
            lines += [f"Allowed inside {outer}.", ""]
        lines += [f"- Note: {trap}" for trap in operator.traps]
        lines += ["", f"AWS: <{operator.url}>"]
        sections.append("\n".join(lines))
    return "\n\n".join(sections)


def table() -> str:
    """The operators at a glance."""
    rows = ["| Operator | Example | What it matches |", "|---|---|---|"]
    for operator in OPERATORS:
        name = f"`{operator.keyword}`" if operator.keyword else "plain value"
        example = operator.forms[0].replace("|", "\\|")
        rows.append(f"| {name} | `{example}` | {operator.meaning} |")
    return "\n".join(rows)


_CERTAINTIES = {"recorded": "recorded on AWS", "documented": "documented", "uncertain": "**uncertain**"}


def evidence(source: Evidence) -> str:
    """The certainty and the origin of a fact."""
    note = f"; {source.note}" if source.note else ""
    return f"[{_CERTAINTIES[source.certainty]}]({source.url}){note}"


def service_operators() -> str:
    """The operators that each service supports."""
    rows = [
        "| Operator | " + " | ".join(f"`{service.name}`" for service in SERVICES) + " |",
        "|---" * (len(SERVICES) + 1) + "|",
    ]
    for form in all_forms():
        supported = [service.operators[form] for service in SERVICES]
        cells = (
            f"{cell.support}{'' if cell.evidence.certainty != 'uncertain' else ' (?)'}" for cell in supported
        )
        rows.append(f"| {form} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def limit(maximum: Limit | None) -> str:
    """A limit in words."""
    if maximum is None:
        return "none known"
    usual = f" (usually {maximum.usual:,})" if maximum.usual else ""
    return f"{maximum.maximum:,} {maximum.unit}{usual}, {evidence(maximum.evidence)}"


def _combinations(service: Service) -> list[str]:
    """The lines on combinations, and on the other limits of a filter policy."""
    limits = service.policy_limits
    if limits is None:
        return [f"- `$or` combinations: {limit(service.or_combinations)}."]
    return [
        f"- Keys: {limit(limits.keys)}.",
        f"- Combinations of values: {limit(limits.combinations)}.",
        f"- Wildcards in one pattern: {limit(limits.stars)}.",
        f"- Wildcards of all patterns: {limit(limits.points)}.",
        f"- Numbers: {limit(limits.magnitude)}.",
        f"- Digits after the decimal point: {limit(limits.decimals)}.",
    ]


def _operators(service: Service) -> list[str]:
    """The lines on the operators: the page for most of them, then what is said about the others."""
    forms: dict[Evidence, list[str]] = {}
    for form, support in service.operators.items():
        forms.setdefault(support.evidence, []).append(form)
    usual, *others = sorted(forms, key=lambda each: -len(forms[each]))
    lines = [f"- Operators: {evidence(usual)}{'; except:' if others else '.'}"]
    return lines + [
        f"  - {enumeration([f'`{form}`' for form in forms[each]], 'and')}: {evidence(each)}." for each in others
    ]


def services() -> str:
    """A section for each service."""
    sections = []
    for service in SERVICES:
        combined = "one matching filter is enough" if service.combination == "any" else "all filters must match"
        lines = [
            f"### `{service.name}`: {service.title}",
            "",
            f"{service.what} <{service.url}>",
            "",
            f"- Several filters: {'only one pattern' if service.filters is None else combined}; {service.no_filters}.",
            f"- If nothing matches: {service.drops}.",
            f"- Length of a pattern: {limit(service.pattern_length)}.",
            *([f"- Number of filters: {limit(service.filters)}."] if service.filters else []),
            *([f"- Length of all patterns together: {limit(service.together)}."] if service.together else []),
            *_combinations(service),
            *([f"- Size of an event: {limit(service.event_size)}."] if service.event_size else []),
            f"- Response to an invalid pattern: "
            f"{f'`{service.refusal}`' if service.refusal else 'not recorded'}{f' or `{service.update_refusal}`' if service.update_refusal else ''}, {evidence(service.refusal_evidence)}.",
            *([f"- Scopes: {', '.join(f'`{scope}`' for scope in service.scopes)}."] if service.scopes else []),
            *_operators(service),
        ]
        sections.append("\n".join(lines))
    return "\n\n".join(sections)


def sources() -> str:
    """A section for each source: its data, its table, its keys."""
    sections = []
    for source in SOURCES:
        lines = [
            f"### `{source.name}`: {source.title}",
            "",
            f"Read by: {', '.join(f'`{name}`' for name in source.services)}. Wrapper in Lambda: {source.wrapper}. "
            f"Filter support: {evidence(source.filterable)}.",
        ]
        for name in source.services:
            keys = ", ".join(f"`{key}`" for key in source.data_keys[name])
            if keys:
                lines += ["", f"Payload for `{name}`: {keys}{', base64' if source.is_base64 else ''}."]
        if source.rows:
            lines += ["", "| Payload | The filter's condition on it | What happens |", "|---|---|---|"]
            lines += [f"| {row.data} | {row.pattern} | {row.action} |" for row in source.rows]
            lines += ["", f"Source of this table: {evidence(source.rows_evidence)}."]
        if source.keys:
            lines += ["", "| Key | " + " | ".join(f"`{name}`" for name in source.services) + " | Evidence |"]
            lines += ["|---" * (len(source.services) + 2) + "|"]
            for key in source.keys:
                usable = " | ".join(key.usable[name] for name in source.services)
                lines.append(f"| `{key.name}` | {usable} | {evidence(key.evidence)} |")
        sections.append("\n".join(lines))
    return "\n\n".join(sections)


def target_table() -> str:
    """The services that each tool can express."""
    rows = [
        "| Target | " + " | ".join(f"`{service.name}`" for service in SERVICES) + " |",
        "|---" * (len(SERVICES) + 1) + "|",
    ]
    for target in TARGETS:
        cells = ["yes" if service.name in target.renderers else "no" for service in SERVICES]
        rows.append(f"| [`{target.name}`](#{target.name}) | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def targets() -> str:
    """A section for each tool."""
    pattern = filter_text(parse('{"body": {"status": ["PAID"]}}'), "")
    rule = filter_text(parse('{"source": ["shop"], "detail": {"status": ["PAID"]}}'), "")
    sections = []
    for target in TARGETS:
        lambda_ = Deployment((pattern,), service_named("lambda"), source_named("sqs"))
        bus = Deployment((rule,), service_named("rule"), source_named("bus"))
        examples = "\n".join(
            f"`--service {deployment.service.name}` prints\n\n```text\n{target.render(deployment).rstrip()}\n```\n"
            for deployment in (lambda_, bus)
        )
        limits = [f"Not for an {service_named(name).title}: {why}." for name, why in target.unsupported.items()]
        if target.has_alpha:
            limits.append(
                "`--alpha` prints the alpha constructs for pipes; their only sources are DynamoDB, Kinesis and SQS."
            )
        sections.append(
            f"### {target.name}\n\n{target.title}. {target.what}\n\n{examples}\n"
            f"Checked in CI with {target.checked_with}"
            + "".join(f" {limit}" for limit in limits)
            + f"\n\nSource: <{target.url}>"
        )
    return "\n\n".join(sections)


def event_tables() -> str:
    """Where the names of AWS's own events come from, with figures."""
    known = aws_events()
    read = len(known.pages)
    return (
        f"- The schemas of {len(known.names())} events are from the EventBridge schema registry `aws.events`, as the AWS CDK "
        f"team published them on {TABLE_DATE} in the npm package [@aws-cdk/aws-service-spec]"
        f"(https://www.npmjs.com/package/@aws-cdk/aws-service-spec) ({known.version}, Apache-2.0).\n"
        f"- {len(known.sources)} sources are from [AWS's list](https://docs.aws.amazon.com/eventbridge/latest/ref/events.html) "
        f"and from these schemas. The detail-types of {read} of them are from AWS's page on the source, as of "
        f"{PAGES_DATE}.\n"
        "- The fields of CloudTrail's events are from [AWS's page on the record]"
        "(https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html)."
    )


def event_values() -> str:
    """The fields of AWS's own events whose values are listed."""
    rows = ["| Source | Detail-type | Field | Values |", "|---|---|---|---|"]
    for each in aws_events().value_lists:
        values = ", ".join(f"`{value}`" for value in each.values)
        kinds = ", ".join(each.detail_types)
        rows.append(
            f"| {f'`{each.source}`' if each.source else 'any'} | {kinds} | `detail.{each.path}` | {values} ([AWS]({each.page})) |"
        )
    return "\n".join(rows)


GENERATED: dict[str, dict[str, Callable[[], str]]] = {
    "../how-to/editors.md": {"fixes": fix_table},
    "aws-events.md": {"tables": event_tables, "values": event_values},
    "codes/index.md": {"codes": code_tables},
    "commands/index.md": {"commands": command_table},
    "language.md": {"operator table": table, "operators": operators},
    "services.md": {"operators": service_operators, "services": services},
    "sources.md": {"sources": sources},
    "targets.md": {"table of targets": target_table, "targets": targets},
}


def filled(text: str, name: str, content: str) -> str:
    """The text with the part of this name replaced."""
    begin, end = BEGIN.format(name=name), END.format(name=name)
    before, opened, rest = text.partition(begin)
    _, closed, after = rest.partition(end)
    if not opened or not closed:
        raise SystemExit(f"the docs do not contain {begin} or {end}")
    return f"{before}{begin}\n\n{content}\n\n{end}{after}"


def outdated() -> dict[str, str | None]:
    """The new text of each file that differs from the code; None for a page that is to be removed."""
    texts = {**pages(), **man_pages()}
    for file, parts in GENERATED.items():
        text = (DOCS / file).read_text("utf-8")
        for name, content in parts.items():
            text = filled(text, name, content())
        texts[file] = text
    new: dict[str, str | None] = {
        file: text
        for file, text in texts.items()
        if not (DOCS / file).is_file() or (DOCS / file).read_text("utf-8") != text
    }
    there = {
        path.relative_to(DOCS).as_posix()
        for name in ("codes", "commands")
        for path in (DOCS / name).glob("*.md")
    } | {f"../man/{path.name}" for path in (DOCS.parent / "man").glob("*.1")}
    return new | dict.fromkeys(there - texts.keys())


def main() -> int:
    """Write the generated pages and parts that changed, or with `--check` report them."""
    new = outdated()
    if new and "--check" in sys.argv:
        print(f"not up to date: {', '.join(sorted(new))}; run python docs/generate.py")
        return 1
    for file, text in new.items():
        if text is None:
            (DOCS / file).unlink()
        else:
            (DOCS / file).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
