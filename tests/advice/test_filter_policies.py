"""Filter policies of SNS that are not valid: the problem, and what SNS answers to each call that sets one."""

from __future__ import annotations

import json

import pytest
from case_files import Case, load, text_of

import pipefilter
from pipefilter.language.branches import every_field
from pipefilter.language.parse import parse
from pipefilter.language.policy_complexity import combination_count, key_count, points_of


@pytest.mark.parametrize("case", load("policies"))
def test_refused_policies(case: Case) -> None:
    """The first problem has SNS's words, with line and column, and the answers of `Subscribe` and `SetSubscriptionAttributes`."""
    report = pipefilter.check(text_of(case["policy"]), service=case.get("service", ""))
    pattern = report.patterns[0]
    problem = pattern.problems[0].problem
    assert pattern.valid is False
    assert (problem.code, problem.message, problem.line, problem.column) == (
        case["code"],
        case["message"],
        case["line"],
        case["column"],
    )
    assert pattern.service_answers == tuple(case["answers"])
    assert problem.aws_message == case["answers"][0]


@pytest.mark.parametrize(
    ("policy", "of_body", "combinations", "keys"),
    [
        ({"key_a": ["one", "two", "three"], "key_b": ["one"], "key_c": ["one", "two"]}, False, 6, 3),
        (
            {"key_a": {"key_b": {"key_c": ["1", "2", "3", "4"]}}, "key_d": {"key_e": ["1", "2", "3"]}},
            True,
            72,
            2,
        ),
        (
            {
                "source": ["a"],
                "$or": [
                    {"metricName": ["b", "c"]},
                    {"metricType": ["d"], "$or": [{"metricId": [1, 2]}, {"spaceId": [1, 2, 3]}]},
                ],
            },
            False,
            7,
            5,
        ),
        (
            {
                "$or": [{"metricName": ["a", "b"]}, {"namespace": ["c", "d"]}],
                "detail": {"scope": ["e"], "$or": [{"source": ["f"]}, {"type": ["g"]}]},
            },
            True,
            32,
            5,
        ),
    ],
)
def test_examples_of_aws(policy: dict[str, object], of_body: bool, combinations: int, keys: int) -> None:
    """The combinations and keys are those that AWS's pages give for their examples."""
    pattern = parse(policy)
    assert combination_count(pattern, of_body=of_body) == combinations
    assert key_count(pattern) == keys


@pytest.mark.parametrize(
    ("alternatives", "points"),
    [
        ([{"wildcard": "*.txt"}, {"wildcard": "log*"}], 4),
        ([{"wildcard": "*/src/*.js"}], 6),
        ([{"anything-but": {"prefix": "Hello"}}, {"wildcard": "H*"}], 4),
        ([{"anything-but": {"prefix": "Hello"}}, "x"], 0),
        (["x", {"prefix": "y"}, {"wildcard": "H*"}], 1),
        ([{"wildcard": "\\*\\*a*"}], 1),
    ],
)
def test_points_of_wildcards(alternatives: list[object], points: int) -> None:
    """The points of the wildcards of one key are those that AWS's page gives."""
    (field,) = every_field(parse({"key": alternatives}).members)
    assert points_of(field) == points


def test_many_branches_are_not_expanded() -> None:
    """The branches of `$or` are counted, not built, if there are very many."""
    policy = {f"k{n}": {"$or": [{"a": [1]}, {"b": [1]}]} for n in range(12)}
    assert combination_count(parse(policy, limits=False), of_body=True) == 2**12


def test_places_in_the_file() -> None:
    """A problem of a policy in attributes of a subscription has its place in the policy, and in the file."""
    text = json.dumps({"FilterPolicyScope": "MessageBody", "FilterPolicy": '{"a": [{"numeric": []}]}'})
    located = pipefilter.check(text).problems[0]
    assert (located.problem.line, located.problem.column) == (1, 22)
    assert text[located.start.column - 1 :].startswith(']}]}"}')


def test_scope_that_contradicts_the_service() -> None:
    """A policy on the body is not checked as one on attributes."""
    report = pipefilter.check(
        '{"FilterPolicy": "{\\"a\\": [1]}", "FilterPolicyScope": "MessageBody"}', service="sns"
    )
    assert "which is the service sns-body, not sns" in report.files[0].unreadable


def test_unknown_scope() -> None:
    """A scope in another spelling is reported where it is."""
    text = '{"FilterPolicy": "{\\"a\\": [1]}", "FilterPolicyScope": "body"}'
    (located,) = pipefilter.check(text).problems
    assert (located.code, located.start.column) == ("PF156", text.index('"body"') + 1)


