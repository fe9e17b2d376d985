"""The table of AWS's own events: its text is rebuilt from the npm package, and every event of it can be read."""

from __future__ import annotations

import json
import shutil

import aws_events as table
import pytest

from pipefilter.events.aws_events import PAGES_DATE, TABLE_DATE, aws_events
from pipefilter.events.encoded_shape import decode, with_addition
from pipefilter.events.shape import OPEN, look_up
from pipefilter.events.shape_union import shape_union

HEAD = json.loads(table.TABLE.read_text("utf-8"))


@pytest.mark.tools
@pytest.mark.skipif(shutil.which("npm") is None, reason="npm, which downloads the package, is not installed")
def test_the_table_is_rebuilt_byte_for_byte() -> None:
    version, date = HEAD["version"], HEAD["date"]
    assert table.table_text(table.packed_database(version), version, date) == table.TABLE.read_text("utf-8")


def test_dates() -> None:
    supplement = json.loads((table.TABLE.parent / "aws_supplement.json").read_text("utf-8"))
    assert (HEAD["date"], supplement["date"]) == (TABLE_DATE, PAGES_DATE)


def test_every_event_can_be_read() -> None:
    known = aws_events()
    for source, detail_type in known.names():
        detail = known.detail(source, detail_type)
        assert detail.has_fields or detail_type == "Scheduled Event", (source, detail_type)
        assert detail_type in known.detail_types(source)
        assert known.has_source(source)


def test_an_event_of_the_table() -> None:
    detail = aws_events().detail("aws.ec2", "EC2 Instance State-change Notification")
    assert sorted(detail.fields) == ["instance-id", "state"]
    assert detail.fields["state"].is_required


def test_what_the_table_lacks() -> None:
    known = aws_events()
    assert known.has_source("aws.inspector2")
    assert known.has_source("aws.partner/example.com/1")
    assert not known.has_source("aws.nothing")
    assert "Parameter Store Change" in known.detail_types("aws.ssm")
    assert known.detail("aws.ssm", "Parameter Store Change") is OPEN


def test_events_of_cloudtrail_come_from_any_source() -> None:
    known = aws_events()
    detail = known.detail("aws.iam", "AWS API Call via CloudTrail")
    assert "AWS API Call via CloudTrail" in known.detail_types("aws.iam")
    assert look_up(detail, ("userIdentity", "sessionContext", "sessionIssuer", "arn")).known == 4
    assert look_up(detail, ("requestParameters", "any", "thing")).shape.is_open
    assert look_up(detail, ("EventName",)).known == 0


def test_places_that_hold_data_are_open() -> None:
    known = aws_events()
    for source, detail_type, path in (
        ("aws.macie", "Macie Alert", ("summary", "Location", "eu-west-1")),
        ("aws.trustedadvisor", "Trusted Advisor Check Item Refresh Notification", ("check-item-detail", "Age")),
    ):
        assert look_up(known.detail(source, detail_type), path).shape.is_open


def test_shapes_are_joined() -> None:
    first = decode({"a": "s", "b": {"c": "n"}})
    second = decode({"a?": "n", "b": {"d": "b"}})
    joined = shape_union([first, second])
    assert joined.fields["a"].kinds == {"string", "number"}
    assert not joined.fields["a"].is_required
    assert sorted(joined.fields["b"].fields) == ["c", "d"]
    assert shape_union([first, OPEN]) is OPEN
    assert with_addition(first, decode({"b": {"e": "s"}, "f": "*"})).fields["b"].fields.keys() == {"c", "e"}
    assert decode({"*": ["s"]}).below("any name") == decode(["s"])
