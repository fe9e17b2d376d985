"""Completions: what is offered at the cursor, and that `check` has nothing against any of it."""

from __future__ import annotations

import json
import random
from typing import Any, TypeAlias

import pytest
from completion_law import applied, documents, offsets_in_patterns, problem_codes
from lsprotocol import types
from repository import TEST_CASES

from pipefilter.analysis.checks import subject_problems
from pipefilter.analysis.reading.subject import Subject
from pipefilter.application.check_settings import CheckSettings
from pipefilter.editing.completion import context
from pipefilter.editing.completion.completion import Completion
from pipefilter.editing.completion.completions import completions
from pipefilter.editing.completion.context import MAX_TRIED
from pipefilter.editing.cursor.attempt import attempts, attempts_without_rest
from pipefilter.editing.cursor.surroundings import surroundings
from pipefilter.editing.document import Document
from pipefilter.errors import Problem
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.language_server.completion_messages import completion_list

Case: TypeAlias = dict[str, Any]
CASES: list[Case] = json.loads((TEST_CASES / "editing" / "completion.json").read_text("utf-8"))
CURSOR = "<|>"
SETTINGS = CheckSettings()
SHOWN = 12
MAX_ATTEMPTS = 8
TRIED = 3
"""Completions of each offset that are applied."""


def document_of(case: Case) -> tuple[Document, int]:
    """The document of a case, and the offset of its cursor."""
    before, after = case["text"].split(CURSOR)
    return Document(case["file"], before + after), len(before)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_completions(case: Case) -> None:
    document, offset = document_of(case)
    offered = completions(document, offset, SETTINGS)
    labels = [each.label for each in offered]
    assert labels[:SHOWN] == case["labels"]
    assert len(labels[SHOWN:]) == case.get("more", 0)
    assert len(set(labels)) == len(labels)
    snippets = {each.label: each.snippet for each in (*offered[:2], *offered[-1:])}
    assert snippets == case["snippets"]
    assert {document.text[each.start : each.end] for each in offered} <= {case["replaces"]}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_completion_replaces_what_is_around_the_cursor_in_its_line(case: Case) -> None:
    document, offset = document_of(case)
    for each in completions(document, offset, SETTINGS)[:SHOWN]:
        assert each.start <= offset <= each.end
        assert "\n" not in document.text[each.start : each.end]
        assert list(each.stops) == sorted(each.stops)


def new_problems(document: Document, offset: int, generator: random.Random) -> list[str]:
    """The completions at an offset with which `check` reports something new, without what it says about several filters."""
    before = problem_codes(document)
    offered = completions(document, offset, SETTINGS)
    chosen = generator.sample(offered, min(TRIED, len(offered)))
    return [_words(document, each) for each in chosen if problem_codes(applied(document, each)) - before]


def _words(document: Document, completion: Completion) -> str:
    text = document.text
    around = f"{text[max(0, completion.start - 30) : completion.start]}{CURSOR}{text[completion.end :][:30]}"
    return f"{document.name}: {around!r}: {completion.example!r}"


def violations(documents_tried: list[Document], offsets: int) -> list[str]:
    """What is wrong at some offsets of each document."""
    generator = random.Random(30)
    wrong = []
    for document in documents_tried:
        in_patterns = offsets_in_patterns(document)
        for offset in generator.sample(in_patterns, min(offsets, len(in_patterns))):
            wrong += new_problems(document, offset, generator)
    return wrong


def test_check_reports_nothing_new_with_a_completion() -> None:
    assert violations(list(documents())[::40], 2) == []


@pytest.mark.slow
def test_check_reports_nothing_new_with_completions_of_many_documents() -> None:
    assert violations(list(documents()), 1) == []


@pytest.mark.nightly
def test_check_reports_nothing_new_with_completions_of_all_documents() -> None:
    assert violations(list(documents()), 60) == []


