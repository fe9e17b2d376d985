"""The JSON API of the `pipefilter serve` page: it returns the results of `test`, `check`, `explain` and `generate`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from running_server import Running, running

import pipefilter
from pipefilter.cli.main import main
from pipefilter.errors import EventTooIntricate
from pipefilter.ready_patterns import PatternFolder, ready_patterns
from pipefilter.services import SERVICES
from pipefilter.serving import static_files
from pipefilter.serving.evaluate_api import evaluate
from pipefilter.sources import SOURCES
from pipefilter.targets import TARGETS, Target

MESSAGE = {
    "TopicArn": "arn:aws:sns:eu-west-1:123456789012:t",
    "Message": '{"body": {"a": 1}}',
    "MessageAttributes": {"a": {"DataType": "Number", "StringValue": "1"}},
}
SQS = {"messageId": "1", "eventSource": "aws:sqs", "body": '{"a": 2}'}
BODY = '{"body": {"a": [1]}}'


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running() as instance:
        yield instance
        assert instance.faults == []


def answered(pattern: object, event: object, **where: str) -> dict[str, Any]:
    texts = [part if isinstance(part, str) else json.dumps(part) for part in (pattern, event)]
    answer = evaluate({"pattern": texts[0], "event": texts[1], **where})
    json.dumps(answer)
    return answer


def evaluated(pattern: object, event: object, **where: str) -> dict[str, Any]:
    """The object that `pipefilter test --json` has too."""
    evaluation = answered(pattern, event, **where)["evaluation"]
    assert isinstance(evaluation, dict)
    return evaluation


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    with pytest.raises(SystemExit):
        main(list(arguments))
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_evaluate_over_http(server: Running) -> None:
    """A whole answer."""
    code, answer = server.posted("/api/evaluate", {"pattern": '{"a": [1]}', "event": '{"a": 2}'})
    assert code == 200
    assert (answer["valid"], answer["records"]) == (True, 1)
    assert answer["check"] == [{"pattern": "<argument>", "valid": True, "problems": [], "advice": []}]
    assert answer["words"] == ["Matches events where", "  a is 1"]
    evaluation = answer["evaluation"]
    assert (evaluation["verdict"], evaluation["reason"], evaluation["notes"], evaluation["seen"]) == (
        "no_match",
        None,
        [],
        '{"a": 2}',
    )
    assert evaluation["explanation"] == pipefilter.explain('{"a": [1]}', '{"a": 2}').as_json()
    assert evaluation["explanation"] == evaluation["filters"][0]["explanation"]
    assert answer["lines"] == [
        [{"meaning": "no", "text": "  x a: is 2"}, {"meaning": "", "text": "      expected: 1"}]
    ]


@pytest.mark.parametrize("ready", ready_patterns(), ids=lambda ready: str(ready.name))
def test_ready_made_patterns_have_a_matching_event(server: Running, ready: PatternFolder) -> None:
    """Each has its texts, and the verdict on its event is `match`."""
    offered = json.loads(server.request("GET /api/patterns HTTP/1.1")[2])
    offer = next(each for each in offered if each["name"] == ready.name)
    assert offer["pattern"] == ready.pattern.read_text("utf-8").rstrip("\n")
    assert offer["title"] == ready.title
    assert offer["readme"].startswith("# ")
    assert evaluated(offer["pattern"], offer["event"])["verdict"] == "match"


def test_choices(server: Running) -> None:
    """All services, sources and targets; each target's language is known."""
    choices = json.loads(server.request("GET /api/choices HTTP/1.1")[2])
    assert [choice["name"] for choice in choices["services"]] == [choice.name for choice in SERVICES]
    assert [choice["name"] for choice in choices["sources"]] == [choice.name for choice in SOURCES]
    assert [choice["name"] for choice in choices["targets"]] == [choice.name for choice in TARGETS]
    assert all(choice["language"] and choice["title"] for choice in choices["targets"])
    for service in choices["services"]:
        for source in choices["sources"]:
            assert (source["name"] in service["sources"]) is (service["name"] in source["services"])


CRITERIA = {"Filters": [{"Pattern": BODY}, {"Pattern": '{"body": {"b": [{"wildcard": "x*"}]}}'}]}


