"""Conditions on stream records: paths, values, changes, the article's notation, and a real stream."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from moto.server import ThreadedMotoServer
from stream_conditions import stream_records

from pipefilter import dynamodb_stream as ddb
from pipefilter.builder.conditions.image_comparison import from_extended_pattern, types_in_extended_pattern
from pipefilter.builder.records.attribute_path import EACH, AttributePath, attribute_path
from pipefilter.builder.records.attribute_value import AttributeValue
from pipefilter.builder.records.boto3_value import to_attribute_value

HERE = "127.0.0.1"


@given(st.lists(st.text(min_size=1) | st.integers(0, 99) | st.just(EACH), max_size=4), st.text(min_size=1))
def test_paths(steps: list[Any], first: str) -> None:
    """A path is read as it is printed."""
    path = AttributePath((first, *steps))
    assert attribute_path(str(path)) == path


@pytest.mark.parametrize(
    "path", ["", ".", "a.", ".a", "a..b", "[0]", "a[", "a[x]", "a[-1]", "a.[0]", '"a', '"', '""', "a]"]
)
def test_invalid_paths(path: str) -> None:
    """The error says that it is not a path."""
    with pytest.raises(ddb.InvalidCondition, match="is not a path to an attribute"):
        attribute_path(path)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("PAID", {"S": "PAID"}),
        (5, {"N": "5"}),
        (5.0, {"N": "5"}),
        (0.1, {"N": "0.1"}),
        (Decimal("1E+2"), {"N": "100"}),
        (-0.0, {"N": "0"}),
        (10**40, {"N": "1" + "0" * 40}),
        (int("12345678" * 4 + "123450"), {"N": "12345678" * 4 + "123450"}),
        (Decimal(f"-1.{'23456789' * 4}12300"), {"N": f"-1.{'23456789' * 4}123"}),
        (True, {"BOOL": True}),
        (None, {"NULL": True}),
        (b"x", {"B": "eA=="}),
        ({"b", "a"}, {"SS": ["a", "b"]}),
        ({1, 2}, {"NS": ["1", "2"]}),
        ([1, "a"], {"L": [{"N": "1"}, {"S": "a"}]}),
        ({"city": "Bern"}, {"M": {"city": {"S": "Bern"}}}),
        ({"N": "10.0"}, {"N": "10"}),
        ({"N": "1e3"}, {"N": "1000"}),
        ({"N": "007"}, {"N": "7"}),
        ({"N": "-.50"}, {"N": "-0.5"}),
        ({"N": "-0.0"}, {"N": "0"}),
        (Decimal("1E+125"), {"N": "1" + "0" * 125}),
        (Decimal("1E-130"), {"N": "0." + "0" * 129 + "1"}),
        ({"NS": ["05", "5.0", "1E+1"]}, {"NS": ["10", "5"]}),
        ({"L": [{"N": "5.0"}, {"M": {"n": {"N": "05"}}}]}, {"L": [{"N": "5"}, {"M": {"n": {"N": "5"}}}]}),
        (AttributeValue("M", (("n", AttributeValue("N", "5.0")),)), {"M": {"n": {"N": "5"}}}),
        ({"M": {"S": "x"}}, {"M": {"S": {"S": "x"}}}),
        ({"L": [{"S": "x"}]}, {"L": [{"S": "x"}]}),
        ({"B": b"x"}, {"B": "eA=="}),
    ],
)
def test_values(value: object, written: object) -> None:
    """A Python value, and what a stream writes for it."""
    assert to_attribute_value(value).as_json() == written
    assert to_attribute_value(written) == to_attribute_value(value)


@pytest.mark.parametrize(
    "value",
    [set(), {1, "a"}, float("nan"), object(), {"N": "x"}, {"B": "?"}, {"BOOL": "true"}, {"SS": [1]}, {"S": 5}],
)
def test_invalid_values(value: object) -> None:
    """The value is rejected."""
    with pytest.raises(ddb.InvalidCondition):
        to_attribute_value(value)


@pytest.mark.parametrize(
    "number",
    [
        Decimal("1" * 39),
        Decimal("1e126"),
        Decimal("-1E-131"),
        10**126,
        Decimal("1E+99999"),
        Decimal("0.1" + "0" * 37 + "1"),
    ],
)
def test_numbers_that_dynamodb_cannot_store(number: object) -> None:
    """The number is rejected: no record has it."""
    for value in (number, {"N": number}, {"NS": [number]}, {"N": "1e126"}):
        with pytest.raises(ddb.InvalidCondition, match="it stores at most 38 digits, from 1E-130 to"):
            to_attribute_value(value)


@pytest.mark.parametrize("several", [["DONE", "GONE"], ("DONE", "GONE")])
def test_a_list_is_not_one_value(several: object) -> None:
    """A list where an attribute has one of several values is rejected: one of them would be lost."""
    message = r"may be one value or several: give 'DONE', 'GONE', or \{\"L\": \[\.\.\.\]\} for a list$"
    for condition in (
        lambda: ddb.became("stage", several),
        lambda: ddb.was("stage", "OPEN", several),
        lambda: ddb.new("stage").equals(several),
        lambda: ddb.keys("stage").in_(several),
        lambda: ddb.from_json({"new": "stage", "equals": several}),
        lambda: ddb.narrow(ddb.changed("stage"), values={"stage": [several]}),
    ):
        with pytest.raises(ddb.InvalidCondition, match=message):
            condition()
    values = {"L": ["DONE", "GONE"]}
    assert ddb.became("stage", values).as_json() == {
        "became": "stage",
        "equals": {"L": [{"S": "DONE"}, {"S": "GONE"}]},
    }


@pytest.mark.parametrize(
    "record",
    [
        "[]",
        "junk",
        {},
        {"eventName": "MODIFY"},
        {"eventName": "CHANGED", "dynamodb": {}},
        {"eventName": "MODIFY", "dynamodb": {"NewImage": {"a": "x"}}},
        {"eventName": "MODIFY", "dynamodb": {"NewImage": {"a": {"S": 5}}}},
        {"eventName": "MODIFY", "dynamodb": {"NewImage": {"a": {"S": "x", "N": "5"}}}},
        {"eventName": "MODIFY", "dynamodb": {"NewImage": []}},
    ],
)
def test_invalid_records(record: Any) -> None:  # noqa: ANN401 - anything
    """The record is rejected, and not evaluated."""
    with pytest.raises(ddb.InvalidRecord):
        ddb.changed("a").holds(record)


@given(stream_records())
def test_changed_attributes(record: dict[str, Any]) -> None:
    """An attribute at the root of the item is listed, itself or a nested one, exactly if it changed."""
    names = {attribute_path(path).steps[0] for path in ddb.changed_attributes(record)}
    images = record["dynamodb"].get("NewImage", {}), record["dynamodb"].get("OldImage", {})
    for name in {*images[0], *images[1]}:
        changed = ddb.changed(AttributePath((name,))).holds(record)
        assert (name in names) is changed


def test_changed_attributes_are_named() -> None:
    """By their paths: maps and lists are traversed, sets have no order."""
    before = {
        "same": {"S": "x"},
        "set": {"SS": ["a", "b"]},
        "gone": {"S": "x"},
        "map": {"M": {"a": {"S": "x"}, "b.c": {"N": "1"}}},
        "list": {"L": [{"S": "a"}, {"M": {"x": {"S": "y"}}}]},
        "type": {"S": "1"},
        "empty": {"L": []},
        "number": {"N": "5"},
    }
    after = {
        "same": {"S": "x"},
        "set": {"SS": ["b", "a"]},
        "map": {"M": {"a": {"S": "x"}, "b.c": {"N": "2"}}},
        "list": {"L": [{"S": "a"}, {"M": {"x": {"S": "z"}}}, {"S": "new"}]},
        "type": {"N": "1"},
        "empty": {"L": [{"S": "x"}]},
        "number": {"N": "5.0"},
    }
    record = {"eventName": "MODIFY", "dynamodb": {"OldImage": before, "NewImage": after}}
    expected = ("empty", "gone", "list[1].x", "list[2]", 'map."b.c"', "number", "type")
    assert ddb.changed_attributes(record) == expected
    assert ddb.changed_attributes(record, numbers="value") == tuple(
        path for path in expected if path != "number"
    )


def image(name: str, attribute: str, alternatives: str) -> str:
    """An extended pattern on one attribute."""
    return f'{{"dynamodb": {{"{name}": {{"{attribute}": {alternatives}}}}}}}'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (image("NewImage", "a", '{"S": [{"not-equals": <$.OldImage.a.S>}]}'), "a changed"),
        (image("NewImage", "a", '{"S": [{"not-equals": "<$.OldImage.a.S>"}]}'), "a changed"),
        (image("OldImage", "a", '{"S": [{"not-equals": "<$.dynamodb.NewImage.a.S>"}]}'), "a changed"),
        (
            image("NewImage", "a", '{"M": {"b": {"N": [{"equals": "< $.OldImage.a.M.b.N >"}, "5"]}}}'),
            "not (a.b changed) or the new a.b is 5",
        ),
        (
            '{"eventName": ["MODIFY"], "$or": [{"NewImage": {"a": {"BOOL": [true]}}}, {"Keys": {"k": {"S": [{"prefix": "x"}]}}}]}',
            'the event is MODIFY and (the new a is true or the key k starts with "x")',
        ),
        ('{"dynamodb.NewImage.a.S": [{"exists": false}]}', "not (the new a is of type S)"),
        (image("NewImage", "a", '{"S": [{"anything-but": "<$.OldImage.a.S>"}]}'), "a changed"),
        (image("NewImage", "a", '{"S": [{"anything-but": ["$.dynamodb.OldImage.a.S"]}]}'), "a changed"),
        (image("NewImage", "a", '{"S": [{"anything-but": [<$.OldImage.a.S>]}]}'), "a changed"),
        (image("NewImage", "a", '{"S": [{"not-equals": "$.OldImage.a.S"}]}'), "a changed"),
        (image("NewImage", "a", '{"S": [{"not-equals": "$[\'OldImage\'][\'a\'].S"}]}'), "a changed"),
        (image("NewImage", "a", '{"S": ["<$.OldImage.a.S>"]}'), "not (a changed)"),
        (image("NewImage", "a", '{"S": [<$.OldImage.a.S>, "x, <"]}'), 'not (a changed) or the new a is "x, <"'),
        (
            image("NewImage", "a", '{"S": [{"anything-but": ["<$.OldImage.a.S>", "x"]}]}'),
            'a changed and the new a has a value other than "x"',
        ),
        (image("NewImage", "a", '{"N": [{"numeric": [">", 100]}]}'), "the new a is a number > 100"),
        (image("NewImage", "a", '{"S": ["$.result"]}'), 'the new a is "$.result"'),
    ],
)
def test_extended_patterns(text: str, words: str) -> None:
    """The article's own notation, with and without quotes."""
    assert str(from_extended_pattern(text)) == words


