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
from pipefilter.serving.judged_event import judge
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


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    with pytest.raises(SystemExit):
        main(list(arguments))
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_judge_over_http(server: Running) -> None:
    """A whole answer."""
    code, said = server.posted("/api/judge", {"pattern": '{"a": [1]}', "event": '{"a": 2}'})
    assert code == 200
    assert said["valid"] is True
    assert said["problems"] == said["advice"] == said["notes"] == []
    assert said["words"] == ["Takes an event in which", "  a is 1"]
    assert (said["verdict"], said["reason"], said["event_problem"]) == ("no_match", None, None)
    assert said["explanation"] == pipefilter.explain('{"a": [1]}', '{"a": 2}').as_json()
    assert said["lines"] == [
        {"meant": "no", "text": "  x a: is 2"},
        {"meant": "", "text": "      wanted: is 1"},
    ]
    assert (said["filters"], said["seen"], said["records"]) == (None, None, 1)


@pytest.mark.parametrize("ready", ready_patterns(), ids=lambda one: str(one.name))
def test_ready_patterns_are_offered_with_an_event_that_matches(server: Running, ready: PatternFolder) -> None:
    """Each has its texts, and the verdict on its event is `match`."""
    offered = json.loads(server.asked("GET /api/patterns HTTP/1.1")[2])
    one = next(each for each in offered if each["name"] == ready.name)
    assert one["pattern"] == ready.pattern.read_text("utf-8").rstrip("\n")
    assert one["title"] == ready.title
    assert one["readme"].startswith("# ")
    assert judged(one["pattern"], one["event"])["verdict"] == "match"


def test_choices(server: Running) -> None:
    """All services, sources and targets; each target's language is known."""
    said = json.loads(server.asked("GET /api/choices HTTP/1.1")[2])
    assert [one["name"] for one in said["services"]] == [one.name for one in SERVICES]
    assert [one["name"] for one in said["sources"]] == [one.name for one in SOURCES]
    assert [one["name"] for one in said["targets"]] == [one.name for one in TARGETS]
    assert all(one["language"] and one["title"] for one in said["targets"])
    for service in said["services"]:
        for source in said["sources"]:
            assert (source["name"] in service["sources"]) is (service["name"] in source["services"])