@pytest.mark.parametrize(
    "attributes",
    [
        {"FilterPolicyScope": "MessageBody"},
        {"FilterPolicyScope": "MessageAttributes", "RawMessageDelivery": "true"},
        {"FilterPolicy": None, "FilterPolicyScope": "MessageBody"},
        {"FilterPolicy": ""},
        {"SubscriptionArn": "arn:aws:sns:eu-west-1:123456789012:t:1", "PendingConfirmation": "false"},
    ],
)
def test_attributes_without_a_policy(attributes: dict[str, str | None]) -> None:
    """They are not read as a pattern in which each value lacks its list."""
    text = f"\n{json.dumps(attributes)}"
    for service in ("", "sns", "sns-body"):
        (located,) = pipefilter.check(text, service=service).problems
        assert (located.code, located.start.line, located.start.column) == ("PF157", 2, 1)
        assert "receives every message" in located.problem.hint
        with pytest.raises(pipefilter.InvalidEventPattern, match="have no FilterPolicy"):
            pipefilter.load(text, service=service)


@pytest.mark.parametrize(
    "pattern",
    [
        {"FilterPolicyScope": ["MessageBody"]},
        {"FilterPolicy": {"exists": [1]}},
        {"Owner": ["x"], "Endpoint": ["y"]},
    ],
)
def test_patterns_with_names_of_attributes(pattern: dict[str, object]) -> None:
    """A list is not an attribute of a subscription."""
    assert pipefilter.check(json.dumps(pattern)).ok


def test_long_policies() -> None:
    """A policy may be longer than patterns elsewhere, up to 256 KB; then its bytes are counted."""
    text = json.dumps({"a": ["x" * 30_000]})
    assert pipefilter.check(text, service="sns").ok
    assert [each.code for each in pipefilter.check(text, service="rule").problems] == ["PF304"]
    (located,) = pipefilter.check(json.dumps({"a": ["x" * 524_288]}), service="sns").problems
    assert "AWS accepts at most 262,144, and" in located.message
    assert located.problem.hint == "shorten it: a subscription has only one filter policy"
    text = json.dumps({"a": ["\u00e4" * 140_000]}, ensure_ascii=False)
    (located,) = pipefilter.check(text, service="sns").problems
    assert located.code == "PF439"
    assert located.message == "The pattern has 280,010 bytes, 17,866 more than a subscription allows"


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        ({"a": {"b": ["x"]}}, "PF503"),
        ({name: ["x"] for name in "abcdef"}, "PF500"),
        ({name: list(range(13)) for name in "ab"}, "PF502"),
    ],
)
def test_refused_policies_have_no_verdicts(policy: dict[str, object], code: str) -> None:
    """A policy that SNS rejects evaluates no messages."""
    with pytest.raises(pipefilter.InvalidEventPattern, match=code):
        pipefilter.load(policy, service="sns")


def test_limits_of_other_services() -> None:
    """Wildcards that EventBridge rejects as too complex are evaluated, as SNS counts them differently."""
    policy = {"a": [{"wildcard": "*a*a*a"}, {"wildcard": "*b*b*b"}, {"wildcard": "*ab*a"}]}
    message = {"Message": "m", "MessageAttributes": {"a": {"DataType": "String", "StringValue": "zaaa"}}}
    with pytest.raises(pipefilter.InvalidEventPattern, match="PF301"):
        pipefilter.load(policy)
    (evaluation,) = pipefilter.load(policy, service="sns").evaluate_all(json.dumps(message))
    assert evaluation.verdict == "match"


@pytest.mark.parametrize(
    "policy", ['{"a": []}', '{"FilterPolicy": "{\\"a\\": []}"}', json.dumps({name: [1] for name in "abcdef"})]
)
def test_words_of_sns_in_errors(policy: str) -> None:
    """An error that is raised has the answer of SNS, too."""
    with pytest.raises(pipefilter.InvalidEventPattern) as caught:
        pipefilter.load(policy, service="sns")
    assert caught.value.aws_message.startswith("Invalid parameter: Attributes Reason: FilterPolicy: ")


def test_refusals_cannot_be_ignored() -> None:
    """A policy that SNS rejects is not valid, whichever findings are reported."""
    report = pipefilter.check('{"a": {"b": ["x"]}}', service="sns", ignore=["PF5"])
    assert not report.ok
    assert [each.code for each in report.problems] == ["PF503"]
