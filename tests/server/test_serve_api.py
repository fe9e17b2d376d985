"""The JSON API that the page of `pipefilter serve` calls: it says what `test`, `check`, `explain` and `generate` say."""

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
from pipefilter.serving.judge_api import judge
from pipefilter.sources import SOURCES
from pipefilter.targets import TARGETS, Target

SQS = {"messageId": "1", "eventSource": "aws:sqs", "body": '{"a": 2}'}
BODY = '{"body": {"a": [1]}}'


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running() as one:
        yield one
        assert one.faults == []


def judged(pattern: object, event: object, **where: str) -> dict[str, Any]:
    texts = [one if isinstance(one, str) else json.dumps(one) for one in (pattern, event)]
    said = judge({"pattern": texts[0], "event": texts[1], **where})
    json.dumps(said)
    return said


def evaluated(pattern: object, event: object, **where: str) -> dict[str, Any]:
    """What `pipefilter test --json` has, too."""
    evaluation = judged(pattern, event, **where)["evaluation"]
    assert isinstance(evaluation, dict)
    return evaluation


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    with pytest.raises(SystemExit):
        main(list(arguments))
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_judge_over_http(server: Running) -> None:
    """A whole answer."""
    code, said = server.posted("/api/judge", {"pattern": '{"a": [1]}', "event": '{"a": 2}'})
    assert code == 200
    assert (said["valid"], said["records"]) == (True, 1)
    assert said["check"] == [{"pattern": "<argument>", "valid": True, "problems": [], "advice": []}]
    assert said["words"] == ["Takes an event in which", "  a is 1"]
    told = said["evaluation"]
    assert (told["verdict"], told["reason"], told["notes"], told["seen"]) == ("no_match", None, [], '{"a": 2}')
    assert told["explanation"] == pipefilter.explain('{"a": [1]}', '{"a": 2}').as_json()
    assert told["explanation"] == told["filters"][0]["explanation"]
    assert said["lines"] == [
        [{"meaning": "no", "text": "  x a: is 2"}, {"meaning": "", "text": "      wanted: is 1"}]
    ]


@pytest.mark.parametrize("ready", ready_patterns(), ids=lambda one: str(one.name))
def test_ready_patterns_are_offered_with_an_event_that_matches(server: Running, ready: PatternFolder) -> None:
    """Each has its texts, and the verdict on its event is `match`."""
    offered = json.loads(server.request("GET /api/patterns HTTP/1.1")[2])
    one = next(each for each in offered if each["name"] == ready.name)
    assert one["pattern"] == ready.pattern.read_text("utf-8").rstrip("\n")
    assert one["title"] == ready.title
    assert one["readme"].startswith("# ")
    assert evaluated(one["pattern"], one["event"])["verdict"] == "match"


