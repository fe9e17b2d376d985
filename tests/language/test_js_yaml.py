"""Words as js-yaml reads them: compared with recorded results, and with js-yaml itself where it is installed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from real_tools import node_packages, run

from pipefilter.json_text.number import Number
from pipefilter.templates.nodes.js_yaml import js_value

READ: dict[str, object] = {
    **{word: word for word in ("yes", "no", "on", "off", "Yes", "1_000", "12:30", "1_0.5", "=", "0x", "0o8")},
    **{word: word for word in ("-.5", "+.5", "1e400", "190:20:30", "2020-1-1", "a")},
    **dict.fromkeys(["true", "True", "TRUE"], True),
    "FALSE": False,
    **dict.fromkeys(["null", "Null", "NULL", "~", ".inf", "-.Inf", ".NaN"]),
    "012": 12,
    "00": 0,
    "-012": -12,
    "0o17": 15,
    "0x1F": 31,
    "-0x1F": -31,
    "0b101": 5,
    "+5": 5,
    "-0": 0,
    "1e3": 1000,
    "+1e3": 1000,
    "1E3": 1000,
    "4.0": 4,
    "5.": 5,
    ".5": 0.5,
    "1.5e-3": 0.0015,
    "1e21": 1e21,
    "12345678901234567890": 12345678901234567000,
    "0.1e-400": 0,
    "0.0000001": 1e-7,
    "9" * 400: "9" * 400,
    "2020-01-01": "2020-01-01T00:00:00.000Z",
    "2001-12-14t21:59:43.10-05:00": "2001-12-15T02:59:43.100Z",
    "2001-12-14 21:59:43": "2001-12-14T21:59:43.000Z",
    "2020-1-1T1:00:00Z": "2020-01-01T01:00:00.000Z",
}
"""The value that js-yaml 4.3 reads from each word, as JSON."""


@pytest.mark.parametrize("word", READ)
def test_words(word: str) -> None:
    value = js_value(word)
    parsed = json.loads(value.text) if isinstance(value, Number) else value
    assert parsed == READ[word]
    assert isinstance(parsed, bool) == isinstance(READ[word], bool)


@pytest.mark.tools
def test_js_yaml_agrees(tmp_path: Path) -> None:
    environment = node_packages("serverless", "js-yaml")
    program = """
    const yaml = require("js-yaml");
    const read = (word) => yaml.load("a: " + word).a;
    console.log(JSON.stringify(JSON.parse(process.argv[1]).map(read)));
    """
    results = json.loads(run("node", "-e", program, json.dumps(list(READ)), cwd=tmp_path, env=environment))
    assert results == list(READ.values())
