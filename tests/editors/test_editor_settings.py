"""The settings of editors: those of `check`, and a sentence about each that cannot be used."""

from __future__ import annotations

import pytest

from pipefilter.application.check_settings import CheckSettings
from pipefilter.language_server.document_place import file_path
from pipefilter.language_server.editor_settings import editor_settings


@pytest.mark.parametrize(
    ("values", "settings"),
    [
        (None, CheckSettings()),
        ({}, CheckSettings()),
        ({"command": ["x"], "service": None, "source": "", "severity": ""}, CheckSettings()),
        ({"service": "pipe", "source": "sqs"}, CheckSettings("pipe", "sqs")),
        (
            {"select": "pf402, PF41,", "ignore": ["PF5"]},
            CheckSettings(select=("PF402", "PF41"), ignore=("PF5",)),
        ),
        ({"severity": "error", "emulators": True}, CheckSettings(emulators=True, severity="error")),
        ({"pipefilter": {"service": "pipe"}, "service": "rule"}, CheckSettings("pipe")),
    ],
)
def test_settings(values: object, settings: CheckSettings) -> None:
    assert (editor_settings(values).check, editor_settings(values).faults) == (settings, ())


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([], "pipefilter: the settings must be an object, not []"),
        ({"service": 1}, "pipefilter.service: must be a string, not 1"),
        ({"service": "x"}, "pipefilter.service: unknown service x"),
        ({"service": "rule", "source": "sqs"}, "pipefilter.source: "),
        ({"select": "402"}, "pipefilter.select: 402 is not a code"),
        ({"ignore": [1]}, 'pipefilter.ignore: must be a list of codes, such as ["PF402"], not [1]'),
        ({"severity": "fatal"}, "pipefilter.severity: 'fatal' is not a severity"),
        ({"emulators": "yes"}, 'pipefilter.emulators: must be true or false, not "yes"'),
        ({"emulators": "y" * 99}, 'pipefilter.emulators: must be true or false, not "yyyyyyyyyyyy'),
    ],
)
def test_a_setting_that_cannot_be_used_is_said_and_has_its_default(values: object, words: str) -> None:
    settings = editor_settings(values)
    (fault,) = settings.faults
    assert fault.startswith(words)
    assert settings.check in (CheckSettings(), CheckSettings("rule"))


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///c%3A/Users/a%20b/x.json", "C:\\Users\\a b\\x.json"),
        ("file:///C:/x;y.json", "C:\\x;y.json"),
        ("file://server/share/x.json", "\\\\server\\share\\x.json"),
        ("file:///%C3%A9/x.json", "\\é\\x.json"),
        ("file:///a%00b", None),
        ("untitled:Untitled-1", None),
        ("", None),
    ],
)
def test_paths_on_windows(uri: str, path: str | None) -> None:
    assert file_path(uri, is_windows=True) == path
