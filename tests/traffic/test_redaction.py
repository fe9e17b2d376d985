"""Redaction: structure, types, lengths and equality are kept, and the values are not."""

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
RECORD: dict[str, Any] = {
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


MESSAGE = {
    "TopicArn": "arn:aws:sns:eu-west-1:111122223333:orders",
    "Subject": "Order of Müller",
    "Message": '{"name": "Müller", "state": "paid"}',
    "MessageAttributes": {
        "name": {"DataType": "String", "StringValue": "Müller"},
        "state": {"DataType": "String", "StringValue": "paid"},
        "price": {"DataType": "Number", "StringValue": "12.50"},
        "tags": {"DataType": "String.Array", "StringValue": '["Müller", 5]'},
        "photo": {"DataType": "Binary", "BinaryValue": "AAEC"},
    },
}


def redacted(record: dict[str, Any], *keep: tuple[str, ...]) -> dict[str, Any]:
    masked: dict[str, Any] = json.loads(Redaction(KEY, keep).record(json.dumps(record)))
    return masked


def form_of(text: str) -> list[str | tuple[str, int]]:
    """For each character its category and length in bytes, or the character if it is not a letter, number or symbol."""
    return [
        (kind, len(character.encode("utf-8")))
        if (kind := unicodedata.category(character))[0] in "LN" or kind == "So"
        else character
        for character in text
    ]


def shape_of(value: object) -> object:
    """The value with the forms of its strings, which may be JSON, and of its numbers."""
    if isinstance(value, dict):
        return {name: shape_of(member) for name, member in value.items()}
    if isinstance(value, list):
        return [shape_of(element) for element in value]
    if isinstance(value, str):
        return "text", form_of(value)
    if isinstance(value, bool) or value is None:
        return value
    return "number", ["9" if character.isdigit() else character for character in str(value)], bool(value)


@given(TEXTS, TEXTS)
@example("Müller-Lüdenscheid 12:30 ☃", "")
@example("a" * 1000, "a" * 999 + "b")
@example("東京" * 100, "")
def test_strings(text: str, other: str) -> None:
    """A mask has as many characters and bytes, of the same categories; equal strings have equal masks, others do not."""
    masked = MASKS.text(text)
    assert form_of(masked) == form_of(text)
    assert MASKS.text(text) == masked
    assert (MASKS.text(other) == masked) is (text == other)


@pytest.mark.parametrize(
    "texts", [list("abcdefghijklmnopqrstuvwxyz"), ["".join(two) for two in product("0123456789", repeat=2)]]
)
def test_small_spaces(texts: list[str]) -> None:
    """Even among few possible values, no two have the same mask."""
    assert {MASKS.text(text) for text in texts} == set(texts)
    assert len(set(map(MASKS.data, map(bytes, [[byte] for byte in range(256)])))) == 256
    assert {MASKS.number(str(number)) for number in range(1000)} == {str(number) for number in range(1000)}


@pytest.mark.slow
def test_every_character_changes() -> None:
    """Every letter, digit and symbol changes, with any key; and so does every digit of a number."""
    characters = [
        character
        for character in map(chr, range(0x20000))
        if (kind := unicodedata.category(character))[0] in "LN" or kind == "So"
    ]
    assert len(characters) > 60_000
    assert [character for character in characters[::7] if MASKS.text(character) == character] == []
    for key in range(20):
        masks = Masks(Permutation(bytes([key])))
        for character in "aZ5☃é😀":
            assert masks.text(character) != character
        assert all(masks.number(str(digit)) != str(digit) for digit in range(1, 10))
        assert all(masks.data(bytes([byte])) != bytes([byte]) for byte in range(256))


@given(NUMBERS, NUMBERS)
@example("1.50", "15e-1")
@example("0.00", "0")
@example("100", "1E+2")
@example("-1", "1")
def test_numbers(number: str, other: str) -> None:
    """A mask has the same sign, number of digits and magnitude; equal numbers have equal masks, others do not."""
    masked = MASKS.number(number)
    again = MASKS.number(other)
    assert masked is not None
    assert again is not None
    assert len(masked) == len(number)
    assert [c for c in masked if not c.isdigit()] == [c for c in number if not c.isdigit()]
    before, after = Decimal(number), Decimal(masked)
    assert (before.is_signed(), before.is_zero(), before.as_tuple().exponent) == (
        after.is_signed(),
        after.is_zero(),
        after.as_tuple().exponent,
    )
    assert before.adjusted() == after.adjusted() or before.is_zero()
    assert (Decimal(again) == after) is (Decimal(other) == before)


def test_invalid_numbers() -> None:
    """They are masked as strings."""
    for text in ("", "-", "NaN", "1e", "٣"):
        assert MASKS.number(text) is None
    assert form_of(
        redacted({"dynamodb": {"NewImage": {"a": {"N": "NaN"}}}})["dynamodb"]["NewImage"]["a"]["N"]
    ) == form_of("NaN")


@given(st.binary(max_size=400), st.binary(max_size=3))
def test_bytes(data: bytes, other: bytes) -> None:
    """A mask has the same length; equal data have equal masks, others do not."""
    assert len(MASKS.data(data)) == len(data)
    assert (MASKS.data(data) == MASKS.data(other)) is (data == other)


def test_a_stream_record() -> None:
    """Values in the images are masked; names, types, times and sizes are not."""
    masked = redacted(RECORD)
    element = masked["dynamodb"]["NewImage"]["S"]["M"]["M"]["L"][2]
    assert len(base64.b64decode(element["B"])) == 3
    assert element != {"B": "AAEC"}
    text = json.dumps(masked)
    element["B"] = "AAEC"
    assert shape_of(masked["dynamodb"]["NewImage"]) == shape_of(RECORD["dynamodb"]["NewImage"])
    assert masked["dynamodb"]["Keys"] == {"pk": masked["dynamodb"]["NewImage"]["pk"]}
    assert masked["dynamodb"]["OldImage"] == {
        "pk": masked["dynamodb"]["Keys"]["pk"],
        "gone": {"BOOL": True},
        "nothing": {"NULL": True},
    }
    account = masked["eventSourceARN"].split(":")[4]
    assert account != "111122223333"
    assert masked["eventSourceARN"] == RECORD["eventSourceARN"].replace("111122223333", account)
    for name in ("eventID", "eventName", "eventSource", "eventVersion", "awsRegion", "userIdentity"):
        assert masked[name] == RECORD[name]
    for name in ("ApproximateCreationDateTime", "SequenceNumber", "SizeBytes", "StreamViewType"):
        assert masked["dynamodb"][name] == RECORD["dynamodb"][name]
    for secret in ("order#", "ller", "SHIPPED", "Wien", "1010", "12.50", "AAEC"):
        assert secret not in text


def test_kept_values() -> None:
    """A path keeps the value there and everything below it, in maps and lists."""
    image = redacted(RECORD, ("status",), ("address", "city"), ("S", "M"))["dynamodb"]["NewImage"]
    given_image: Any = RECORD["dynamodb"]["NewImage"]
    assert image["status"] == {"S": "SHIPPED"}
    assert image["S"] == given_image["S"]
    assert image["address"]["M"]["city"] == {"S": "Wien"}
    assert image["address"]["M"]["zip"] != {"N": "1010"}


@given(stream_records())
def test_changes_are_kept(record: dict[str, Any]) -> None:
    """The same attributes differ between old and new image before and after."""
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
def test_bus_events(detail: dict[str, Any]) -> None:
    """The detail is masked: the same structure and number of bytes; masked twice, it still has the same shape."""
    event = {"detail-type": "Order", "source": "shop", "account": "111122223333", "detail": detail}
    text = json.dumps(event)
    masked = REDACTION.record(text)
    assert len(masked) == len(text)
    again = json.loads(masked)
    assert again["detail-type"] == "Order"
    assert again["source"] == "shop"
    assert shape_of(again) == shape_of(event)
    assert shape_of(json.loads(REDACTION.record(masked))) == shape_of(event)


def test_formatting_is_kept() -> None:
    """Whitespace, duplicate names, escapes, and the notation of numbers."""
    text = '{"detail-type" : "x","source":"y", "detail":{"a": 1.50e+02,\t"a":"\\u00e9\\n", "b":[ ],"c":-0.0}}  '
    masked = REDACTION.record(text)
    assert len(masked) == len(text)
    assert isinstance(strict_tree(masked), tuple)
    assert '"c":-0.0}}  ' in masked
    assert ',\t"a":"\\u0' in masked


def test_json_in_strings_and_in_base64() -> None:
    """Bodies and data are masked inside, with the same masks as equal values elsewhere."""
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
    """Everything is masked: names of an envelope may mean something else here."""
    names = ("eventName", "eventSource", "awsRegion", "eventID", "eventSourceARN", "key", "value", "body")
    masked = redacted(
        {**dict.fromkeys(names, "Anna"), "list": ["Anna", 12], "detail": {"name": "Anna"}}, ("name",)
    )
    assert {masked[name] for name in names} == {masked["list"][0]} == {masked["detail"]["name"]}
    assert masked["list"][0] != "Anna"


def test_unknown_members_of_stream_records() -> None:
    """Only members that AWS is known to write next to the images are kept."""
    given_record = {**RECORD, "dynamodb": {"SizeBytes": 64, "NewImage": "Anna", "more": {"name": "Anna"}}}
    masked = redacted(given_record)["dynamodb"]
    assert masked["SizeBytes"] == 64
    assert "Anna" not in json.dumps(masked)


def test_paths_into_json_in_strings() -> None:
    """They continue the path of the string that holds the JSON; only bodies and data start a new one."""
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
    masked_message = redacted(message, ("status",))
    assert json.loads(masked_message["body"])["status"] == "OPEN"
    assert "Jane" not in json.dumps(masked_message)
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
def test_strings_that_only_start_like_json(form: str) -> None:
    """A string that is not JSON stays so, and no two have the same mask."""
    texts = [form.format("".join(two)) for two in product("0123456789", repeat=2)]
    for key in (b"1", b"2", b"3"):
        redaction = Redaction(key)
        masks = [
            json.loads(redaction.record(json.dumps({"messageId": "m", "body": text})))["body"] for text in texts
        ]
        assert len(set(masks)) == len(texts)
        assert list(map(_is_json, masks)) == list(map(_is_json, texts))


def test_invalid_numbers_and_base64() -> None:
    """A string in place of a number or of bytes stays invalid, and no two have the same mask."""
    digits = [f"1{letter}{digit}" for letter in "abcdefghijklmnopqrstuvwxyz" for digit in "0123456789"]
    small = ["".join(two) + "==" for two in product("ABCDEFGHIJKLMNOPQRSTUVWXYZ", repeat=2)]
    for type_, texts in (("N", digits), ("B", small)):
        image = {str(place): {type_: text} for place, text in enumerate(texts)}
        item = redacted({**RECORD, "dynamodb": {"NewImage": image}})["dynamodb"]["NewImage"]
        masks = [attribute[type_] for attribute in item.values()]
        assert len(set(masks)) == len(texts)
        if type_ == "N":
            before, after = ([MASKS.number(text) is None for text in some] for some in (texts, masks))
            assert before == after


def test_long_exponents() -> None:
    """They are masked too; the result is still a number."""
    for number in ("12345e" + "0" * 1200, "-1.5E+" + "123" * 2000, "0e" + "7" * 1001):
        masked = Redaction(KEY).record(f'{{"n":{number}}}')[5:-1]
        assert masked != number
        assert [c for c in masked if not c.isdigit()] == [c for c in number if not c.isdigit()]
        assert len(masked) == len(number)
        assert masked[:5] != "12345"
        assert _is_json(f"[{masked.lower().split('e')[0]}]")


def test_escapes_are_kept() -> None:
    """Kept characters are written as before; an escaped character is masked by an escaped one."""
    text = (
        r'{"a":"\/\u003c<\t\"","b":"\u0041bc","c":"Abc","d":"\u00E9\ud835\udc00","e":"{\"a\":\"\\u0041\/\"}"}'
    )
    masked = REDACTION.record(text)
    assert len(masked) == len(text)
    assert r'"a":"\/\u003c<\t\""' in masked
    members = json.loads(masked)
    assert members["b"] == members["c"] != "Abc"
    assert rf'"b":"\u{ord(members["b"][0]):04x}{members["b"][1:]}"' in masked
    assert f'"c":"{members["c"]}"' in masked
    assert form_of(members["d"]) == form_of("\u00e9\U0001d400")
    assert r"\ud8" in masked
    assert json.loads(members["e"])["a"] == MASKS.text("A/")
    assert r'"e":"{\"a\":\"\\u00' in masked


def test_the_same_string_at_any_depth() -> None:
    """JSON in JSON has the same masks as the JSON alone, at any depth."""
    text = json.dumps({"id": "order-7"})
    masks = []
    for depth in range(9):
        innermost = json.loads(REDACTION.record(json.dumps({"a": text})))
        for _ in range(depth + 1):
            innermost = json.loads(innermost["a"])
        masks.append(innermost)
        text = json.dumps({"a": text})
    assert masks[0] != {"id": "order-7"}
    assert all(mask == masks[0] for mask in masks)


def test_json_nested_too_deeply() -> None:
    """It is masked as a string, wherever it is."""
    text = "[1]"
    for _ in range(20):
        text = (
            '["'
            + "".join(
                rf"\u{ord(character):04x}"
                if character == '"'
                else r"\u005c"
                if character == "\\"
                else character
                for character in text
            )
            + '"]'
        )
    masked = redacted({"a": text, "b": json.dumps([text])})
    assert len(masked["a"]) == len(text)
    assert masked["a"] == MASKS.text(text)
    assert masked["b"] == MASKS.text(json.dumps([text]))


def test_keys() -> None:
    """The same key gives the same masks; a random key gives others."""
    assert redaction_key("long and secret") == redaction_key("long and secret")
    assert len({redaction_key(None), redaction_key(None), redaction_key("a"), redaction_key("b")}) == 4
    texts = {Redaction(redaction_key(None)).record('{"a":"some longer text"}') for _ in range(3)}
    assert len(texts) == 3


def test_deep_json() -> None:
    """Nothing recurses over nested values."""
    text = '{"a":' + "[" * 900 + '"x"' + "]" * 900 + "}"
    assert len(REDACTION.record(text)) == len(text)
    nested = '"x"'
    for _ in range(12):
        nested = json.dumps({"a": json.loads(nested)}) if nested == '"x"' else json.dumps({"a": nested})
    assert len(REDACTION.record(nested)) == len(nested)


def test_messages_of_sns() -> None:
    """Bodies and values of attributes are masked, in each form; types stay, so that filters see the same kinds."""
    masked = redacted(MESSAGE, ("state",))
    attributes = masked["MessageAttributes"]
    assert masked["TopicArn"].startswith("arn:aws:sns:eu-west-1:")
    assert "111122223333" not in json.dumps(masked)
    assert "Müller" not in json.dumps(masked, ensure_ascii=False)
    assert json.loads(masked["Message"])["state"] == "paid"
    assert attributes["state"] == {"DataType": "String", "StringValue": "paid"}
    assert attributes["price"]["DataType"] == "Number"
    assert Decimal(attributes["price"]["StringValue"]) != Decimal("12.50")
    assert [type(each) for each in json.loads(attributes["tags"]["StringValue"])] == [str, int]
    assert attributes["photo"]["BinaryValue"] != "AAEC"
    delivered = {name: {"Type": "String", "Value": "Müller"} for name in ("name", "state")}
    notification = {**MESSAGE, "Type": "Notification", "MessageAttributes": delivered}
    received = redacted({"EventSource": "aws:sns", "Sns": notification})
    assert received["Sns"]["MessageAttributes"]["name"]["Type"] == "String"
    assert "Müller" not in json.dumps(received, ensure_ascii=False)
    queued = redacted({"messageId": "1", "body": json.dumps(notification), "eventSource": "aws:sqs"})
    inner = json.loads(queued["body"])
    assert (inner["Type"], inner["MessageAttributes"]["name"]["Type"]) == ("Notification", "String")
    assert "Müller" not in json.dumps(inner, ensure_ascii=False)
    without_topic = {name: value for name, value in MESSAGE.items() if name != "TopicArn"}
    for record in (without_topic, {"PublishBatchRequestEntries": [without_topic]}):
        masked = redacted(record)
        (entry,) = masked.get("PublishBatchRequestEntries", [masked])
        assert entry["MessageAttributes"]["price"]["DataType"] == "Number"
        assert Decimal(entry["MessageAttributes"]["price"]["StringValue"]) != Decimal("12.50")
        assert "Müller" not in json.dumps(masked, ensure_ascii=False)
