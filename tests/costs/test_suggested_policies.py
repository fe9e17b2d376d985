"""Suggestions for filter policies of SNS: conditions on attributes, or on the body."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipefilter.cli.main import main


@pytest.mark.parametrize("service", ["sns", "sns-body"])
def test_suggestions(service: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They are about what the policy sees, also if the policy states its scope."""
    kinds = ("a", "a", "b")
    messages = [
        {
            "TopicArn": "t",
            "Message": json.dumps({"color": "red", "kind": kinds[number % 3]}),
            "MessageAttributes": {
                "color": {"DataType": "String", "StringValue": "red"},
                "kind": {"DataType": "String", "StringValue": kinds[number % 3]},
            },
        }
        for number in range(60)
    ]
    (tmp_path / "messages.jsonl").write_text("\n".join(map(json.dumps, messages)))
    scope = "MessageBody" if service == "sns-body" else "MessageAttributes"
    policy = {"FilterPolicy": '{"color": ["red"]}', "FilterPolicyScope": scope}
    for pattern, options in ((policy, []), ({"color": ["red"]}, ["--service", service])):
        (tmp_path / "policy.json").write_text(json.dumps(pattern))
        files = [str(tmp_path / name) for name in ("policy.json", "messages.jsonl")]
        with pytest.raises(SystemExit):
            main(["estimate", *files, "--suggest", "--json", "--per-month", "1000", *options])
        suggestions = json.loads(capsys.readouterr().out)["suggestions"]
        assert [(each["path"], each["value"]) for each in suggestions] == [("kind", "a"), ("kind", "b")]
        changed = {"color": ["red"], "kind": [{"anything-but": ["a"]}, {"exists": False}]}
        assert json.loads(suggestions[0]["pattern"]) == changed
