"""Advice on AWS's own events: a pattern on all fields of an event is right, and each change to one of them is reported."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import botocore.session
import pytest
from pattern_problems import pattern_problems
from thoroughness import every

from pipefilter.errors import Problem
from pipefilter.events.aws_events import aws_events
from pipefilter.events.near_name import near_name
from pipefilter.events.shape import Shape, look_up
from pipefilter.language.name_spelling import loose_spelling
from pipefilter.language.operator_as_name import keyword_of
from pipefilter.language.parse import parse
from pipefilter.services import service_named
from pipefilter.sources import source_named

Path = tuple[str, ...]
CODES = {"PF490", "PF491", "PF492", "PF493", "PF494", "PF495", "PF496"}
ENVELOPE = {loose_spelling(key.name) for key in source_named("bus").keys}
EVENTS = aws_events().names()


def pattern_of(event: tuple[str, str], detail: object) -> str:
    return json.dumps({"source": [event[0]], "detail-type": [event[1]], "detail": detail})


def advice(pattern: str) -> list[Problem]:
    problems = pattern_problems(parse(pattern), service=service_named("rule"))
    return [problem for problem in problems if problem.code in CODES]


def value_of(shape: Shape) -> object:
    if shape.values:
        return shape.values[0]
    return 1 if "number" in shape.kinds else True if "boolean" in shape.kinds else "a value"


def value_of_another_kind(shape: Shape) -> object:
    return True if "number" in shape.kinds else 1


def nested(fields: dict[Path, object]) -> dict[str, object]:
    tree: dict[str, Any] = {}
    for path, value in fields.items():
        level = tree
        for name in path[:-1]:
            level = level.setdefault(name, {})
        level[path[-1]] = [value]
    return tree


def fields_of(event: tuple[str, str]) -> dict[Path, Shape]:
    return dict(aws_events().detail(*event).paths())


@pytest.mark.slow
@every(40)
def test_a_pattern_on_all_fields_gets_no_advice(step: int) -> None:
    for event in EVENTS[::step]:
        fields = {path: value_of(shape) for path, shape in fields_of(event).items()}
        if fields:
            problems = advice(pattern_of(event, nested(fields)))
            assert not problems, (event, problems)


def changed_names(name: str) -> Iterator[str]:
    """The name with another letter case, a letter less, and a letter twice."""
    yield name.swapcase()
    yield name[: len(name) // 2] + name[len(name) // 2 + 1 :]
    yield name[: len(name) // 2] + name[len(name) // 2] + name[len(name) // 2 :]


def is_ambiguous(changed: str, name: str, above: Shape) -> bool:
    """Whether another field of the same object is just as near."""
    return near_name(changed, [other for other in above.fields if other != name]) != ""


@pytest.mark.slow
@every(40)
def test_each_misspelled_name_is_reported_with_the_right_one(step: int) -> None:
    for event in EVENTS[::step]:
        detail = aws_events().detail(*event)
        for path in fields_of(event):
            for number, name in enumerate(path):
                above = look_up(detail, path[:number]).shape
                if above.other is not None:
                    continue
                for changed in changed_names(name):
                    if len(name) < 2 or changed in above.fields or keyword_of(changed) or changed == name:
                        continue
                    wrong = (*path[:number], changed, *path[number + 1 :])
                    problems = advice(pattern_of(event, nested({wrong: value_of(look_up(detail, path).shape)})))
                    assert [problem.code for problem in problems] == ["PF492"], (event, wrong, problems)
                    assert ".".join(("detail", *path)) in problems[0].hint or is_ambiguous(
                        changed, name, above
                    ), (
                        event,
                        wrong,
                        problems,
                    )


@pytest.mark.slow
@every(40)
def test_each_field_at_another_level_is_reported_with_the_right_path(step: int) -> None:
    for event in EVENTS[::step]:
        detail = aws_events().detail(*event)
        for path, shape in fields_of(event).items():
            levels = [("x_x_x", *path)]
            if len(path) > 1:
                levels.append((*path[:-2], path[-1]))
            for wrong in levels:
                if look_up(detail, wrong).known == len(wrong):
                    continue
                problems = advice(pattern_of(event, nested({wrong: value_of(shape)})))
                assert [problem.code for problem in problems] == ["PF492"], (event, path, wrong, problems)


@every(40)
def test_each_field_at_the_root_is_sent_to_detail(step: int) -> None:
    """Another check reports it, as custom events have their payload there, too."""
    rule = service_named("rule")
    for source, detail_type in EVENTS[::step]:
        for name in aws_events().detail(source, detail_type).fields:
            if loose_spelling(name) in ENVELOPE:
                continue
            pattern = json.dumps({"source": [source], "detail-type": [detail_type], name: ["x"]})
            problems = pattern_problems(parse(pattern), service=rule)
            hint = "did you mean detail?" if near_name(name, ["detail"]) else f'"detail": {{{json.dumps(name)}'
            assert any(hint in problem.hint for problem in problems), pattern


def test_the_table_is_read_only_if_it_is_needed() -> None:
    aws_events.cache_clear()
    pattern_problems(parse('{"dynamodb": {"NewImage": {"source": {"S": ["aws.ec2"]}}}, "detail": [1]}'))
    pattern_problems(parse('{"source": ["my.app"], "detail": {"state": ["x"]}}'), service=service_named("rule"))
    assert aws_events.cache_info().currsize == 0


@pytest.mark.slow
@every(40)
def test_each_value_of_another_kind_is_reported(step: int) -> None:
    for event in EVENTS[::step]:
        for path, shape in fields_of(event).items():
            if shape.is_open:
                continue
            problems = advice(pattern_of(event, nested({path: value_of_another_kind(shape)})))
            assert [problem.code for problem in problems] == ["PF494"], (event, path, problems)


API_OBJECTS = [
    ("ecs", "Task", "aws.ecs", "ECS Task State Change"),
    ("ecs", "ContainerInstance", "aws.ecs", "ECS Container Instance State Change"),
    ("batch", "JobDetail", "aws.batch", "Batch Job State Change"),
    ("sagemaker", "TrainingJob", "aws.sagemaker", "SageMaker Training Job State Change"),
    ("sagemaker", "DescribeTransformJobResponse", "aws.sagemaker", "SageMaker Transform Job State Change"),
    ("sagemaker", "DescribeModelOutput", "aws.sagemaker", "SageMaker Model State Change"),
]
"""Objects of AWS's APIs, with the events whose details resemble them."""
VALUES = {"string": "x", "integer": 1, "long": 1, "double": 1, "float": 1, "boolean": True}