def test_same_as_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With a service and a source: the words, advice, notes, rows and explanations of the commands."""
    criteria = {"Filters": [{"Pattern": BODY}, {"Pattern": '{"body": {"b": [{"wildcard": "x*"}]}}'}]}
    event = {"Records": [SQS, SQS]}
    (tmp_path / "p.json").write_text(json.dumps(criteria), "utf-8")
    (tmp_path / "e.json").write_text(json.dumps(event), "utf-8")
    names = [str(tmp_path / "p.json"), str(tmp_path / "e.json")]
    where = ["--service", "pipe", "--source", "sqs", "--json"]
    tested = printed(capsys, "test", *names, *where)[0]
    checked = printed(capsys, "check", names[0], *where)
    said = judged(criteria, event, service="pipe", source="sqs")
    assert (said["verdict"], said["records"], said["record"]) == (tested["verdict"], 2, tested["record"])
    assert (said["service"], said["source"], said["seen"]) == ("pipe", "sqs", tested["seen"])
    assert said["notes"] == tested["notes"]
    for mine, theirs in zip(said["filters"], tested["filters"], strict=True):
        assert mine["explanation"] == theirs["explanation"]
        assert mine["verdict"] == theirs["verdict"]
        assert [{**row, "text": ""} for row in mine["rows"]] == [{**row, "text": ""} for row in theirs["rows"]]
    advice = [
        {**one, "filter": line["filter"]} for line in checked if "filter" in line for one in line["advice"]
    ]
    assert advice
    assert [one for one in said["advice"] if "filter" in one] == advice
    assert said["words"][0] == "filter 1:"


def test_patterns_that_are_not_valid() -> None:
    """All problems, and no verdict."""
    said = judged('{"a": 1, "b": []}', {"a": 1})
    assert (said["valid"], said["verdict"], said["words"]) == (False, None, [])
    assert [one["code"] for one in said["problems"]] == ["PF112", "PF113"]
    said = judged({"Filters": [{"Pattern": BODY}, {"Pattern": "{}"}]}, SQS)
    assert [(one["code"], one["filter"]) for one in said["problems"]] == [("PF111", 2)]
    assert said["verdict"] is None
    said = judged({"Filters": [{"Scope": "DATA", "Pattern": '{"a":[{"wildcard":"x*"}]}'}]}, {}, service="v2")
    assert [one["code"] for one in said["problems"]] == ["PF447"]


def test_events_that_are_none() -> None:
    """No event, no JSON, several events, no record."""
    assert judged('{"a": [1]}', " \n")["verdict"] is None
    said = judged('{"a": [1]}', '{"a": 1,}')
    assert said["verdict"] == "invalid_event"
    assert said["event_problem"]["column"] == 9
    assert judged('{"a": [1]}', "[1")["verdict"] == "invalid_event"
    assert judged('{"a": [1]}', "[]")["verdict"] == "invalid_event"
    two = judged('{"a": [1]}', '{"a": 1}\n{"a": 2}')
    assert (two["verdict"], two["records"]) == ("match", 2)
    assert judged('{"a": ["\\ud800"]}', '{"a": "\ud800"}')["verdict"] == "match"
    assert judged(BODY, {"Records": [1]}, source="sqs")["event_problem"]["code"] == "PF132"
    assert judged(BODY, {"Records": []}, source="sqs")["verdict"] == "undecided"


def test_records() -> None:
    """Services and sources are told as `pipefilter test` tells them; what is odd is said."""
    assert judged(BODY, SQS, service="lambda")["verdict"] == "no_match"
    one = judged(BODY, {**SQS, "body": '{"a": 1}'}, source="sqs")
    assert (one["verdict"], one["service"], one["lines"][0]["meant"]) == ("match", "pipe", "yes")
    assert one["filters"][0]["rows"][0]["action"] == "filter"
    plain = judged(BODY, {**SQS, "body": "x"}, source="sqs")["filters"][0]
    assert plain["explanation"] is None
    assert "dropped" in plain["rows"][0]["text"]
    assert "does not look like" in judged(BODY, {"a": 1}, source="sqs")["notes"][0]
    contradicted = judged(BODY, SQS, service="rule")
    assert (contradicted["verdict"], contradicted["filters"]) == ("undecided", [])
    assert "which filters in a rule do not see" in contradicted["reason"]
    assert judged(BODY, {**SQS, "body": '{"a": 1}'})["verdict"] == "match"
    assert judged(BODY, SQS)["assumption"].startswith("read as SQS messages, evaluated as in a pipe")
    scoped = {"Filters": [{"Scope": "METADATA", "Pattern": '{"a": ["x"]}'}]}
    assert judged(scoped, {"a": 1})["verdict"] == "undecided"
    empty = judged({"FilterCriteria": {"Filters": []}}, SQS)
    assert (empty["verdict"], empty["filters"]) == ("match", [])


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"event": "{}"}, "pattern must be a string"),
        ({"pattern": "{}"}, "event must be a string"),
        ({"pattern": "{}", "event": 1}, "event must be a string"),
        ({"pattern": "{}", "event": "", "service": "x"}, "there is no service of this name; there are rule, "),
        ({"pattern": "{}", "event": "", "service": "rule", "source": "sqs"}, "does not see records of sqs"),
        ({"pattern": "x" * 140_000, "event": ""}, "more than 131072 characters"),
        ({"pattern": json.dumps({"Filters": [{"Pattern": BODY}] * 51}), "event": ""}, "more than 50 filters"),
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
    sentence = {"meant": "", "text": "  no explanation: it would take more work than a verdict may"}
    assert (said["verdict"], said["explanation"], said["lines"]) == ("match", None, [sentence])
    monkeypatch.setattr("pipefilter.matching.compile.Matcher.matches", refuse)
    said = judged('{"a": [1]}', {"a": 1})
    assert (said["verdict"], said["reason"]) == ("undecided", "too intricate")


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
