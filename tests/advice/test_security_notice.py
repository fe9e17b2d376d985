"""The example of security notices: exactly the right changes notify, and no event is lost."""

from __future__ import annotations

import importlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from moto.server import ThreadedMotoServer
from repository import ROOT

from pipefilter.cli.main import pipefilter
from pipefilter.language.parse import parse
from pipefilter.templates.template_file import template_file

EXAMPLE = ROOT / "examples" / "security_notice"
HERE = "127.0.0.1"


def example(module: str) -> Any:  # noqa: ANN401 - the example is not a package, and its modules do not have stubs
    """A module of the example, imported beside the others as in a function's package."""
    sys.path.insert(0, str(EXAMPLE))
    try:
        return importlib.import_module(module)
    finally:
        sys.path.remove(str(EXAMPLE))


CONDITION = example("security_condition")
PIPE = example("played_pipe")
ENRICHMENT = example("enrichment")
PATTERN = (EXAMPLE / "filter.json").read_text("utf-8")
CRITERIA = json.dumps({"Filters": [{"Pattern": PATTERN}]})

TEXTS: list[Any] = [None, {"S": "a"}, {"S": "b"}, {"S": ""}, {"S": "127.0.0.1"}]
NULL = {"NULL": True}
VALUES = {
    "email": [*TEXTS, NULL],
    "phone": [*TEXTS, NULL],
    "passwordHash": [*TEXTS, {"B": "AAE="}, {"B": "YQ=="}],
    "mfa": [None, {"BOOL": True}, {"BOOL": False}, NULL],
    "lastSeen": TEXTS,
    "profile": [None, {"M": {"email": {"S": "x"}}}, {"M": {}}, {"N": "1"}, {"L": [NULL]}],
}
"""Possible values of attributes, None for absent: for those that matter, the values that the service of the example writes."""


@st.composite
def histories(draw: st.DrawFn) -> list[dict[str, Any] | None]:
    """The changes of one item: a dict has new values, and None for a removed attribute; None deletes the item.

    Only one or two attributes that matter occur, as any other one that is present lets a record through the filter.
    """
    matter = draw(st.lists(st.sampled_from(CONDITION.SECURITY), min_size=1, max_size=2, unique=True))
    values = {name: st.sampled_from(VALUES[name]) for name in (*matter, "lastSeen", "profile")}
    seen = st.fixed_dictionaries({"lastSeen": values["lastSeen"]})
    important = st.fixed_dictionaries({matter[0]: values[matter[0]]})
    some = st.fixed_dictionaries({}, optional=values)
    return draw(st.lists(st.one_of(important, important, some, some, seen, st.none()), max_size=20))


def records_of(changes: Sequence[dict[str, Any] | None]) -> Iterator[dict[str, Any]]:
    """The records that a stream delivers for one item; a write that changes nothing has no record."""
    key = {"id": {"S": "1"}}
    item: dict[str, Any] | None = None
    for number, change in enumerate(changes):
        before = item
        if change is None and item is not None:
            item = None
        else:
            merged = {**(item or key), **(change or {})}
            item = {name: value for name, value in merged.items() if value is not None}
        if before == item:
            continue
        images = {"OldImage": before, "NewImage": item}
        yield {
            "eventID": str(number),
            "eventName": "INSERT" if before is None else "REMOVE" if item is None else "MODIFY",
            "eventSource": "aws:dynamodb",
            "dynamodb": {
                "Keys": key,
                **{name: image for name, image in images.items() if image is not None},
                "StreamViewType": "NEW_AND_OLD_IMAGES",
            },
        }


def changed(record: dict[str, Any]) -> list[str]:
    """The attributes about which the owner must be notified, computed without the library."""
    if record["eventName"] != "MODIFY":
        return []
    old, new = record["dynamodb"]["OldImage"], record["dynamodb"]["NewImage"]
    return [name for name in CONDITION.SECURITY if old.get(name) != new.get(name)]


@given(histories(), st.integers(1, 4))
def test_exactly_the_right_owners_are_notified(changes: list[dict[str, Any] | None], batch: int) -> None:
    records = list(records_of(changes))
    result = PIPE.played(records, CRITERIA, ENRICHMENT.handler, batch)
    expected = {record["eventID"]: names for record in records if (names := changed(record))}
    assert {notice["event"]: notice["changed"] for notice in result.notices} == expected
    assert len(result.notices) == len(expected)
    for record, outcome in zip(records, result.outcomes, strict=True):
        assert (outcome == "notified") is bool(changed(record))


@pytest.mark.slow
@pytest.mark.parametrize("name", CONDITION.SECURITY)
def test_each_change_of_one_attribute(name: str) -> None:
    """Each attribute alone, so that each branch of the filter is needed."""
    for before, after in product(VALUES[name], repeat=2):
        changes = [{name: before, "lastSeen": TEXTS[1]}, {name: after, "lastSeen": TEXTS[2]}]
        _, record = records_of(changes)
        result = PIPE.played([record], CRITERIA, ENRICHMENT.handler)
        assert (result.outcomes == ("notified",)) is (before != after), (before, after)