def test_long_documents_are_not_searched() -> None:
    text = '{"detail": {"a": [' + ", ".join(f'"{number}"' for number in range(150_000)) + "]}}"
    assert len(text) > 1_000_000
    assert completions(Document("pattern.json", text), 18, SETTINGS) == ()


@pytest.mark.parametrize("offset", [-1, 14])
def test_an_offset_outside_of_the_document_has_no_completions(offset: int) -> None:
    assert completions(Document("pattern.json", '{"source": {}'), offset, SETTINGS) == ()


def test_a_service_in_the_settings_decides_which_operators_are_offered() -> None:
    document = Document("pattern.json", '{"body": {"key": []}}')
    labels = {each.label for each in completions(document, 18, CheckSettings(service="lambda", source="sqs"))}
    assert 'prefix: "…"' in labels
    assert 'wildcard: "…"' not in labels
    assert 'wildcard: "…"' in {each.label for each in completions(document, 18, SETTINGS)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_text_is_read_a_few_times_only(case: Case) -> None:
    """However long it is: each attempt reads all of it."""
    document, offset = document_of(case)
    around = surroundings(document.text, offset)
    several = [*attempts(document.text, around, is_json=True), *attempts_without_rest(document.text, around)]
    assert len(several) <= MAX_ATTEMPTS


def test_a_bounded_number_of_completions_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each trial runs all checks; a longer pattern gets fewer of them."""
    lengths: list[int] = []

    def counted(tree: Json) -> str:
        text = written(tree)
        lengths.append(len(text))
        return text

    monkeypatch.setattr(context, "written", counted)
    padding = ", ".join(f'"{number}"' for number in range(600))
    document = Document("pattern.json", f'{{"source": [], "detail": {{"a": [{padding}]}}}}')
    assert completions(document, 12, SETTINGS)
    assert sum(lengths) <= MAX_TRIED + 2 * max(lengths)


def test_lines_that_are_indented_are_inserted_as_they_are() -> None:
    text = "Resources:\n  Rule:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern:\n        source: [aws.s3]\n        "
    offered = completions(Document("template.yaml", text), len(text), SETTINGS)
    modes = {
        item.label: item.insert_text_mode for item in completion_list(text, offered, with_snippets=True).items
    }
    assert modes["detail"] is types.InsertTextMode.AsIs
    assert modes["detail-type"] is None


def test_no_candidate_is_checked_when_nobody_needs_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[Json] = []

    def is_right(_self: context.Context, example: Json) -> bool:
        checked.append(example)
        return True

    monkeypatch.setattr(context.Context, "is_right", is_right)
    text = '{"source": ["'
    document = Document("pattern.json", f'{text}"]}}')
    completions(document, len(text), SETTINGS, lambda: len(checked) >= 3)
    assert len(checked) == 3


def test_what_was_checked_is_not_checked_again_after_the_next_character(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = Document("pattern.json", '{"source": [""], "account": ["9"]}')
    before = completions(document, 13, SETTINGS)
    subjects: list[Subject] = []

    def counted(subject: Subject) -> list[Problem]:
        subjects.append(subject)
        return subject_problems(subject)

    monkeypatch.setattr(context, "subject_problems", counted)
    later = Document("pattern.json", '{"source": ["w"], "account": ["9"]}')
    assert [each.label for each in completions(later, 13, SETTINGS)] == [each.label for each in before]
    assert len(before) > 100
    assert [str(each.pattern) for each in subjects] == [later.text]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_inserted_without_snippets_is_accepted_as_it_is(case: Case) -> None:
    """An editor that cannot place the cursor at the stops gets an example instead of them."""
    document, offset = document_of(case)
    offered = completions(document, offset, SETTINGS)[:SHOWN]
    items = completion_list(document.text, offered, with_snippets=False).items
    for each, item in zip(offered, items, strict=True):
        assert isinstance(item.text_edit, types.TextEdit)
        assert item.text_edit.new_text == each.example
        assert item.insert_text_format is types.InsertTextFormat.PlainText
    assert not new_problems(document, offset, random.Random(18))