@pytest.mark.parametrize(
    ("pattern", "event", "where"),
    [
        (CRITERIA, {"Records": [SQS, SQS]}, {"service": "pipe", "source": "sqs"}),
        (CRITERIA, {"Records": [SQS, SQS]}, {}),
        (BODY, SQS, {}),
        (BODY, SQS, {"service": "rule"}),
        (BODY, {**SQS, "body": "x"}, {"service": "lambda"}),
        ({"a": [1], "b": ["x", "x"]}, {"a": 2}, {}),
        ({"a": [1]}, {"a": 1, "b": 1}, {"service": "rule"}),
        ({"a": [1]}, '{"a": 1,}', {}),
        ({"Filters": [{"Scope": "DATA", "Pattern": '{"a":[{"wildcard":"x*"}]}'}]}, {"a": 1}, {}),
        ({"Filters": [{"Scope": "DATA", "Pattern": '{"a":[{"wildcard":"x*"}]}'}]}, {"a": 1}, {"service": "v2"}),
        ({"a": [{"wildcard": "x*y"}]}, {"a": 1}, {"service": "v2"}),
        ({"FilterCriteria": {"Filters": []}}, SQS, {}),
        ({"Filters": [{"Pattern": BODY}, {"Pattern": "{}"}]}, SQS, {}),
        ({"a": 1, "b": []}, {"a": 1}, {"service": "lambda"}),
        ({"EventPattern": '{"source": []}'}, {"a": 1}, {}),
        ({"a": [1]}, MESSAGE, {"service": "sns"}),
        ({"a": [1]}, MESSAGE, {}),
        ({"a": ["1"]}, MESSAGE, {"source": "sns"}),
        (BODY, MESSAGE, {"service": "sns-body"}),
        (BODY, {"body": {"a": 2}}, {"service": "sns-body"}),
        ({"FilterPolicy": BODY, "FilterPolicyScope": "MessageBody"}, MESSAGE, {}),
        (BODY, MESSAGE, {"service": "sns"}),
        ({"a": [1]}, MESSAGE, {"service": "pipe"}),
    ],
)
def test_same_as_the_commands(
    pattern: object, event: object, where: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The objects of `check --json`; and that of `test --json` for the first record, except for its place in a file."""
    path, inline = tmp_path / "e.json", pattern if isinstance(pattern, str) else json.dumps(pattern)
    path.write_text(event if isinstance(event, str) else json.dumps(event), "utf-8")
    options = [f"--{name}={value}" for name, value in where.items()]
    answer = answered(pattern, event, **where)
    assert answer["check"] == printed(capsys, "check", inline, "--json", *options)
    assert answer["valid"] in (None, all(each["valid"] for each in answer["check"]))
    first = printed(capsys, "test", inline, str(path), "--json", *options)[0]
    if not answer["valid"]:
        assert (answer["evaluation"], first["verdict"]) == (None, "invalid_pattern")
        return
    for name in ("event", "line", "column", "pattern"):
        first.pop(name, None)
    assert answer["evaluation"] == first


def codes(answer: dict[str, Any]) -> list[tuple[str, int]]:
    return [
        (problem["code"], each.get("filter", 0)) for each in answer["check"] for problem in each["problems"]
    ]


def test_invalid_patterns() -> None:
    """All problems, and no verdict."""
    answer = answered('{"a": 1, "b": []}', {"a": 1})
    assert (answer["valid"], answer["evaluation"], answer["words"]) == (False, None, [])
    assert codes(answer) == [("PF112", 0), ("PF113", 0)]
    answer = answered({"Filters": [{"Pattern": BODY}, {"Pattern": "{}"}]}, SQS)
    assert (answer["valid"], answer["evaluation"]) == (False, None)
    assert codes(answer) == [("PF111", 2)]
    scoped = {"Filters": [{"Scope": "DATA", "Pattern": '{"a":[{"wildcard":"x*"}]}'}]}
    refused = answered(scoped, "")["evaluation"]  # the scope says that it is a subscriber's
    assert (refused["verdict"], refused["filter"]) == ("invalid_pattern", 1)
    assert [problem["code"] for problem in refused["problems"]] == ["PF447"]
    assert codes(answered('{"a": ["\ud800"]}', {})) == [("PF103", 0)]  # it is not UTF-8


def test_template() -> None:
    """Its patterns are checked, none is evaluated, and no file is read that it names."""
    rule = {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": {"source": ["x", "x"]}}}
    answer = answered({"Resources": {"A": rule}}, {"source": "x"})
    assert (answer["valid"], answer["evaluation"], answer["words"]) == (None, None, [])
    assert [each["pattern"] for each in answer["check"]] == ["<argument>#A"]
    assert [problem["code"] for problem in answer["check"][0]["advice"]] == ["PF416"]


def test_invalid_events() -> None:
    """No event, invalid JSON, several events, no record."""
    assert answered('{"a": [1]}', " \n")["evaluation"] is None
    answer = evaluated('{"a": [1]}', '\n{"a": 1,}')
    assert answer["verdict"] == "invalid_event"
    assert (answer["problem"]["line"], answer["problem"]["column"]) == (2, 9)
    assert evaluated('{"a": [1]}', "[1")["verdict"] == "invalid_event"
    nothing = {"verdict": "unreadable", "reason": "no events found"}
    assert evaluated('{"a": [1]}', "[]") == nothing
    two = answered('{"a": [1]}', '{"a": 1}\n{"a": 2}')
    assert (two["evaluation"]["verdict"], two["records"]) == ("match", 2)
    assert evaluated('{"a": ["\\ud800"]}', '{"a": "\ud800"}')["verdict"] == "match"
    assert evaluated(BODY, {"Records": [1]}, source="sqs")["problem"]["code"] == "PF132"
    assert evaluated(BODY, {"Records": []}, source="sqs")["verdict"] == "unreadable"


def test_all_records_are_evaluated() -> None:
    """As `pipefilter test --json` prints them, each with its place; of very many the first, and the counts of all."""
    answer = answered('{"a": [1]}', '{"a": 1}\n{"a": 2}\n5\n[{"a": 1}')
    assert [each["verdict"] for each in answer["evaluations"]] == [
        "match",
        "no_match",
        "invalid_event",
        "invalid_event",
    ]
    assert [(each["line"], each["column"]) for each in answer["evaluations"]] == [
        (1, 1),
        (2, 1),
        (3, 1),
        (4, 1),
    ]
    assert answer["verdicts"] == {"match": 1, "no_match": 1, "invalid_event": 2}
    many = answered('{"a": [1]}', '{"a": 1}\n' * 300)
    assert (many["records"], len(many["evaluations"])) == (300, 200)
    assert many["verdicts"] == {"match": 300}


def test_records() -> None:
    """Services and sources are detected as `pipefilter test` detects them; oddities are reported."""
    assert evaluated(BODY, SQS, service="lambda")["verdict"] == "no_match"
    answer = answered(BODY, {**SQS, "body": '{"a": 1}'})
    evaluation = answer["evaluation"]
    assert (evaluation["verdict"], evaluation["service"], evaluation["source"]) == ("match", "pipe", "sqs")
    assert answer["lines"][0][0]["meaning"] == "yes"
    assert evaluation["filters"][0]["rows"][0]["action"] == "filter"
    plain = answered(BODY, {**SQS, "body": "x"}, source="sqs")
    assert plain["evaluation"]["filters"][0]["explanation"] is None
    ((line,),) = plain["lines"]
    assert line["meaning"] == "no"
    assert "dropped" in line["text"]
    assert "does not look like" in evaluated(BODY, {"a": 1}, source="sqs")["notes"][0]
    contradicted = evaluated(BODY, SQS, service="rule")
    assert (contradicted["verdict"], contradicted["filters"]) == ("undecided", [])
    assert "which filters in a rule never receive" in contradicted["reason"]
    scoped = {"Filters": [{"Scope": "METADATA", "Pattern": '{"a": ["x"]}'}]}
    assert evaluated(scoped, {"a": 1})["verdict"] == "undecided"
    empty = evaluated({"FilterCriteria": {"Filters": []}}, SQS)
    assert (empty["verdict"], empty["filters"]) == ("match", [])


def test_filters_without_a_verdict() -> None:
    """Their lines say why, and not that they do not match."""
    scopes = {"DATA": '{"a": [1]}', "METADATA": '{"a": ["x"]}'}
    criteria = {"Filters": [{"Scope": scope, "Pattern": pattern} for scope, pattern in scopes.items()]}
    answer = answered(criteria, {"a": 1})
    assert [filter_["verdict"] for filter_ in answer["evaluation"]["filters"]] == ["match", "undecided"]
    reason = answer["evaluation"]["filters"][1]["reason"]
    assert answer["lines"][1][-1] == {"meaning": "hint", "text": f"  {reason}"}
    assert all(line["meaning"] != "no" for line in answer["lines"][1])


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"event": "{}"}, "pattern must be a string"),
        ({"pattern": "{}"}, "event must be a string"),
        ({"pattern": "{}", "event": 1}, "event must be a string"),
        ({"pattern": "{}", "event": "", "service": "x"}, "unknown service x: use one of rule, "),
        (
            {"pattern": "{}", "event": "", "service": "rule", "source": "sqs"},
            "does not receive records from sqs",
        ),
        (
            {"pattern": json.dumps({"Filters": [{"Pattern": BODY}]}), "event": "", "source": "bus"},
            "does not receive records from bus",
        ),
        ({"pattern": "x" * 140_000, "event": ""}, "more than 131072 characters"),
        ({"pattern": json.dumps({"Filters": [{"Pattern": BODY}] * 51}), "event": ""}, "more than 50 filters"),
        (
            {"pattern": "# mine\ndetail:\n  a: [1]\n", "event": ""},
            "the web UI reads only JSON, and this looks like YAML",
        ),
        ([], "the body is not a JSON object"),
    ],
)
def test_invalid_requests(server: Running, body: object, sentence: str) -> None:
    """A sentence says what is wrong."""
    code, answer = server.posted("/api/evaluate", body)
    assert code == 400
    assert sentence in str(answer["error"])


def test_a_fragment_of_a_template_is_read_as_its_filters(server: Running) -> None:
    fragment = '{"EventPattern": {"source": ["a"]}}'
    _, answer = server.posted("/api/evaluate", {"pattern": fragment, "event": '{"source": "a"}'})
    assert (answer["evaluation"]["verdict"], answer["valid"]) == ("match", True)
    question = {"target": "cloudformation-json", "service": "rule"}
    texts = [
        server.posted("/api/generate", {**question, "pattern": text})
        for text in (fragment, '{"source": ["a"]}')
    ]
    assert texts[0] == texts[1]
    assert json.loads(texts[0][1]["text"]) == json.loads(fragment)
    unknown = '{"SourceParameters": {"FilterCriteria": {"Filters": [{"Pattern": 5}]}}}'
    for path in ("/api/evaluate", "/api/generate"):
        assert server.posted(path, {**question, "pattern": unknown, "event": "{}"})[0] < 500


def test_examples_are_those_of_the_command(
    server: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The web UI offers what `pipefilter example` prints."""
    (tmp_path / "p.json").write_text(BODY, "utf-8")
    theirs = printed(capsys, "example", str(tmp_path / "p.json"), "--source", "sqs", "--json")
    code, answer = server.posted("/api/example", {"pattern": BODY, "service": "", "source": "sqs"})
    assert code == 200
    assert [json.loads(each["text"]) for each in answer["examples"]] == [each["event"] for each in theirs]
    assert [each["matches"] for each in answer["examples"]] == [each["matches"] for each in theirs]


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ({"pattern": "{"}, "the pattern is not valid: PF101"),
        ({"pattern": '{"a": [{"numeric": [">", 1, "<", 1.0000000000000002]}]}'}, "no event can match"),
        ({"pattern": json.dumps({"Filters": [{"Pattern": BODY}] * 51})}, "more than 50 filters"),
    ],
)
def test_no_examples(server: Running, question: dict[str, str], sentence: str) -> None:
    """A sentence says why there is no example."""
    code, answer = server.posted("/api/example", question)
    assert (code, answer["examples"]) == (200, [])
    assert sentence in answer["reason"]
    assert server.posted("/api/example", {**question, "source": "none"})[0] == 400


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: str(target.name))
def test_generated_text_is_that_of_the_command(
    server: Running, target: Target, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """For each target, whole and not."""
    (tmp_path / "p.json").write_text(BODY, "utf-8")
    for whole in (False, True):
        where = ["--service", "lambda", "--source", "sqs", "--json", *(["--whole"] if whole else [])]
        theirs = printed(capsys, "generate", target.name, str(tmp_path / "p.json"), *where)[0]["text"]
        question = {
            "target": target.name,
            "pattern": BODY,
            "service": "lambda",
            "source": "sqs",
            "whole": whole,
        }
        assert server.posted("/api/generate", question) == (200, {"text": theirs})


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ({"target": "x"}, "unknown target"),
        ({"pattern": "{}"}, "PF111"),
        ({"pattern": '{"a": [1]}', "source": ""}, "choose a source"),
        ({"source": "", "service": ""}, "choose the service"),
        ({"source": "documentdb", "service": "lambda"}, "AWS documents no filters"),
        ({"service": "v2", "source": ""}, "v2"),
        ({"whole": 1}, "whole must be true or false"),
        ({"pattern": '{"FilterCriteria": {"Filters": []}}'}, "no filters"),
        (
            {"pattern": json.dumps({"Filters": [{"Pattern": BODY}] * 2}), "service": "rule", "source": "bus"},
            "one pattern",
        ),
        ({"pattern": json.dumps({"body": {"a": ["x" * 5000]}})}, "PF43"),
    ],
)
def test_refused_targets(server: Running, question: dict[str, object], sentence: str) -> None:
    """A sentence says why."""
    whole: dict[str, object] = {"target": "terraform", "pattern": BODY, "service": "pipe", "source": "sqs"}
    code, answer = server.posted("/api/generate", {**whole, **question})
    assert code == 400
    assert sentence in str(answer["error"])