def test_types_in_extended_patterns() -> None:
    """A reference names the type of its attribute."""
    text = image("NewImage", "a", '{"M": {"b": {"S": [{"not-equals": <$.OldImage.a.M.b.S>}]}}}')
    assert types_in_extended_pattern(text) == {"a.b": ["S"]}
    text = image("NewImage", "a", '{"N": [{"anything-but": "$.dynamodb.OldImage.a.N"}]}')
    assert types_in_extended_pattern(text) == {"a": ["N"]}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{", "invalid JSON"),
        ("[]", "a JSON object with at least one field"),
        ('{"eventName": [5]}', "at /eventName: use only these names"),
        ('{"eventName": ["FOO"]}', "at /eventName: FOO is not a stream event"),
        ('{"eventName": "MODIFY"}', "at /eventName: a field requires an array"),
        ('{"detail": {"a": ["x"]}}', "at /detail/a: only eventName and attributes"),
        (image("NewImage", "a", '["x"]'), "at /dynamodb/NewImage/a: the path to an attribute"),
        (image("NewImage", "a", '{"L": {"S": ["x"]}}'), "paths into lists are not supported"),
        (image("NewImage", "a", '{"M": ["x"]}'), "M is not the type of a single value"),
        (image("NewImage", "a", '{"S": [5]}'), "5 is never a value of type S"),
        (image("NewImage", "a", '{"S": [{"not-equals": "x"}]}'), 'such as "<$.OldImage.a.S>"'),
        (image("NewImage", "a", '{"S": [{"not-equals": "<$.OldImage.b.S>"}]}'), "is a different attribute"),
        (
            image("NewImage", "a", '{"S": [{"not-equals": "<$.OldImage.a.N>"}]}'),
            "OldImage.a.N is a value of type N, and this field is a value of type S: to compare values of the same type, write "
            '"<$.OldImage.a.S>"',
        ),
        (
            image("NewImage", "a", '{"S": [{"not-equals": "<$.NewImage.a.S>"}]}'),
            "only NewImage and OldImage can be compared",
        ),
        (
            image("Keys", "a", '{"S": [{"equals": "<$.NewImage.a.S>"}]}'),
            "only NewImage and OldImage can be compared",
        ),
        (image("NewImage", "a", '{"S": [{"prefix": 5}]}'), "prefix match pattern must be a string"),
        (image("NewImage", "a", '{"S": [{"foo": 5}]}'), "Unrecognized match type foo"),
        ('{"$or": [{"eventName": ["MODIFY"]}]}', "at /$or: $or requires an array of at least two"),
        (
            '{"not-equals": "<$.OldImage.a.S>"}',
            'at /not-equals: put a comparison at its attribute: write {"NewImage": {"a": {"S": '
            '[{"not-equals": "<$.OldImage.a.S>"}]}}}',
        ),
        (
            '{"anything-but": ["<$.dynamodb.NewImage.a.M.b.N>"]}',
            'write {"OldImage": {"a": {"M": {"b": {"N": [{"not-equals": "<$.NewImage.a.M.b.N>"}]}}}}}',
        ),
        (
            '[{"not-equals": <$.OldImage.a.S>}]',
            'such as {"NewImage": {"a": {"S": [{"not-equals": "<$.OldImage.a.S>"}]}}}',
        ),
        (
            '{"NewImage": {"not-equals": "<$.OldImage.a.S>"}}',
            'at /NewImage/not-equals: put a comparison at its attribute: write {"NewImage": {"a": ',
        ),
        (
            '{"NewImage": {"a": {"S": {"equals": "<$.OldImage.a.S>"}}}}',
            'at /NewImage/a/S/equals: a field requires an array: write [{"equals": "<$.OldImage.a.S>"}]',
        ),
        (
            '{"NewImage": {"a": {"S": "<$.OldImage.a.S>"}}}',
            'at /NewImage/a/S: a field requires an array: write ["<$.OldImage.a.S>"]',
        ),
        *(
            (
                image("NewImage", "a", f'{{"S": [{element}]}}'),
                f"{name} cannot refer to the other image; an attribute can only",
            )
            for name, element in (
                ("prefix", '{"prefix": "<$.OldImage.a.S>"}'),
                ("suffix", '{"suffix": {"equals-ignore-case": "$.OldImage.a.S"}}'),
                ("equals-ignore-case", '{"equals-ignore-case": "<$.OldImage.a.S>"}'),
                ("wildcard", '{"wildcard": "*<$.OldImage.a.S>"}'),
                ("anything-but", '{"anything-but": {"prefix": ["x", "<$.OldImage.a.S>"]}}'),
                ("anything-but", '{"anything-but": {"equals-ignore-case": "<$.OldImage.a.S>"}}'),
            )
        ),
        (image("NewImage", "a", '{"S": [{"anything-but": "<$.OldImage.b.S>"}]}'), "is a different attribute"),
        (image("NewImage", "a", '{"S": ["<$.detail.b>"]}'), "detail.b is not in the other image"),
        (image("NewImage", "a", '{"S": ["new <$.OldImage.a.S>"]}'), "write the path in the other image"),
        (
            image("NewImage", "a", '{"S": [{"numeric": [">", 5]}]}'),
            "numeric requires a number, and values of type S are not numbers",
        ),
        (
            image("NewImage", "a", '{"N": [{"anything-but": 5}]}'),
            "values of type N are strings, so a number excludes none",
        ),
        (
            '{"eventName": ["MODIFY"], "$or": [{"eventName": ["INSERT"]}, {"NewImage": {"a": {"S": ["x"]}}}]}',
            "at /eventName: the field is in the same branch of the pattern more than once, and AWS evaluates only the last",
        ),
        (
            '{"dynamodb": {"$or": [{"NewImage": {"a": {"S": ["x"]}}}, {"OldImage": {"a": {"S": ["x"]}}}]}, '
            '"OldImage": {"a": {"S": ["y"]}}}',
            "at /OldImage/a/S: the field is in the same branch of the pattern more than once",
        ),
        (
            '{"NewImage.a.S": ["x"], "NewImage": {"a": {"S": ["y"]}}}',
            "at /NewImage/a/S: the field is in the same",
        ),
        (image("NewImage", "a", '{"N": [250]}'), '250 is never a value of type N: write "250"'),
    ],
)
def test_invalid_extended_patterns(text: str, fault: str) -> None:
    """The error has a pointer to the invalid part."""
    with pytest.raises(ddb.InvalidCondition) as caught:
        from_extended_pattern(text)
    assert fault in str(caught.value)


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        ([], "at /: a condition is a JSON object"),
        ({}, "at /: a condition has exactly one of"),
        ({"changed": "a", "added": "b"}, "this one has 2"),
        ({"changed": 5}, "at /changed: 5 is not a string"),
        ({"changed": "a", "equals": 5}, "at /changed: unexpected equals: changed allows no other fields"),
        ({"all": []}, "at /all: give an array with at least one"),
        ({"all": [{"not": {"changed": "a..b"}}]}, "at /all/0/not/changed: 'a..b' is not a path"),
        ({"became": "a"}, "at /became: give the values"),
        ({"new": "a"}, "at /new: give exactly one test"),
        ({"new": "a", "prefix": 5}, "at /new: prefix match pattern must be a string"),
        (
            {"changed": "a", "equals": 5},
            'allows no other fields: write {"became": "a", "equals": 5}',
        ),
        (
            {"changed": "a", "from": "x", "to": ["y", "z"]},
            'write {"all": [{"was": "a", "equals": "x"}, {"became": "a", "in": ["y", "z"]}]}',
        ),
        (
            {"changed": "a", "from": "x"},
            'write {"all": [{"changed": "a"}, {"was": "a", "equals": "x"}]}',
        ),
        ({"new": "a", "foo": 5}, "at /new: foo is not a test: use exists"),
        ({"new": "a", "greaterThan": 5}, 'is not a test: write "numeric": [">", 5]'),
        ({"new": "a", "between": [1, 5]}, 'is not a test: write "numeric": [">=", 1, "<=", 5]'),
        ({"new": "a", "startsWith": "x"}, 'is not a test: write "prefix": "x"'),
        ({"new": "a", "!=": "x"}, 'is not a test: for "not equal", write "anything-but": "x"'),
        ({"new": "a", "prefx": "x"}, 'is not a test: did you mean "prefix"?'),
        ({"new": "a", "prefix": "x", "type": "Q"}, "at /new: 'Q' is not an attribute type"),
        ({"new": "a", "prefix": "x", "type": "BOOL"}, "at /new: prefix requires a string"),
        ({"new": "a", "numeric": ["!", 5]}, "at /new: Unrecognized numeric range operator"),
        ({"event": ["FOO"]}, "at /event: FOO is not a stream event"),
    ],
)
def test_invalid_conditions(form: object, fault: str) -> None:
    """The error has a pointer to the invalid part."""
    with pytest.raises(ddb.InvalidCondition) as caught:
        ddb.from_json(form)
    assert fault in str(caught.value)


