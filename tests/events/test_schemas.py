"""Schemas of users' own events: what they say is read as JSON Schema says, or is left open."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import jsonschema
import pytest
import referencing.exceptions
from hypothesis import given
from hypothesis import strategies as st
from json_patterns import pattern_of

import pipefilter
from pipefilter.analysis.reading.shape_fit import misfits
from pipefilter.application import schema_files
from pipefilter.application.schema_files import SchemaInput, schema_file
from pipefilter.errors import UnreadableInput
from pipefilter.language.parse import parse


def findings(schema: object, pattern: object) -> list[str]:
    """The findings about a pattern on the detail of an event, in words."""
    return findings_in(cast("Any", schema), {"detail": pattern})


def findings_in(schema: SchemaInput | list[SchemaInput], pattern: dict[str, object]) -> list[str]:
    report = pipefilter.check(pattern, schema=schema, service="rule", select=["PF48"])
    return [
        f"{each.severity[0]} {each.problem.code} {each.problem.pointer.removeprefix('/detail/')}: {each.problem.hint}"
        for pattern_report in report.files[0].patterns
        for each in pattern_report.all_problems
    ]


S, N = {"type": "string"}, {"type": "number"}


@pytest.mark.parametrize(
    ("schema", "pattern", "expected"),
    [
        # names
        ({"properties": {"state": S}}, {"state": ["x"]}, []),
        ({"properties": {"state": S}}, {"State": ["x"]}, ['w PF480 State: write "state"']),
        (
            {"properties": {"state": S}, "additionalProperties": False},
            {"State": ["x"]},
            ['e PF480 State: write "state"'],
        ),
        ({"properties": {"state": S}, "additionalProperties": True}, {"State": ["x"]}, []),
        ({"properties": {"state": S}, "additionalProperties": S}, {"State": ["x"]}, []),
        ({"properties": {"state": S}, "patternProperties": {"^S": S}}, {"State": ["x"]}, []),
        ({"properties": {"state": S}, "required": ["total"]}, {"total": ["x"]}, []),
        ({"type": "object"}, {"total": ["x"]}, []),
        # types
        ({"properties": {"a": S}}, {"a": [1]}, ['e PF481 a/0: write "1" in quotes']),
        ({"properties": {"a": {"type": ["string", "null"]}}}, {"a": [None, "x"]}, []),
        ({"properties": {"a": {"type": "string", "nullable": True}}}, {"a": [None]}, []),
        ({"properties": {"a": {}}}, {"a": [None, {"exists": True}], "a.b": ["x"]}, []),
        ({"properties": {"a": {"type": "array"}}}, {"a": [None], "a.b": ["x"]}, []),
        ({"properties": {"a": {"type": "array", "items": N}}}, {"a": ["1"]}, ["e PF481 a/0: write 1 without quotes"]),
        (
            {"properties": {"a": {"items": {"properties": {"b": N}}}}},
            {"a": {"c": [1]}},
            ['w PF480 a/c: use one of its fields: "b"'],
        ),
        ({"properties": {"a": {"prefixItems": [S, N], "items": False}}}, {"a": ["x", 1]}, []),
        ({"properties": {"a": {"items": [S], "additionalItems": N}}}, {"a": ["x", 1]}, []),
        ({"properties": {"a": {"prefixItems": [S]}}}, {"a": ["x", 1, None]}, []),
        # values
        ({"properties": {"a": {"enum": ["x", "y", 1]}}}, {"a": ["x", 1]}, []),
        ({"properties": {"a": {"enum": ["Paid", "y"]}}}, {"a": ["PAID"]}, ['e PF482 a/0: write "Paid"']),
        ({"properties": {"a": {"const": "xyz"}}}, {"a": ["other"]}, ['e PF482 a/0: its values are "xyz"']),
        ({"properties": {"a": {"enum": ["x"]}}}, {"a": [{"anything-but": "z"}]}, []),
        # combined
        ({"allOf": [{"properties": {"a": S}}, {"properties": {"b": S}}]}, {"a": ["x"], "b": ["x"]}, []),
        (
            {"allOf": [{"properties": {"abc": S}}, {"properties": {"b": S}}]},
            {"abd": ["x"]},
            ['w PF480 abd: write "abc"'],
        ),
        ({"anyOf": [{"properties": {"a": S}}, {"properties": {"a": N}}]}, {"a": ["x", 1]}, []),
        ({"oneOf": [{"properties": {"a": S}}, {"properties": {"b": N}}]}, {"a": ["x"], "b": [1]}, []),
        (
            {"properties": {"a": S}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
            {"a": [1], "c": ["x"]},
            ['e PF481 a/0: write "1" in quotes', 'w PF480 c: use one of its fields: "a"'],
        ),
        ({"properties": {"a": S}, "anyOf": [{}, {"required": ["b"]}]}, {"c": ["x"]}, []),
        ({"properties": {"a": S}, "not": {"properties": {"b": S}}}, {"a": ["x"]}, []),
        ({"properties": {"a": S}, "if": {}, "then": {"properties": {"b": S}}}, {"b": ["x"]}, []),
        ({"properties": {"a": S}, "if": {}, "then": {"properties": {"a": {"const": "x"}}}}, {"a": ["x"]}, []),
        # references
        ({"$ref": "#/$defs/A", "$defs": {"A": {"properties": {"a": S}}}}, {"a": [1]}, ['e PF481 a/0: write "1" in quotes']),
        (
            {"$ref": "#/definitions/A", "definitions": {"A": {"properties": {"a": {"$ref": "#/definitions/A"}}}}},
            {"a": {"a": {"a": {"b": ["x"]}}}},
            ['w PF480 a/a/a/b: use one of its fields: "a"'],
        ),
        ({"$ref": "other.json"}, {"a": ["x"]}, []),
        ({"allOf": [{"$ref": "other.json"}, {"properties": {"a": S}}]}, {"a": [1], "b": ["x"]}, ['e PF481 a/0: write "1" in quotes']),
        ({"properties": {"a": {"$ref": "#"}, "b": {"allOf": [{"$ref": "#/properties/b"}]}}}, {"b": {"c": ["x"]}}, []),
    ],
)  # fmt: skip
def test_what_a_schema_says(schema: object, pattern: object, expected: list[str]) -> None:
    assert findings(schema, pattern) == expected


REGISTRY: dict[str, Any] = {
    "openapi": "3.0.0",
    "info": {"version": "1.0.0", "title": "OrderPlaced"},
    "paths": {},
    "components": {
        "schemas": {
            "AWSEvent": {
                "type": "object",
                "required": [
                    "detail-type",
                    "resources",
                    "detail",
                    "id",
                    "source",
                    "time",
                    "region",
                    "version",
                    "account",
                ],
                "x-amazon-events-detail-type": "Order Placed",
                "x-amazon-events-source": "com.acme.orders",
                "properties": {
                    "detail": {"$ref": "#/components/schemas/OrderPlaced"},
                    "detail-type": S,
                    "source": S,
                },
            },
            "OrderPlaced": {"type": "object", "properties": {"status": S, "total": {"type": "integer"}}},
        }
    },
}


@pytest.mark.parametrize(
    ("envelope", "expected"),
    [
        ({}, ['w PF480 stats: write "status"']),
        ({"source": ["com.acme.orders"]}, ['w PF480 stats: write "status"']),
        ({"source": ["com.acme.orders"], "detail-type": ["Order Placed"]}, ['w PF480 stats: write "status"']),
        ({"source": [{"prefix": "com.acme."}]}, ['w PF480 stats: write "status"']),
        # other events, which may have such a field
        ({"source": ["aws.ec2"]}, []),
        ({"source": ["com.acme.orders", "aws.ec2"]}, []),
        ({"source": ["com.acme.orders"], "detail-type": ["Order Shipped"]}, []),
        ({"source": [{"anything-but": "com.acme.orders"}]}, []),
        (
            {"source": ["com.acme.order"]},
            ['w PF483 /source/0: write "com.acme.orders" if you mean the events of <schema>'],
        ),
        (
            {"$or": [{"source": ["com.acme.orders"]}, {"source": ["aws.ec2"]}]},
            [],
        ),
        (
            {"$or": [{"source": ["com.acme.orders"]}, {"detail-type": ["Order Placed"]}]},
            ['w PF480 stats: write "status"'],
        ),
    ],
)  # fmt: skip
def test_a_schema_is_for_its_events(envelope: dict[str, object], expected: list[str]) -> None:
    assert findings_in([REGISTRY], {**envelope, "detail": {"stats": ["x"]}}) == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        # no condition says which events are meant
        ({"detail": {"instance-id": ["i-1"]}}, []),
        ({"detail": {"instance-id": ["i-1"], "status": ["PAID"]}}, ["detail/instance-id"]),
        ({"detail": {"Status": ["PAID"]}}, ["detail/Status"]),
        ({"body": {"state": ["PAID"]}}, []),
        ({"body": {"detail": {"stats": ["PAID"]}}}, ["body/detail/stats"]),
        ({"body": {"source": ["com.acme.orders"], "detail": {"instance-id": ["PAID"]}}}, ["body/detail/instance-id"]),
        ({"dynamodb": {"NewImage": {"stats": {"S": ["PAID"]}}}}, []),
    ],
)  # fmt: skip
def test_patterns_for_events_that_may_be_others(pattern: dict[str, object], expected: list[str]) -> None:
    report = pipefilter.check(pattern, schema=REGISTRY, select=["PF48"])
    assert [each.problem.pointer[1:] for each in report.files[0].patterns[0].all_problems] == expected


def test_schemas_of_data_are_not_for_events_of_aws() -> None:
    schema = {"properties": {"status": S}}
    for source, count in (("aws.ec2", 0), ("aws.partner/shop.example", 1), ("com.acme.orders", 1)):
        assert len(findings_in(schema, {"source": [source], "detail": {"state": ["x"]}})) == count


def test_types_are_errors_only_if_no_other_event_is_selected() -> None:
    pattern = {"detail": {"total": ["5"]}}
    assert findings(REGISTRY, pattern["detail"]) == ["w PF481 total/0: write 5 without quotes"]
    schema = {**REGISTRY["components"]["schemas"]["OrderPlaced"]}
    assert findings(schema, pattern["detail"]) == ["e PF481 total/0: write 5 without quotes"]


@pytest.mark.parametrize(
    ("source", "name"), [("sqs", "body"), ("kinesis", "data"), ("msk", "value"), ("activemq", "data")]
)
def test_data_of_records(source: str, name: str) -> None:
    report = pipefilter.check(
        {name: {"stat": ["x"]}}, schema={"properties": {"state": S}}, source=source, select=["PF48"]
    )
    assert [each.problem.pointer for each in report.files[0].patterns[0].all_problems] == [f"/{name}/stat"]


def test_a_bus_event_in_a_queue() -> None:
    report = pipefilter.check(
        {"body": {"detail": {"stats": ["x"]}}}, schema=REGISTRY, source="sqs", select=["PF48"]
    )
    assert [each.problem.pointer for each in report.files[0].patterns[0].all_problems] == ["/body/detail/stats"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "s.json:1:1: this is not JSON: "),
        ("[1]", "s.json:1:1: this is not a schema: a schema is an object"),
        ('{"detail": {"state": ["x"]}}', "s.json:1:1: this is neither a JSON Schema nor an OpenAPI document"),
        (
            '{"properties":\n {"a": {"$ref": "#/definitions/A"}}}',
            "s.json:2:17: $ref leads nowhere: there is no #/definitions/A in this file",
        ),
        (
            '{"properties": {"a": {"type": "strng"}}}',
            "s.json:1:31: strng is not a type: use string, number, integer, boolean, null, object or array",
        ),
        ('{"properties": []}', "s.json:1:16: properties must be an object"),
        ('{"openapi": "3.0.0"}', "s.json:1:1: this OpenAPI document has no schemas: they must be in components/schemas"),
        (
            '{"openapi": "3.0.0", "components": {"schemas": {"A": {}, "B": {}}}}',
            "s.json:1:48: this OpenAPI document has several schemas (A, B): add the one of the event to the file's name, "
            "such as FILE#/components/schemas/A",
        ),
        ('{"SchemaName": "x", "Content": "{"}', "s.json:1:32: in Content: this is not JSON: "),
    ],
)  # fmt: skip
def test_files_that_are_not_schemas(text: str, message: str) -> None:
    with pytest.raises(UnreadableInput) as caught:
        schema_file("s.json", text.encode())
    assert str(caught.value).startswith(message)
    assert caught.value.place is not None


def test_files(tmp_path: Path) -> None:
    detail = {"OrderPlaced": {"stats": ["x"]}}
    described = tmp_path / "described.json"
    described.write_text(json.dumps({"SchemaName": "x", "Type": "OpenApi3", "Content": json.dumps(REGISTRY)}))
    yaml = tmp_path / "schema.yaml"
    yaml.write_text(
        "components:\n  schemas:\n    A: &a\n      type: object\n      properties: {status: {type: string}}\n    B: *a\n"
    )
    for name in (described, str(described), f"{yaml}#/components/schemas/A"):
        assert findings(name, detail["OrderPlaced"]) == ['w PF480 stats: write "status"']
    with pytest.raises(UnreadableInput, match="there is no /components/schemas/C in this file"):
        findings(f"{yaml}#/components/schemas/C", {"a": ["x"]})
    with pytest.raises(UnreadableInput, match="cannot read"):
        findings(tmp_path / "nothing.json", {"a": ["x"]})
    with pytest.raises(TypeError, match="not int"):
        findings([5], {"a": ["x"]})


def test_references_to_other_files_are_noted() -> None:
    data = b'{"properties": {"a": {"$ref": "a.json"}, "b": {"$ref": "https://x/y"}}}'
    assert schema_file("s.json", data).notes == (
        "s.json:1:31: a.json is not in this file: nothing below it is checked",
        "s.json:1:56: https://x/y is not in this file: nothing below it is checked",
    )


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#"},
        {"allOf": [{"$ref": "#"}, {"$ref": "#"}]},
        {"additionalProperties": {"$ref": "#"}},
        {"items": {"$ref": "#"}},
        {
            "$ref": "#/$defs/0",
            "$defs": {str(n): {"allOf": [{"$ref": f"#/$defs/{n + 1}"}] * 2} for n in range(60)} | {"60": S},
        },
        {
            "$ref": "#/$defs/0",
            "$defs": {
                str(n): {"properties": {"a": {"anyOf": [{"$ref": f"#/$defs/{(n + 1) % 9}"}] * 9}}} for n in range(9)
            },
        },
    ],
)  # fmt: skip
def test_schemas_without_end(schema: object) -> None:
    pattern: object = ["x"]
    for _ in range(200):
        pattern = {"a": pattern}
    findings(schema, pattern)


def test_large_schemas(monkeypatch: pytest.MonkeyPatch) -> None:
    options = [{"properties": {"kind": {"const": str(number)}, f"field{number}": S}} for number in range(300)]
    assert findings({"anyOf": options}, {"field7": ["x"], "kind": ["7"]}) == []
    assert findings({"anyOf": options}, {"Field7": ["x"]}) == ['w PF480 Field7: write "field7"']
    assert findings({"anyOf": options * 20}, {"other": ["x"]}) == []  # more than is looked at
    monkeypatch.setattr(schema_files, "_MAX_SIZE", 10)
    with pytest.raises(UnreadableInput, match="too large for a schema"):
        schema_file("s.json", b'{"type": "object"}')


@pytest.mark.parametrize(
    ("reference", "identifier"),
    [
        ("#order", {"$anchor": "order"}),
        ("#order", {"$id": "#order"}),
        ("order.json", {"$id": "order.json"}),
        ("https://acme.example/order.json", {"$id": "order.json"}),
        ("/order.json", {"$id": "https://acme.example/order.json"}),
        ("event.json#/$defs/A", {}),
        ("https://acme.example/event.json#/$defs/A", {}),
        ("http://[", {"$id": "http://["}),
    ],
)  # fmt: skip
def test_schemas_with_identifiers(reference: str, identifier: dict[str, str]) -> None:
    schema = {
        "$id": "https://acme.example/event.json",
        "$ref": reference,
        "$defs": {"A": {**identifier, "properties": {"state": S}}},
    }
    assert findings(schema, {"stat": ["x"]}) == ['w PF480 stat: write "state"']


def test_references_in_schemas_with_identifiers_are_open() -> None:
    schema = {"properties": {"a": {"$id": "a.json", "$ref": "#/$defs/B", "$defs": {"B": S}}}}
    assert findings(schema, {"a": {"b": ["x"]}}) == []


def test_names_with_slashes() -> None:
    schema = {"definitions": {"A/B": {"properties": {"state": S}}}}
    for reference in ("#/definitions/A~1B", "#/definitions/A/B", "#/definitions/A%2FB"):
        assert findings({"$ref": reference, **schema}, {"stat": ["x"]}) == ['w PF480 stat: write "state"']


NAMES = st.sampled_from(("a", "b", "c"))
SCHEMAS: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(
        (
            {}, True, False, {"type": "string"}, {"type": "number"}, {"type": "integer"}, {"type": "null"},
            {"type": ["string", "boolean"]}, {"enum": ["x", "y"]}, {"enum": ["x", 1, None]}, {"const": "x"},
            {"required": ["a"]}, {"not": {"type": "string"}}, {"type": "object"}, {"$ref": "#/$defs/d"}, {"$ref": "#"},
        )
    ),
    lambda inner: st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(("object", "array", "string", ["object", "null"], ["array", "string"])),
            "properties": st.dictionaries(NAMES, inner, max_size=3),
            "additionalProperties": st.booleans() | inner,
            "patternProperties": st.fixed_dictionaries({"^a": inner}),
            "unevaluatedProperties": st.just(value=False),
            "required": st.lists(NAMES, max_size=2, unique=True),
            "items": inner,
            "prefixItems": st.lists(inner, min_size=1, max_size=2),
            "allOf": st.lists(inner, min_size=1, max_size=2),
            "anyOf": st.lists(inner, min_size=1, max_size=2),
            "oneOf": st.lists(inner, min_size=1, max_size=2),
            "if": inner,
            "then": inner,
            "$ref": st.just("#/$defs/d"),
        },
    ),
    max_leaves=8,
)  # fmt: skip
INSTANCES: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(("x", "z", 1, 1.5, True, None)),
    lambda inner: st.dictionaries(NAMES, inner, max_size=3) | st.lists(inner, max_size=2),
    max_leaves=6,
)


@given(SCHEMAS, SCHEMAS, INSTANCES.filter(lambda value: isinstance(value, dict)), st.booleans())
def test_no_valid_event_is_an_error(schema: object, definition: object, event: object, is_old: bool) -> None:
    root: dict[str, Any] = (
        {**schema, "$defs": {"d": definition}} if isinstance(schema, dict) else {"allOf": [schema]}
    )
    root["$schema"] = (
        "http://json-schema.org/draft-07/schema#" if is_old else "https://json-schema.org/draft/2020-12/schema"
    )
    validator = jsonschema.validators.validator_for(root)(root)
    try:
        is_valid = validator.is_valid(cast("Any", event))
    except (RecursionError, referencing.exceptions.Unresolvable):
        return
    pattern = pattern_of(event)
    if not is_valid or not isinstance(pattern, dict):
        return
    (closed,) = [each.closed for each in schema_file("s.json", json.dumps(root).encode()).schemas]
    assert not list(misfits(parse(pattern), closed))
