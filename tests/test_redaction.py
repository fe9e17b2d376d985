"""Masks: form, types, lengths and equality stay, and what the values were does not."""

from __future__ import annotations

import base64
import json
import unicodedata
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stream_conditions import places_in, stream_records

from pipefilter import dynamodb_stream as ddb
from pipefilter.builder.attribute_value import Numbers
from pipefilter.json_text.tree import strict_tree
from pipefilter.redaction import Redaction, redaction_key
from pipefilter.redaction.masks import Masks
from pipefilter.redaction.permutation import Permutation

KEY = b"a key"
MASKS = Masks(Permutation(KEY))
REDACTION = Redaction(KEY)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=300) | st.text("aB3-é", max_size=3)
NUMBERS = st.from_regex(r"-?(0|[1-9][0-9]{0,40})(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?", fullmatch=True)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS | st.sampled_from(["[]", '{"a": "b"}', "[1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
RECORD = {
    "eventID": "e-1",
    "eventName": "MODIFY",
    "eventVersion": "1.1",
    "eventSource": "aws:dynamodb",
    "awsRegion": "eu-west-1",
    "dynamodb": {
        "ApproximateCreationDateTime": 1763800000.0,
        "Keys": {"pk": {"S": "order#7"}},
        "NewImage": {
            "pk": {"S": "order#7"},
            "S": {"M": {"M": {"L": [{"S": "Müller"}, {"N": "-12.50"}, {"B": "AAEC"}, {"SS": ["ab", "cd"]}]}}},
            "status": {"S": "SHIPPED"},
            "address": {"M": {"city": {"S": "Wien"}, "zip": {"N": "1010"}}},
        },
        "OldImage": {"pk": {"S": "order#7"}, "gone": {"BOOL": True}, "nothing": {"NULL": True}},
        "SequenceNumber": "100",
        "SizeBytes": 64,
        "StreamViewType": "NEW_AND_OLD_IMAGES",
    },
    "userIdentity": {"type": "Service", "principalId": "dynamodb.amazonaws.com"},
    "eventSourceARN": "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000",
}


def redacted(record: dict[str, Any], *keep: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Redaction(KEY, keep).record(json.dumps(record)))
    return found


def form_of(text: str) -> list[str | tuple[str, int]]:
    """Of each character its kind and its bytes, or itself if it is no letter and no number."""
    return [
        (kind, len(one.encode("utf-8"))) if (kind := unicodedata.category(one))[0] in "LN" else one
        for one in text
    ]


def shape_of(value: object) -> object:
    """The value with the forms of its texts, which may be JSON, and of its numbers."""
    if isinstance(value, dict):
        return {name: shape_of(one) for name, one in value.items()}
    if isinstance(value, list):
        return [shape_of(one) for one in value]
    if isinstance(value, str):
        return "text", form_of(value)
    if isinstance(value, bool) or value is None:
        return value
    return "number", ["9" if one.isdigit() else one for one in str(value)], bool(value)


@given(TEXTS, TEXTS)
@example("Müller-Lüdenscheid 12:30 ☃", "")
@example("a" * 1000, "a" * 999 + "b")
@example("東京" * 100, "")
def test_texts(one: str, other: str) -> None:
    """Of as many characters and bytes, of the same kinds; the same just for the same."""
    masked = MASKS.text(one)
    assert form_of(masked) == form_of(one)
    assert MASKS.text(one) == masked
    assert (MASKS.text(other) == masked) is (one == other)


@pytest.mark.parametrize(
    "texts", [list("abcdefghijklmnopqrstuvwxyz"), ["".join(two) for two in product("0123456789", repeat=2)]]
)
def test_small_spaces(texts: list[str]) -> None:
    """Even where there are few values, no two have one mask."""
    assert {MASKS.text(one) for one in texts} == set(texts)
    assert len(set(map(MASKS.data, map(bytes, [[one] for one in range(256)])))) == 256
    assert {MASKS.number(str(one)) for one in range(1000)} == {str(one) for one in range(1000)}


@given(NUMBERS, NUMBERS)
@example("1.50", "15e-1")
@example("0.00", "0")
@example("100", "1E+2")
@example("-1", "1")
def test_numbers(one: str, other: str) -> None:
    """Of the same sign, as many digits, and the same size; of the same value just for the same value."""
    masked = MASKS.number(one)
    again = MASKS.number(other)
    assert masked is not None
    assert again is not None
    assert len(masked) == len(one)
    assert [c for c in masked if not c.isdigit()] == [c for c in one if not c.isdigit()]
    before, after = Decimal(one), Decimal(masked)
    assert (before.is_signed(), before.is_zero(), before.as_tuple().exponent) == (
        after.is_signed(),
        after.is_zero(),
        after.as_tuple().exponent,
    )
    assert before.adjusted() == after.adjusted() or before.is_zero()
    assert (Decimal(again) == after) is (Decimal(other) == before)


def test_what_is_no_number() -> None:
    """It is masked as a text."""
    for text in ("", "-", "NaN", "1e", "٣"):
        assert MASKS.number(text) is None
    assert form_of(
        redacted({"dynamodb": {"NewImage": {"a": {"N": "NaN"}}}})["dynamodb"]["NewImage"]["a"]["N"]
    ) == form_of("NaN")


@given(st.binary(max_size=400), st.binary(max_size=3))
def test_bytes(one: bytes, other: bytes) -> None:
    """As many, and the same just for the same."""
    assert len(MASKS.data(one)) == len(one)
    assert (MASKS.data(one) == MASKS.data(other)) is (one == other)


def test_a_record_of_a_stream() -> None:
    """What lies in the images is masked, and no name, no type, no time and no size."""
    masked = redacted(RECORD)
    element = masked["dynamodb"]["NewImage"]["S"]["M"]["M"]["L"][2]
    assert len(base64.b64decode(element["B"])) == 3
    assert element != {"B": "AAEC"}
    text = json.dumps(masked)
    element["B"] = "AAEC"
    assert shape_of(masked["dynamodb"]["NewImage"]) == shape_of(RECORD["dynamodb"]["NewImage"])  # type: ignore[index]
    assert masked["dynamodb"]["Keys"] == {"pk": masked["dynamodb"]["NewImage"]["pk"]}
    assert masked["dynamodb"]["OldImage"] == {
        "pk": masked["dynamodb"]["Keys"]["pk"],
        "gone": {"BOOL": True},
        "nothing": {"NULL": True},
    }
    account = masked["eventSourceARN"].split(":")[4]
    assert account != "111122223333"
    assert masked["eventSourceARN"] == RECORD["eventSourceARN"].replace("111122223333", account)  # type: ignore[attr-defined]
    for name in ("eventID", "eventName", "eventSource", "eventVersion", "awsRegion", "userIdentity"):
        assert masked[name] == RECORD[name]
    for name in ("ApproximateCreationDateTime", "SequenceNumber", "SizeBytes", "StreamViewType"):
        assert masked["dynamodb"][name] == RECORD["dynamodb"][name]  # type: ignore[index]
    for secret in ("order#", "ller", "SHIPPED", "Wien", "1010", "12.50", "AAEC"):
        assert secret not in text


def test_values_that_stay() -> None:
    """A path keeps what lies at it and below it, in maps and lists."""
    image = redacted(RECORD, ("status",), ("address", "city"), ("S", "M"))["dynamodb"]["NewImage"]
    given_image: Any = RECORD["dynamodb"]["NewImage"]  # type: ignore[index]
    assert image["status"] == {"S": "SHIPPED"}
    assert image["S"] == given_image["S"]
    assert image["address"]["M"]["city"] == {"S": "Wien"}
    assert image["address"]["M"]["zip"] != {"N": "1010"}


@given(stream_records())
def test_what_has_changed(record: dict[str, Any]) -> None:
    """The same attributes have changed before and after."""
    masked = redacted(record)
    assert shape_of(masked["dynamodb"].keys()) == shape_of(record["dynamodb"].keys())
    kinds: tuple[Numbers, ...] = ("text", "value")
    for numbers in kinds:
        assert ddb.changed_attributes(masked, numbers=numbers) == ddb.changed_attributes(
            record, numbers=numbers
        )
    for path in places_in([record]):
        for condition in (ddb.changed(path), ddb.unchanged(path)):
            assert condition.holds(masked) is condition.holds(record)


@given(st.dictionaries(st.sampled_from(["a", "b", "id"]), JSON, max_size=3))
@example({"a": '{"a": {"b": "x", "é": ["ü", 1.50, null]}}', "b": '"', "id": "\ud800\n"})
def test_events_of_a_bus(detail: dict[str, Any]) -> None:
    """The detail is masked: the same structure, and as many bytes; masked twice, it has the same shape still."""
    event = {"detail-type": "Order", "source": "shop", "account": "111122223333", "detail": detail}
    text = json.dumps(event)
    masked = REDACTION.record(text)
    assert len(masked) == len(text)
    again = json.loads(masked)
    assert again["detail-type"] == "Order"
    assert again["source"] == "shop"
    assert shape_of(again) == shape_of(event)
    assert shape_of(json.loads(REDACTION.record(masked))) == shape_of(event)


def test_texts_stay_as_they_are_written() -> None:
    """Blanks, repeated names, escapes, and the forms of numbers."""
    text = '{"detail-type" : "x","source":"y", "detail":{"a": 1.50e+02,\t"a":"\\u00e9\\n", "b":[ ],"c":-0.0}}  '
    masked = REDACTION.record(text)
    assert len(masked) == len(text)
    assert isinstance(strict_tree(masked), tuple)
    assert '"c":-0.0}}  ' in masked
    assert ',\t"a":"\\u0' in masked


def test_json_in_texts_and_in_base64() -> None:
    """Bodies and data are masked inside, with the masks that the same values have elsewhere."""
    inner = {"id": "order-7", "status": "PAID", "n": 5, "deep": json.dumps({"id": "order-7"})}
    message = {
        "messageId": "m-1",
        "receiptHandle": "handle",
        "body": json.dumps(inner),
        "attributes": {"SentTimestamp": "1763800000000", "SenderId": "AIDA:bob", "MessageGroupId": "order-7"},
        "messageAttributes": {
            "kind": {"stringValue": "order-7", "dataType": "String"},
            "raw": {"binaryValue": "AAEC", "dataType": "Binary"},
        },
        "eventSource": "aws:sqs",
    }
    masked = redacted(message, ("status",))
    body = json.loads(masked["body"])
    assert body.keys() == inner.keys()
    assert body["status"] == "PAID"
    assert body["id"] != "order-7"
    assert json.loads(body["deep"]) == {"id": body["id"]}
    assert masked["messageAttributes"]["kind"] == {"stringValue": body["id"], "dataType": "String"}
    assert len(base64.b64decode(masked["messageAttributes"]["raw"]["binaryValue"])) == 3
    assert masked["attributes"]["SentTimestamp"] == "1763800000000"
    assert masked["attributes"]["MessageGroupId"] == body["id"]
    assert "bob" not in masked["attributes"]["SenderId"]
    assert masked["receiptHandle"] != "handle"
    data = base64.b64encode(json.dumps(inner).encode()).decode()
    record = {"partitionKey": "order-7", "sequenceNumber": "1", "data": data, "eventSource": "aws:kinesis"}
    flat = redacted(record, ("status",))
    assert json.loads(base64.b64decode(flat["data"])) == body
    assert flat["partitionKey"] == body["id"]
    assert flat["sequenceNumber"] == "1"
    raw = redacted({**record, "data": "//8="})
    assert len(base64.b64decode(raw["data"])) == 2


def test_records_of_unknown_sources() -> None:
    """All is masked but what is known to be no secret."""
    masked = redacted({"name": "Anna", "eventName": "x", "list": ["Anna", 12]})
    assert masked["eventName"] == "x"
    assert masked["list"][0] == masked["name"] != "Anna"


def test_keys() -> None:
    """A text gives the same masks again; a random key, others."""
    assert redaction_key("long and secret") == redaction_key("long and secret")
    assert len({redaction_key(None), redaction_key(None), redaction_key("a"), redaction_key("b")}) == 4
    texts = {Redaction(redaction_key(None)).record('{"a":"some longer text"}') for _ in range(3)}
    assert len(texts) == 3


def test_deep_json() -> None:
    """Nothing recurses over what is nested."""
    text = '{"a":' + "[" * 900 + '"x"' + "]" * 900 + "}"
    assert len(REDACTION.record(text)) == len(text)
    nested = '"x"'
    for _ in range(12):
        nested = json.dumps({"a": json.loads(nested)}) if nested == '"x"' else json.dumps({"a": nested})
    assert len(REDACTION.record(nested)) == len(nested)