def test_filter_policies(server: Running) -> None:
    """The page has both services of SNS: their verdicts, examples and comparisons."""
    (line,) = answered({"a": [2]}, MESSAGE, service="sns")["lines"]
    assert [each["text"].strip() for each in line] == ["x a: is 1", "expected: 2"]
    policy = json.dumps({"FilterPolicy": BODY, "FilterPolicyScope": "MessageBody"})
    answer = answered(policy, MESSAGE)
    assert answer["words"][0].startswith("Matches messages whose body is a JSON object")
    assert (answer["evaluation"]["service"], answer["evaluation"]["source"]) == ("sns-body", "sns")
    code, examples = server.posted("/api/example", {"pattern": policy, "service": "", "source": ""})
    assert code == 200
    assert json.loads(examples["examples"][0]["text"])["Message"] == '{"body": {"a": 1}}'
    contradiction = {"pattern": policy, "event": "", "service": "sns", "source": ""}
    code, answer = server.posted("/api/evaluate", contradiction)
    assert code == 400
    assert "the filter policy has the scope MessageBody" in str(answer["error"])


@pytest.mark.parametrize("event", ["", {"Message": "m"}])
@pytest.mark.parametrize("pattern", [{}, {"$or": ["x", "y"]}])
def test_filter_policies_that_may_be_valid(pattern: object, event: object) -> None:
    """They have no verdict, and the reason is returned; they are not a template."""
    answer = answered(pattern, event, service="sns")
    assert answer["valid"] is None
    evaluation = answer["evaluation"]
    assert evaluation["verdict"] == "undecided"
    assert evaluation["problems"][0]["message"].startswith("It is not certain that SNS rejects this")