def api_fields(shape: Any, path: Path = ()) -> Iterator[tuple[Path, object]]:  # noqa: ANN401 - botocore has no types
    """The fields of an object of an API."""
    if shape.type_name == "list":
        yield from api_fields(shape.member, path)
    elif shape.type_name == "structure" and len(path) < 6:
        for name, member in shape.members.items():
            yield from api_fields(member, (*path, name))
    elif shape.type_name in VALUES and path:
        yield path, VALUES[shape.type_name]


@pytest.mark.slow
@pytest.mark.parametrize(("service", "name", "source", "detail_type"), API_OBJECTS)
def test_fields_that_schemas_lack_get_no_warning(
    service: str, name: str, source: str, detail_type: str
) -> None:
    """The table lacks many fields that the same objects have in AWS's APIs: none is taken for a misspelled one."""
    shape = botocore.session.get_session().get_service_model(service).shape_for(name)
    for path, value in api_fields(shape):
        problems = advice(pattern_of((source, detail_type), nested({path: value})))
        assert all(problem.severity == "note" for problem in problems), (path, problems)


@every(40)
def test_each_event_is_reported_by_its_right_name(step: int) -> None:
    for source, detail_type in EVENTS[::step]:
        for changed in changed_names(detail_type):
            if changed not in aws_events().detail_types(source):
                problems = advice(pattern_of((source, changed), {"a_field": [1]}))
                assert [problem.code for problem in problems] == ["PF491"], (source, changed, problems)


def test_known_sources_get_no_advice() -> None:
    assert not advice(json.dumps({"source": list(aws_events().sources)}))
