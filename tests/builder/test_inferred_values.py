"""The values of a sample that become part of a pattern: selective ones, and no personal data unless allowed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pipefilter.builder.narrowing.attribute_facts import AttributeFacts
from pipefilter.builder.narrowing.inference import Inference
from pipefilter.builder.narrowing.inferred_values import inferred_values
from pipefilter.builder.records.attribute_path import attribute_path
from pipefilter.builder.records.attribute_value import AttributeValue
from pipefilter.builder.records.stream_record import stream_record
from pipefilter.cli.main import pipefilter as command
from pipefilter.redaction.personal_data import has_person_form, has_personal_name, personal_kind

STATUS = attribute_path("status")
TEXTS = st.sampled_from(["PAID", "OPEN", "a@example.com", "b@example.com", "+41 44 668 18 00"]) | st.text(
    max_size=3
)
COUNTS = st.dictionaries(TEXTS, st.integers(1, 300), max_size=40)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("anna@example.com", "email address"),
        ("Anna Muster <anna.muster@mail.example.ch>", "email address"),
        ("user#anna@example.com#order", "email address"),
        ("+41791234567", "phone number"),
        ("tel:+41 (0)79 123 45 67", "phone number"),
        ("079 123 45 67", "phone number"),
        ("(555) 123-4567", "phone number"),
        ("555-123-4567", "phone number"),
        ("0791234567", "phone number"),
        ("192.168.100.200", "IP address"),
        ("2001:db8::1", "IP address"),
        ("4111 1111 1111 1111", "payment card"),
        ("CH93 0076 2011 6238 5295 7", "bank account"),
        ("4111 1111 1111 1112", None),
        ("CH94 0076 2011 6238 5295 7", None),
        ("PENDING", None),
        ("a@b", None),
        ("2024-01-15", None),
        ("2024-01-15 10:33", None),
        ("20240115123000", None),
        ("1700000000", None),
        ("123456789", None),
        ("A+12345678", None),
        ("1.2.3", None),
        ("eu-west-1", None),
        ("123e4567-e89b-12d3-a456-426614174000", None),
        ("", None),
        ("x" * 100_000, None),
    ],
)
def test_personal_kinds(value: str, kind: str | None) -> None:
    """Values in the form of personal data, and values that only resemble it."""
    assert personal_kind(value) == kind


@pytest.mark.parametrize(
    ("names", "personal"),
    [
        (["email"], True),
        (["customer", "name"], True),
        (["phone_number"], True),
        (["dateOfBirth"], True),
        (["billing", "IPAddress"], True),
        (["name"], False),
        (["emailVerified"], False),
        (["phoneType"], False),
        (["status"], False),
        (["-"], False),
        ([], False),
    ],
)
def test_personal_names(names: list[str], personal: bool) -> None:
    """An attribute is recognized by the last word of its name."""
    assert has_personal_name(names) is personal


@pytest.mark.parametrize(
    ("value", "person"),
    [("Anna Muster", True), ("J. O'Neill", True), ("Anna", False), ("in progress", False), ("A-1 B-2", False)],
)
def test_person_forms(value: str, person: bool) -> None:
    """Two to four capitalized words."""
    assert has_person_form(value) is person


@given(COUNTS, st.integers(0, 1000), st.booleans())
def test_inferred_values(counts: dict[str, int], others: int, personal: bool) -> None:
    """Each is in 1% of the records, none looks personal unless allowed, and all others are accounted for."""
    unchanged = Counter({AttributeValue("S", text): times for text, times in counts.items()})
    records = unchanged.total() + others
    learned = inferred_values(STATUS, unchanged, records, personal=personal)
    for value in learned.values:
        assert unchanged[value] > 1
        assert unchanged[value] * 100 >= records
        assert personal or personal_kind(value.text) is None
    repeated = sum(times > 1 for times in counts.values())
    assert len(learned.values) + sum(some.count for some in learned.withheld) == repeated
    sentences = [str(some) for some in learned.withheld]
    assert not any(text in sentence for text in counts for sentence in sentences if "@" in text)
    if personal:
        assert all(some.looks is None for some in learned.withheld)


def modify(old: dict[str, Any], new: dict[str, Any]) -> str:
    """A record as Lambda receives it."""
    images = {
        image: {name: {"S": value} for name, value in item.items()}
        for image, item in (("OldImage", old), ("NewImage", new))
    }
    return json.dumps({"eventName": "MODIFY", "eventSource": "aws:dynamodb", "dynamodb": images})


def touched(**values: str) -> str:
    """A record in which none of these attributes has changed."""
    return modify(values, {**values, "seen": "now"})


def built(tmp_path: Path, records: list[str], *options: str) -> dict[str, Any]:
    """The output of `build dynamodb --json` for a sample."""
    sample = tmp_path / "sample.jsonl"
    sample.write_text("\n".join(records), "utf-8")
    arguments = ["build", "dynamodb", *options, "--values-from", str(sample), "--json"]
    printed: dict[str, Any] = json.loads(CliRunner().invoke(command, arguments).stdout)
    return printed


PEOPLE = {
    "addresses, each in few records": [touched(contact=f"user{n % 300}@example.com") for n in range(900)],
    "addresses, each in many records": [touched(contact=f"user{n % 5}@example.com") for n in range(900)],
    "numbers": [touched(contact=f"+41 44 668 18 {n % 10:02}") for n in range(900)],
    "names": [touched(contact=f"{'ABCDE'[n % 5]}nna {'KLMNOPQRS'[n % 9]}uster") for n in range(900)],
    "almost a value a record": [touched(contact=f"c{n % 60:04}") for n in range(100)],
}


@pytest.mark.slow
@pytest.mark.parametrize("records", PEOPLE.values(), ids=PEOPLE)
def test_no_person_in_a_pattern(records: list[str], tmp_path: Path) -> None:
    """Names of persons stay out of the pattern, with a note; where they are allowed, useful values are written."""
    printed = built(tmp_path, records, "--changed", "contact")
    values = {json.loads(record)["dynamodb"]["OldImage"]["contact"]["S"] for record in records}
    assert not any(value in text for value in values for text in printed["filters"])
    (note,) = [note for note in printed["notes"] if "not in the pattern" in note]
    assert not any(value in note for value in values)
    allowed = built(tmp_path, records, "--changed", "contact", "--allow-personal", "contact")
    pays = "%" not in note
    assert any(value in text for value in values for text in allowed["filters"]) is pays
    assert printed["sample"]["lost"] == allowed["sample"]["lost"] == 0


@pytest.mark.slow
def test_values_of_an_enumeration(tmp_path: Path) -> None:
    """A status with few values is distinguished, whatever share of the records each has."""
    records = [touched(status=f"STATUS_{n % 12}") for n in range(120)] + [touched(other="x")] * 1500
    printed = built(tmp_path, records, "--changed", "status")
    assert all(f"STATUS_{n}" in printed["filters"][0] for n in range(12))
    assert printed["sample"] == {"records": 1620, "pass": 0, "wanted": 0, "lost": 0}


def test_lessons_in_parts() -> None:
    """Learning in parts and merging gives the same result."""
    records = [stream_record(touched(status=f"STATUS_{n % 7}", email="a@example.com")) for n in range(50)]
    paths = (STATUS, attribute_path("email"))
    whole, first, second = Inference(paths), Inference(paths), Inference(paths)
    for number, record in enumerate(records):
        whole.add(record)
        (first, second)[number % 2].add(record)
    first.join(second)
    nothing = AttributeFacts()
    assert set(first.facts(nothing).values[STATUS]) == set(whole.facts(nothing).values[STATUS])
    assert first.withheld(nothing) == whole.withheld(nothing)