def test_explanations_that_are_too_complex(monkeypatch: pytest.MonkeyPatch) -> None:
    """The verdict is returned without them; without a verdict the reason is returned."""

    def refuse(*_: object) -> None:
        raise EventTooIntricate("too intricate")

    monkeypatch.setattr("pipefilter.explaining.explain.trace", refuse)
    answer = answered('{"a": [1]}', {"a": 1})
    sentence = {"meaning": "", "text": "  no explanation: it would need too many steps"}
    evaluation = answer["evaluation"]
    assert (evaluation["verdict"], evaluation["explanation"], answer["lines"]) == ("match", None, [[sentence]])
    monkeypatch.setattr("pipefilter.matching.matcher.Matcher.matches", refuse)
    evaluation = evaluated('{"a": [1]}', {"a": 1})
    assert (evaluation["verdict"], evaluation["reason"]) == ("undecided", "too intricate")


def test_static_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The page's files, with their types; no others, and a missing one is reported."""
    monkeypatch.setattr(static_files, "files", lambda _package: tmp_path)
    static_files.static_files.cache_clear()
    try:
        assert static_files.static_answer("/").status == 404
        static_files.static_files.cache_clear()
        (tmp_path / "page").mkdir()
        types = {"index.html": "html", "page.css": "css", "page.js": "javascript", "two_words.js": "javascript"}
        for name in (*types, ".hidden.js", "page.js~", "__init__.py", "README.md"):
            (tmp_path / "page" / name).write_text(name, "utf-8")
        served = {file.name: path for path, file in static_files.static_files().items()}
        assert served == {name: "/" if name == "index.html" else f"/{name}" for name in types}
        for name, kind in types.items():
            answer = static_files.static_answer(served[name])
            assert (answer.status, answer.body) == (200, name.encode())
            assert answer.content_type == f"text/{kind}; charset=utf-8"
    finally:
        static_files.static_files.cache_clear()