def test_choices(server: Running) -> None:
    """All services, sources and targets; each target's language is known."""
    said = json.loads(server.request("GET /api/choices HTTP/1.1")[2])
    assert [one["name"] for one in said["services"]] == [one.name for one in SERVICES]
    assert [one["name"] for one in said["sources"]] == [one.name for one in SOURCES]
    assert [one["name"] for one in said["targets"]] == [one.name for one in TARGETS]
    assert all(one["language"] and one["title"] for one in said["targets"])
    for service in said["services"]:
        for source in said["sources"]:
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
    ],
)
def test_same_as_the_commands(
    pattern: object, event: object, where: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The objects of `check --json`; and that of `test --json` for the first record, but for its place in a file."""
    path, inline = tmp_path / "e.json", pattern if isinstance(pattern, str) else json.dumps(pattern)
    path.write_text(event if isinstance(event, str) else json.dumps(event), "utf-8")
    options = [f"--{name}={value}" for name, value in where.items()]
    said = judged(pattern, event, **where)
    assert said["check"] == printed(capsys, "check", inline, "--json", *options)
    assert said["valid"] in (None, all(each["valid"] for each in said["check"]))
    first = printed(capsys, "test", inline, str(path), "--json", *options)[0]
    if not said["valid"]:
        assert (said["evaluation"], first["verdict"]) == (None, "invalid_pattern")
        return
    for name in ("event", "line", "column", "pattern"):
        first.pop(name, None)
    assert said["evaluation"] == first


def codes(said: dict[str, Any]) -> list[tuple[str, int]]:
    return [(problem["code"], each.get("filter", 0)) for each in said["check"] for problem in each["problems"]]


def test_patterns_that_are_not_valid() -> None:
    """All problems, and no verdict."""
    said = judged('{"a": 1, "b": []}', {"a": 1})
    assert (said["valid"], said["evaluation"], said["words"]) == (False, None, [])
    assert codes(said) == [("PF112", 0), ("PF113", 0)]
    said = judged({"Filters": [{"Pattern": BODY}, {"Pattern": "{}"}]}, SQS)
    assert (said["valid"], said["evaluation"]) == (False, None)
    assert codes(said) == [("PF111", 2)]
    scoped = {"Filters": [{"Scope": "DATA", "Pattern": '{"a":[{"wildcard":"x*"}]}'}]}
    refused = judged(scoped, "")["evaluation"]  # the scope says that it is a subscriber's
    assert (refused["verdict"], refused["filter"]) == ("invalid_pattern", 1)
    assert [one["code"] for one in refused["problems"]] == ["PF447"]
    assert codes(judged('{"a": ["\ud800"]}', {})) == [("PF103", 0)]  # it is not UTF-8


def test_template() -> None:
    """Its patterns are checked, none is evaluated, and no file is read that it names."""
    rule = {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": {"source": ["x", "x"]}}}
    said = judged({"Resources": {"A": rule}}, {"source": "x"})
    assert (said["valid"], said["evaluation"], said["words"]) == (None, None, [])
    assert [each["pattern"] for each in said["check"]] == ["<argument>#A"]
    assert [one["code"] for one in said["check"][0]["advice"]] == ["PF416"]


def test_events_that_are_none() -> None:
    """No event, no JSON, several events, no record."""
    assert judged('{"a": [1]}', " \n")["evaluation"] is None
    said = evaluated('{"a": [1]}', '\n{"a": 1,}')
    assert said["verdict"] == "invalid_event"
    assert (said["problem"]["line"], said["problem"]["column"]) == (2, 9)
    assert evaluated('{"a": [1]}', "[1")["verdict"] == "invalid_event"
    nothing = {"verdict": "unreadable", "reason": "there is no event in it"}
    assert evaluated('{"a": [1]}', "[]") == nothing
    two = judged('{"a": [1]}', '{"a": 1}\n{"a": 2}')
    assert (two["evaluation"]["verdict"], two["records"]) == ("match", 2)
    assert evaluated('{"a": ["\\ud800"]}', '{"a": "\ud800"}')["verdict"] == "match"
    assert evaluated(BODY, {"Records": [1]}, source="sqs")["problem"]["code"] == "PF132"
    assert evaluated(BODY, {"Records": []}, source="sqs")["verdict"] == "unreadable"


def test_all_records_are_evaluated() -> None:
    """As `pipefilter test --json` prints them, each with its place; of very many the first, and the counts of all."""
    said = judged('{"a": [1]}', '{"a": 1}\n{"a": 2}\n5\n[{"a": 1}')
    assert [each["verdict"] for each in said["evaluations"]] == [
        "match",
        "no_match",
        "invalid_event",
        "invalid_event",
    ]
    assert [(each["line"], each["column"]) for each in said["evaluations"]] == [(1, 1), (2, 1), (3, 1), (4, 1)]
    assert said["verdicts"] == {"match": 1, "no_match": 1, "invalid_event": 2}
    many = judged('{"a": [1]}', '{"a": 1}\n' * 300)
    assert (many["records"], len(many["evaluations"])) == (300, 200)
    assert many["verdicts"] == {"match": 300}


def test_records() -> None:
    """Services and sources are detected as `pipefilter test` detects them; what is odd is said."""
    assert evaluated(BODY, SQS, service="lambda")["verdict"] == "no_match"
    one = judged(BODY, {**SQS, "body": '{"a": 1}'})
    told = one["evaluation"]
    assert (told["verdict"], told["service"], told["source"]) == ("match", "pipe", "sqs")
    assert one["lines"][0][0]["meaning"] == "yes"
    assert told["filters"][0]["rows"][0]["action"] == "filter"
    plain = judged(BODY, {**SQS, "body": "x"}, source="sqs")
    assert plain["evaluation"]["filters"][0]["explanation"] is None
    ((line,),) = plain["lines"]
    assert line["meaning"] == "no"
    assert "dropped" in line["text"]
    assert "does not look like" in evaluated(BODY, {"a": 1}, source="sqs")["notes"][0]
    contradicted = evaluated(BODY, SQS, service="rule")
    assert (contradicted["verdict"], contradicted["filters"]) == ("undecided", [])
    assert "which filters in a rule do not see" in contradicted["reason"]
    scoped = {"Filters": [{"Scope": "METADATA", "Pattern": '{"a": ["x"]}'}]}
    assert evaluated(scoped, {"a": 1})["verdict"] == "undecided"
    empty = evaluated({"FilterCriteria": {"Filters": []}}, SQS)
    assert (empty["verdict"], empty["filters"]) == ("match", [])


def test_filters_of_which_some_have_no_verdict() -> None:
    """Their lines say why, and not that they do not match."""
    scopes = {"DATA": '{"a": [1]}', "METADATA": '{"a": ["x"]}'}
    criteria = {"Filters": [{"Scope": scope, "Pattern": pattern} for scope, pattern in scopes.items()]}
    said = judged(criteria, {"a": 1})
    assert [one["verdict"] for one in said["evaluation"]["filters"]] == ["match", "undecided"]
    reason = said["evaluation"]["filters"][1]["reason"]
    assert said["lines"][1][-1] == {"meaning": "hint", "text": f"  {reason}"}
    assert all(line["meaning"] != "no" for line in said["lines"][1])


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"event": "{}"}, "pattern must be a string"),
        ({"pattern": "{}"}, "event must be a string"),
        ({"pattern": "{}", "event": 1}, "event must be a string"),
        ({"pattern": "{}", "event": "", "service": "x"}, "there is no service x: there are rule, "),
        ({"pattern": "{}", "event": "", "service": "rule", "source": "sqs"}, "does not see records of sqs"),
        (
            {"pattern": json.dumps({"Filters": [{"Pattern": BODY}]}), "event": "", "source": "bus"},
            "does not see records of bus",
        ),
        ({"pattern": "x" * 140_000, "event": ""}, "more than 131072 characters"),
        ({"pattern": json.dumps({"Filters": [{"Pattern": BODY}] * 51}), "event": ""}, "more than 50 filters"),
        (
            {"pattern": "# mine\ndetail:\n  a: [1]\n", "event": ""},
            "the page reads JSON only, and this looks like YAML",
        ),
        ([], "the body is no JSON object"),
    ],
)
def test_wrong_questions(server: Running, body: object, sentence: str) -> None:
    """A sentence says what is wrong."""
    code, said = server.posted("/api/judge", body)
    assert code == 400
    assert sentence in str(said["error"])


@pytest.mark.parametrize("target", TARGETS, ids=lambda one: str(one.name))
def test_generated_text_is_that_of_the_command(
    server: Running, target: Target, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """For each target, whole and not."""
    (tmp_path / "p.json").write_text(BODY, "utf-8")
    for whole in (False, True):
        where = ["--service", "lambda", "--source", "sqs", "--json", *(["--whole"] if whole else [])]
        theirs = printed(capsys, "generate", target.name, str(tmp_path / "p.json"), *where)[0]["text"]
        asked = {"target": target.name, "pattern": BODY, "service": "lambda", "source": "sqs", "whole": whole}
        assert server.posted("/api/generate", asked) == (200, {"text": theirs})


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"target": "x"}, "there is no target"),
        ({"pattern": "{}"}, "PF111"),
        ({"pattern": '{"a": [1]}', "source": ""}, "choose a source"),
        ({"source": "", "service": ""}, "choose a service"),
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
def test_what_is_not_generated(server: Running, asked: dict[str, object], sentence: str) -> None:
    """A sentence says why."""
    whole: dict[str, object] = {"target": "terraform", "pattern": BODY, "service": "pipe", "source": "sqs"}
    code, said = server.posted("/api/generate", {**whole, **asked})
    assert code == 400
    assert sentence in str(said["error"])


def test_reasons_that_are_too_intricate(monkeypatch: pytest.MonkeyPatch) -> None:
    """The verdict stands without them; without a verdict the reason is told."""

    def refuse(*_: object) -> None:
        raise EventTooIntricate("too intricate")

    monkeypatch.setattr("pipefilter.explaining.explain.trace", refuse)
    said = judged('{"a": [1]}', {"a": 1})
    sentence = {"meaning": "", "text": "  no explanation: it would take more work than a verdict may"}
    told = said["evaluation"]
    assert (told["verdict"], told["explanation"], said["lines"]) == ("match", None, [[sentence]])
    monkeypatch.setattr("pipefilter.matching.matcher.Matcher.matches", refuse)
    told = evaluated('{"a": [1]}', {"a": 1})
    assert (told["verdict"], told["reason"]) == ("undecided", "too intricate")


def test_static_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The page's files, as what they are; no others, and a missing one is said to be so."""
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
