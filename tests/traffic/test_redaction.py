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
from pipefilter.builder.records.attribute_value import Numbers
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
    """Of each character its kind and its bytes, or itself if it is neither a letter nor a number nor a symbol."""
    return [
        (kind, len(one.encode("utf-8")))
        if (kind := unicodedata.category(one))[0] in "LN" or kind == "So"
        else one
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


@pytest.mark.slow
def test_no_single_character_stays() -> None:
    """Every letter, digit and symbol becomes another one, whatever the key; and so does every digit of a number."""
    characters = [
        one
        for one in map(chr, range(0x20000))
        if (kind := unicodedata.category(one))[0] in "LN" or kind == "So"
    ]
    assert len(characters) > 60_000
    assert [one for one in characters[::7] if MASKS.text(one) == one] == []
    for key in range(20):
        masks = Masks(Permutation(bytes([key])))
        for one in "aZ5☃é😀":
            assert masks.text(one) != one
        assert all(masks.number(str(digit)) != str(digit) for digit in range(1, 10))
        assert all(masks.data(bytes([one])) != bytes([one]) for one in range(256))


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
    """All is masked: names that mean something in an envelope may mean anything here."""
    names = ("eventName", "eventSource", "awsRegion", "eventID", "eventSourceARN", "key", "value", "body")
    masked = redacted(
        {**dict.fromkeys(names, "Anna"), "list": ["Anna", 12], "detail": {"name": "Anna"}}, ("name",)
    )
    assert {masked[name] for name in names} == {masked["list"][0]} == {masked["detail"]["name"]}
    assert masked["list"][0] != "Anna"


def test_what_no_record_of_a_stream_has() -> None:
    """Only what AWS is known to write beside the images stays."""
    given_record = {**RECORD, "dynamodb": {"SizeBytes": 64, "NewImage": "Anna", "more": {"name": "Anna"}}}
    masked = redacted(given_record)["dynamodb"]
    assert masked["SizeBytes"] == 64
    assert "Anna" not in json.dumps(masked)


def test_paths_into_json_in_texts() -> None:
    """They go on from the path of the value that the JSON is in; only bodies and data begin anew."""
    inner = json.dumps({"status": "Jane Secret", "x": "Jane"})
    data = base64.b64encode(inner.encode()).decode()
    image = {"status": {"S": "OPEN"}, "doc": {"S": inner}, "b": {"B": data}}
    item = redacted({**RECORD, "dynamodb": {"NewImage": image}}, ("status",), ("b", "x"))["dynamodb"][
        "NewImage"
    ]
    assert item["status"] == {"S": "OPEN"}
    doc, raw = json.loads(item["doc"]["S"]), json.loads(base64.b64decode(item["b"]["B"]))
    assert "Jane" not in item["doc"]["S"]
    assert raw == {**doc, "x": "Jane"}

    body = json.dumps({"status": "OPEN", "Message": json.dumps({"status": "Jane"}), "list": [inner]})
    message = {"messageId": "m", "body": body, "receiptHandle": inner, "eventSource": "aws:sqs"}
    found = redacted(message, ("status",))
    assert json.loads(found["body"])["status"] == "OPEN"
    assert "Jane" not in json.dumps(found)
    for path in (("Message", "status"), ("body", "Message", "status")):
        masked = json.loads(redacted(message, path)["body"])
        assert json.loads(masked["Message"]) == {"status": "Jane"}
        assert masked["status"] != "OPEN"
        assert "Jane" not in masked["list"][0]

    for record in ({"data": data, "partitionKey": inner}, {"kinesis": {"data": data, "partitionKey": inner}}):
        outer = redacted({**record, "eventSource": "aws:kinesis"}, ("status",))
        flat = outer.get("kinesis", outer)
        assert json.loads(base64.b64decode(flat["data"]))["status"] == "Jane Secret"
        assert "Jane" not in flat["partitionKey"]

    event = {"detail-type": "a", "source": "b", "detail": {"status": "OPEN", "doc": inner}}
    detail = redacted(event, ("status",))["detail"]
    assert detail["status"] == "OPEN"
    assert "Jane" not in detail["doc"]


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("form", ["[{}]", '{{"a":{}}}', " [{}] "])
def test_what_only_begins_like_json(form: str) -> None:
    """A text that is no JSON stays none, and no two have one mask."""
    texts = [form.format("".join(two)) for two in product("0123456789", repeat=2)]
    for key in (b"1", b"2", b"3"):
        redaction = Redaction(key)
        masks = [
            json.loads(redaction.record(json.dumps({"messageId": "m", "body": text})))["body"] for text in texts
        ]
        assert len(set(masks)) == len(texts)
        assert list(map(_is_json, masks)) == list(map(_is_json, texts))


def test_what_is_no_number_or_base64() -> None:
    """A text in the place of a number or of bytes stays none, and no two have one mask."""
    digits = [f"1{letter}{digit}" for letter in "abcdefghijklmnopqrstuvwxyz" for digit in "0123456789"]
    small = ["".join(two) + "==" for two in product("ABCDEFGHIJKLMNOPQRSTUVWXYZ", repeat=2)]
    for type_, texts in (("N", digits), ("B", small)):
        image = {str(place): {type_: text} for place, text in enumerate(texts)}
        item = redacted({**RECORD, "dynamodb": {"NewImage": image}})["dynamodb"]["NewImage"]
        masks = [one[type_] for one in item.values()]
        assert len(set(masks)) == len(texts)
        if type_ == "N":
            before, after = ([MASKS.number(one) is None for one in some] for some in (texts, masks))
            assert before == after


def test_long_exponents() -> None:
    """They are masked, too; the number is one still."""
    for number in ("12345e" + "0" * 1200, "-1.5E+" + "123" * 2000, "0e" + "7" * 1001):
        masked = Redaction(KEY).record(f'{{"n":{number}}}')[5:-1]
        assert masked != number
        assert [c for c in masked if not c.isdigit()] == [c for c in number if not c.isdigit()]
        assert len(masked) == len(number)
        assert masked[:5] != "12345"
        assert _is_json(f"[{masked.lower().split('e')[0]}]")


def test_how_characters_are_written() -> None:
    """What stays is written as before; what was written as a code is written as one."""
    text = (
        r'{"a":"\/\u003c<\t\"","b":"\u0041bc","c":"Abc","d":"\u00E9\ud835\udc00","e":"{\"a\":\"\\u0041\/\"}"}'
    )
    masked = REDACTION.record(text)
    assert len(masked) == len(text)
    assert r'"a":"\/\u003c<\t\""' in masked
    found = json.loads(masked)
    assert found["b"] == found["c"] != "Abc"
    assert rf'"b":"\u{ord(found["b"][0]):04x}{found["b"][1:]}"' in masked
    assert f'"c":"{found["c"]}"' in masked
    assert form_of(found["d"]) == form_of("\u00e9\U0001d400")
    assert r"\ud8" in masked
    assert json.loads(found["e"])["a"] == MASKS.text("A/")
    assert r'"e":"{\"a\":\"\\u00' in masked


def test_the_same_text_at_any_depth() -> None:
    """JSON in JSON has the masks that it has alone, however deep it lies."""
    text = json.dumps({"id": "order-7"})
    masks = []
    for depth in range(9):
        found = json.loads(REDACTION.record(json.dumps({"a": text})))
        for _ in range(depth + 1):
            found = json.loads(found["a"])
        masks.append(found)
        text = json.dumps({"a": text})
    assert masks[0] != {"id": "order-7"}
    assert all(one == masks[0] for one in masks)


def test_json_nested_beyond_measure() -> None:
    """It is masked as a text, wherever it lies."""
    text = "[1]"
    for _ in range(20):
        text = (
            '["'
            + "".join(rf"\u{ord(one):04x}" if one == '"' else r"\u005c" if one == "\\" else one for one in text)
            + '"]'
        )
    masked = redacted({"a": text, "b": json.dumps([text])})
    assert len(masked["a"]) == len(text)
    assert masked["a"] == MASKS.text(text)
    assert masked["b"] == MASKS.text(json.dumps([text]))


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