@pytest.fixture(scope="module")
def records() -> Iterator[list[dict[str, Any]]]:
    """The records of a real table's stream, as boto3 reads them from moto's server."""
    server = ThreadedMotoServer(HERE, port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    session = boto3.session.Session("testing", "testing", region_name="us-east-1")
    table: Any = session.client("dynamodb", endpoint_url=f"http://{host}:{port}")
    streams: Any = session.client("dynamodbstreams", endpoint_url=f"http://{host}:{port}")
    made = table.create_table(
        TableName="orders",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )
    key = {"pk": {"S": "o-1"}}
    first = {
        **key,
        "status": {"S": "PENDING"},
        "total": {"N": "5"},
        "raw": {"B": b"x"},
        "tags": {"SS": ["a", "b"]},
    }
    table.put_item(TableName="orders", Item=first)
    for name, value in (
        ("status", {"S": "PAID"}),
        ("total", {"N": "6"}),
        ("email", {"S": "a@b"}),
        ("email", None),
    ):
        changes: dict[str, Any] = {"UpdateExpression": "REMOVE #n", "ExpressionAttributeNames": {"#n": name}}
        if value is not None:
            changes |= {"UpdateExpression": "SET #n = :v", "ExpressionAttributeValues": {":v": value}}
        table.update_item(TableName="orders", Key=key, **changes)
    table.delete_item(TableName="orders", Key=key)
    arn = made["TableDescription"]["LatestStreamArn"]
    shards = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
    result: list[dict[str, Any]] = []
    for shard in shards:
        iterator = streams.get_shard_iterator(
            StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        result += streams.get_records(ShardIterator=iterator)["Records"]
    yield result
    server.stop()


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (ddb.event("INSERT"), [0]),
        (ddb.became("status", "PAID"), [1]),
        (ddb.event("MODIFY") & ddb.changed("status"), [1]),
        (ddb.event("MODIFY") & ddb.changed("total"), [2]),
        (ddb.event("MODIFY") & ddb.unchanged("status") & ddb.unchanged("total"), [3, 4]),
        (ddb.event("MODIFY") & ddb.added("email"), [3]),
        (ddb.event("MODIFY") & ddb.removed("email"), [4]),
        (ddb.was("status", "PENDING"), [1]),
        (ddb.new("raw").equals(b"x") & ddb.new("tags").contains("b"), [0, 1, 2, 3, 4]),
        (ddb.keys("pk").equals("o-1") & ddb.event("REMOVE"), [5]),
        (ddb.any_changed("email", "total") & ddb.event("MODIFY"), [2, 3, 4]),
        (ddb.new("total").numeric(">", 5), [2, 3, 4]),
    ],
)
def test_a_real_stream(records: list[dict[str, Any]], condition: ddb.Condition, expected: list[int]) -> None:
    """Conditions and patterns on what boto3 reads from a table's stream."""
    assert [record["eventName"] for record in records] == ["INSERT", *["MODIFY"] * 4, "REMOVE"]
    assert [number for number, record in enumerate(records) if condition.holds(record)] == expected
    types = {"status": "S", "total": "N", "email": "S", "raw": "B", "tags": "SS", "pk": "S"}
    values: dict[str, list[object]] = {"status": ["PENDING", "PAID"], "total": [5, 6]}
    for service in ("pipe", "lambda"):
        narrowed = ddb.narrow(condition, types=types, values=values, service=service)
        passing = [number for number, record in enumerate(records) if narrowed.passes(record)]
        assert set(passing) >= set(expected)
        if narrowed.exact:
            assert passing == expected


def test_the_api_is_listed() -> None:
    """The exports of the module are sorted, and exist."""
    assert sorted(ddb.__all__) == ddb.__all__
    assert all(hasattr(ddb, name) for name in ddb.__all__)
    assert json.loads(json.dumps(ddb.changed("a").as_json())) == {"changed": "a"}