def item(**attributes: Any) -> dict[str, Any]:  # noqa: ANN401 - of any type
    return {"lastSeen": {"S": "1"}, **attributes}


MAIL, OTHER = {"S": "a@example.com"}, {"S": "b@example.com"}


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        (item(email=MAIL), item(email=OTHER), "notified"),
        (item(), item(email=MAIL), "notified"),
        (item(email=MAIL), item(), "notified"),
        (item(email=MAIL), item(email={"NULL": True}), "notified"),
        (item(email={"NULL": True}), item(), "notified"),
        (item(passwordHash={"S": "AAE="}), item(passwordHash={"B": "AAE="}), "notified"),
        (item(mfa={"BOOL": True}), item(mfa={"BOOL": False}), "notified"),
        (item(phone=MAIL, email=MAIL), item(phone=OTHER, email=MAIL), "notified"),
        (item(), item(lastSeen={"S": "2"}), "dropped by the filter"),
        (item(mfa={"BOOL": True}), item(mfa={"BOOL": True}, lastSeen={"S": "2"}), "dropped by the filter"),
        (item(phone={"NULL": True}), item(phone={"NULL": True}, x=MAIL), "dropped by the filter"),
        (item(email=MAIL), item(email=MAIL, lastSeen={"S": "2"}), "dropped by the enrichment"),
    ],
)  # fmt: skip
def test_changes_by_name(before: dict[str, Any], after: dict[str, Any], outcome: str) -> None:
    changes = [before, {**dict.fromkeys(before), **after}]
    _, record = records_of(changes)
    result = PIPE.played([record], CRITERIA, ENRICHMENT.handler)
    assert result.outcomes == (outcome,)


def test_the_builder_makes_the_filter() -> None:
    assert parse(PATTERN) == CONDITION.narrowed().pattern
    types = [
        part for name, kinds in CONDITION.TYPES.items() for part in ("--type", f"{name}={','.join(kinds)}")
    ]
    words = ["build", "dynamodb", "--event", "MODIFY", "--any-changed", ",".join(CONDITION.SECURITY), *types]
    done = CliRunner().invoke(pipefilter, words, standalone_mode=False)
    assert done.stdout == PATTERN
    command = " ".join(words[:-8]) + "".join(f" --type {part}" for part in types[1::2])
    readme = (EXAMPLE / "README.md").read_text("utf-8").replace("\\\n  ", "")
    assert f"pipefilter {command} > filter.json" in readme


class _Tags(yaml.SafeLoader):
    """A loader that reads CloudFormation's functions as pairs."""


_Tags.add_multi_constructor("!", lambda _loader, name, node: (name, node.value))


def test_the_template_is_generated_plus_a_table_and_a_function() -> None:
    words = ["generate", "cloudformation", str(EXAMPLE / "filter.json"), "--service", "pipe", "--source", "dynamodb",
             "--whole", "--name", "SecurityNotice", "--function", "SecurityNoticeEnrichment"]  # fmt: skip
    made = CliRunner().invoke(pipefilter, words, standalone_mode=False).stdout
    made = made.replace("!Ref TableStreamArn", "!GetAtt Accounts.StreamArn")
    made = made.replace("!Ref EnrichmentArn", "!GetAtt Enrichment.Arn")
    text = (EXAMPLE / "template.yaml").read_text("utf-8")
    generated = yaml.load(made, _Tags)["Resources"]  # noqa: S506 - a safe loader, with tags
    written = yaml.load(text, _Tags)["Resources"]  # noqa: S506 - a safe loader, with tags
    assert written.keys() - generated.keys() == {"Accounts", "Enrichment", "EnrichmentRole"}
    assert {name: written[name] for name in generated} == generated


def test_check_finds_the_template_valid() -> None:
    done = CliRunner().invoke(pipefilter, ["check", str(EXAMPLE / "template.yaml")], standalone_mode=False)
    assert done.return_value == 0
    assert done.stdout.endswith("template.yaml#SecurityNoticePipe/1: valid\n")
    read = template_file("template.yaml", (EXAMPLE / "template.yaml").read_bytes())
    assert read is not None
    assert [(resource.service, resource.source) for resource in read.resources] == [("pipe", "dynamodb")]


@pytest.mark.slow
def test_on_moto() -> None:
    """The table, the stream, the pipe and the queue run on moto."""
    server = ThreadedMotoServer(HERE, port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        writes = list(example("account_writes").writes())
        with example("account_service").account_service(f"http://{host}:{port}") as service:
            service.write(writes)
            records = service.records()
            result = service.play(records)
            notices = list(service.notices())
    finally:
        server.stop()
    assert [record["dynamodb"]["Keys"]["id"]["S"] for record in records] == [write.account for write in writes]
    assert notices == list(result.notices)
    assert [notice["changed"] for notice in notices] == [
        names for record in records if (names := changed(record))
    ]
    assert Counter(result.outcomes) == {
        "dropped by the filter": 185,
        "dropped by the enrichment": 16,
        "notified": 8,
    }
    assert "argon2id" not in json.dumps(notices), "no value is told"
