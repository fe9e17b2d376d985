"""Where a field of a record can be in an array."""

from __future__ import annotations

import json

import pytest

from pipefilter import parse
from pipefilter.comparing.arrays import ArrayKnowledge
from pipefilter.comparing.comparison import compare_patterns
from pipefilter.sources import SOURCES
from pipefilter.witnesses.record_samples import samples_of

RECORD = samples_of(next(each for each in SOURCES if each.name == "dynamodb"))[0]


@pytest.mark.parametrize(
    ("path", "can_be"),
    [
        ("eventName", False),
        ("dynamodb.NewImage.x.S", False),
        ("dynamodb.NewImage.x.M.y.S", False),
        ("dynamodb.NewImage.x.L.S", True),
        ("dynamodb.NewImage.x.M.y.L.M.z.S", True),
        ("dynamodb.NewImage.x.M.L.S", True),  # L is an attribute of a map, or the type of an attribute x.M
        ("dynamodb.NewImage.x.y.L.S", True),
        ("dynamodb.NewImage.L.S", False),
        ("other.name", True),
    ],
)
def test_fields(path: str, *, can_be: bool) -> None:
    assert ArrayKnowledge(RECORD).can_be_in_array(path) is can_be


@pytest.mark.parametrize(("attribute", "holds"), [("x", True), ("x.M", False)])
def test_absence(attribute: str, *, holds: bool) -> None:
    """An attribute whose name ends like a map may be a list, where absence is evaluated in an element."""

    def pattern(attributes: object) -> str:
        kind = "M" if attribute == "x" else "L"
        inner = attributes if kind == "M" else {"M": attributes}
        return json.dumps({"dynamodb": {"NewImage": {attribute: {kind: inner}}}})

    absent = {"q": {"S": [{"exists": False}]}}
    first, second = parse(pattern({"p": {"S": ["a"]}, **absent})), parse(pattern(absent))
    comparison = compare_patterns([first], [second], RECORD)
    assert comparison.forward.holds is holds
