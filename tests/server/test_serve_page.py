"""The page of `pipefilter serve` in a real Chromium, with the real server."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from chromium import Chromium
from running_server import reserved_port
from served_page import ALT, CONTROL, EVENT, PATTERN, SHIFT, WRONG, ServedPage, serving

import pipefilter.serving
from pipefilter.serving.evaluation import EvaluationTooLong, ServerBusy
from pipefilter.serving.http_message import Answer, Request
from pipefilter.serving.routing import evaluate_request
from pipefilter.serving.static_files import static_files

PAGE = Path(pipefilter.serving.__file__).with_name("page")


def test_all_files_are_served() -> None:
    served = {file.name for file in static_files().values()}
    assert {path.name for path in PAGE.iterdir()} == served


def test_input_is_never_code() -> None:
    for path in PAGE.glob("*.js"):
        text = path.read_text("utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|\beval\b|new Function|document\.write", text
        )
        assert "://" not in text
        assert len(text.splitlines()) <= 300
    html = (PAGE / "index.html").read_text("utf-8")
    assert not re.search(r"<script(?![^>]* src=)|<style| style=| on[a-z]+=", html)


@pytest.mark.slow
def test_typing(page: ServedPage) -> None:
    assert page.verdict("No pattern yet.")
    page.value("document.getElementById('pattern').focus()")
    page.browser.tell("Input.insertText", text=PATTERN)
    assert page.verdict("Valid pattern.")
    assert "detail.status is" in page.text("words")
    assert page.value("document.getElementById('words').checkVisibility()")
    page.value("document.getElementById('event').focus()")
    page.browser.tell("Input.insertText", text=EVENT)
    assert page.verdict("Match.") == "The event matches."
    page.write("event", EVENT.replace("PAID", "paid"))
    assert page.verdict("No match.") == 'detail.status: is "paid" (expected: "PAID").'
    assert "differ only in case" in page.text("why")
    assert page.value("document.getElementById('why').checkVisibility()")
    page.click("show-words")
    assert page.value("document.getElementById('words').checkVisibility()")
    page.write("event", EVENT[:-1])
    assert page.verdict("Invalid event.").startswith("Line ")
    assert page.value("document.getElementById('event').getAttribute('aria-invalid')") == "true"
    page.write("pattern", "")
    assert page.verdict("No pattern yet.")


def test_a_new_user_sees_an_example(page: ServedPage) -> None:
    """With its verdict and the reason; a reload restores it, and `Clear` removes it."""
    page.open(has_example=True)
    assert page.verdict("Match.") == "The event matches."
    assert json.loads(str(page.value("document.getElementById('event').value")))["detail"]
    assert page.text("pattern-summary") == ""  # the checks find nothing in it
    assert "detail.total: is 250, which is a number >= 100" in page.text("why")
    assert page.text("placement") == "Source detected: event bus. Service: EventBridge rule."
    page.click("clear")
    assert page.verdict("No pattern yet.")
    assert page.value("document.getElementById('pattern').value + document.getElementById('event').value") == ""
    assert page.text("placement") == ""


def test_several_reasons(page: ServedPage) -> None:
    """The headline has each, after their number."""
    page.write("pattern", PATTERN)
    page.write("event", EVENT.replace("PAID", "OPEN").replace("250.00", "5").replace("shop.orders", "x"))
    headline = page.verdict("No match.")
    assert headline.startswith(
        '3 reasons: detail.status: is "OPEN" (expected: "PAID"); detail.total: is 5 (expected'
    )
    assert headline.endswith('; source: is "x" (expected: "shop.orders").')


def test_the_source_of_a_record_is_detected(page: ServedPage) -> None:
    """Without a service or a source records are detected and decoded; the detected ones are shown."""
    sqs = {"messageId": "1", "eventSource": "aws:sqs", "body": '{"type": "order.created"}'}
    page.write("pattern", '{"body": {"type": ["order.created"]}}')
    page.write("event", json.dumps({"Records": [sqs]}))
    assert page.verdict("Match.")
    assert page.text("placement") == "Source detected: SQS queue. Service: EventBridge Pipes."
    image = {"NewImage": {"status": {"S": "PAID"}}}
    page.write("pattern", '{"dynamodb": {"NewImage": {"status": {"S": ["PAID"]}}}}')
    page.write("event", json.dumps({"eventSource": "aws:dynamodb", "eventName": "MODIFY", "dynamodb": image}))
    assert page.verdict("Match.")
    page.choose("service", "lambda")
    page.wait("document.getElementById('placement').textContent === 'Source detected: DynamoDB stream.'")
    page.choose("source", "dynamodb")
    page.wait("document.getElementById('placement').textContent === ''")
    page.choose("service", "rule")
    headline = page.verdict("No verdict.")
    assert headline.startswith("These are DynamoDB stream records, which filters in a rule never receive")
    assert headline.endswith("; filters of the service pipe or lambda do.")
    page.choose("service", "")
    page.write("event", '{"a": 1}')
    assert page.verdict("No match.")
    assert page.text("placement") == "Source not detected: the event is evaluated without unwrapping."


def test_a_message_of_sns(page: ServedPage) -> None:
    """The service determines whether the attributes or the body decide; a policy with its scope determines the service."""
    attributes = {"color": {"DataType": "String", "StringValue": "red"}}
    message = {"TopicArn": "arn:aws:sns:eu-west-1:123456789012:t", "Message": '{"state": "paid"}'}
    page.write("pattern", '{"color": ["red"]}')
    page.write("event", json.dumps({**message, "MessageAttributes": attributes}))
    assert page.verdict("Match.")
    assert page.text("placement").startswith(
        "Source detected: SNS topic. Service: SNS subscription, filter policy on"
    )
    assert json.loads(page.text("seen")) == {"color": "red"}
    page.choose("service", "sns-body")
    assert page.verdict("No match.")
    page.choose("service", "")
    policy = {"FilterPolicy": '{"state": ["paid"]}', "FilterPolicyScope": "MessageBody"}
    page.write("pattern", json.dumps(policy))
    page.wait("document.getElementById('placement').textContent.includes('filter policy on the message body')")
    assert page.verdict("Match.")
    page.choose("service", "sns")
    page.write("pattern", "{}")  # AWS does not document whether SNS rejects it
    assert page.verdict("No verdict.")


def test_each_record_of_an_envelope(page: ServedPage) -> None:
    """All are evaluated and listed; the selected one is explained."""
    sqs = [
        {"messageId": "1", "eventSource": "aws:sqs", "body": json.dumps({"type": kind})}
        for kind in ("a", "b", "a")
    ]
    page.write("pattern", '{"body": {"type": ["a"]}}')
    page.write("event", json.dumps({"Records": [*sqs, 5]}))
    assert page.verdict("2 of 4 records matched.") == "1 did not match, and 1 had no verdict."
    rows = page.value("[...document.querySelectorAll('#records button')].map(button => button.textContent)")
    assert isinstance(rows, list)
    assert [row.split("  ")[0] for row in rows] == [
        "✓ 1. match",
        "✕ 2. no match",
        "✓ 3. match",
        "? 4. not valid",
    ]
    assert rows[1].endswith("/Records/1")
    page.value("document.querySelectorAll('#records button')[1].click()")
    page.wait("document.getElementById('why').textContent.includes('is \"b\"')")
    assert '"b"' in page.text("seen")
    page.write("event", json.dumps({"Records": sqs[:1]}))
    assert page.verdict("Match.")
    assert page.value("document.getElementById('records-panel').hidden") is True


def test_counts_of_problems(page: ServedPage) -> None:
    """By severity, as in the cards below: an error in a valid pattern is not called advice."""
    page.choose("service", "rule")
    page.write("pattern", '{"detail": {"a": ["x", "x"]}, "b": [1]}')
    page.write("event", "{}")
    assert page.verdict("No match.")
    tags = "Array.from(document.querySelectorAll('#pattern-problems .tag')).map(one => one.textContent)"
    assert page.value(tags) == ["Error", "Note"]
    assert page.text("pattern-summary") == "1 error, 1 note."
    page.write("pattern", WRONG)
    assert page.verdict("Invalid pattern.").endswith("There are 2 errors.")
    assert page.text("pattern-summary") == "2 errors."


def test_templates_and_refused_filters(page: ServedPage) -> None:
    """A template is recognized, with its problems in their places; a filter that v2 refuses is invalid."""
    rule = {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": {"source": ["x", "x"]}}}
    page.write("pattern", json.dumps({"Resources": {"A": rule}}, indent=1))
    assert page.verdict("Template.").startswith("Its pattern is checked below")
    page.wait("document.querySelector('#pattern-editor mark')?.textContent === '\"x\"'")
    wildcard = {"Scope": "DATA", "Pattern": '{"a": [{"wildcard": "x*y"}]}'}
    page.write("pattern", json.dumps({"Filters": [wildcard]}))
    assert page.verdict("Invalid pattern.").startswith("Filter 1, line 1, column 8: Filter pattern must not")


def test_places_of_problems(page: ServedPage) -> None:
    def texts(selector: str) -> object:
        return page.value(f"Array.from(document.querySelectorAll('{selector}')).map(one => one.textContent)")

    page.write("pattern", WRONG)
    headline = page.verdict("Invalid pattern.")
    assert headline.startswith("Line 2, column 22: Unrecognized match type prefx.")
    assert texts("#pattern-problems .place") == ["Line 2, column 22", "Line 3, column 13"]
    page.wait("document.querySelectorAll('#pattern-editor mark').length === 2")
    assert texts("#pattern-editor mark") == ['"prefx"', '"x"']
    assert texts("#pattern-editor .gutter .error") == ["✕ 2", "✕ 3"]
    assert "did you mean" in page.text("pattern-problems")
    assert "column 32" in page.text("pattern-problems")  # where AWS's parser stands
    page.value("document.querySelectorAll('#pattern-problems .place')[1].click()")
    caret = "document.getElementById('pattern').selectionStart"
    assert page.value(caret) == WRONG.index('"x"\n') + 1  # in UTF-16 units
    assert page.focused() == "pattern"
    page.press("F8")
    assert page.value(caret) == WRONG.index('"prefx"') + 1
    described = str(page.value("document.getElementById('pattern').getAttribute('aria-describedby')")).split()
    assert "Unrecognized match type prefx" in " ".join(map(page.text, described))


def test_filters_of_a_service(page: ServedPage) -> None:
    offered = "Array.from(document.getElementById('source').options).map(one => one.value).filter(Boolean)"
    assert len(str(page.value(offered))) > 20
    page.choose("source", "sqs")
    page.choose("service", "rule")
    assert page.value(offered) == ["bus"]
    assert page.value("document.getElementById('source').value") == ""
    page.choose("service", "lambda")
    page.choose("source", "sqs")
    filters = [{"Pattern": json.dumps({"body": {"a": [1]}})}, {"Pattern": json.dumps({"body": ["x"]})}]
    page.write("pattern", json.dumps({"Filters": filters}))
    page.write("event", json.dumps({"messageId": "1", "eventSource": "aws:sqs", "body": '{"a": 1.0}'}))
    assert page.verdict("Match.") == "The event matches filter 1 of 2."
    assert "the record is dropped" in page.text("why")
    assert '"a": 1.0\n' in page.text("seen")
    page.write("pattern", json.dumps({"Filters": [{"Pattern": '{"a": 1}'}, filters[0]]}))
    assert page.verdict("Invalid pattern.").startswith("Filter 1, line 1")
    assert page.value("document.querySelectorAll('#pattern-editor mark').length") == 0


def test_ready_patterns_and_code(page: ServedPage) -> None:
    page.press("O", ALT | SHIFT, "KeyO")
    page.wait("document.querySelectorAll('#ready-list button').length > 5")
    page.browser.tell("Input.insertText", text="sqs message-body")
    page.wait("document.querySelectorAll('#ready-list button').length === 1")
    page.press("Enter")
    assert page.verdict("Match.")
    assert page.focused() == "pattern"
    page.value("void (document.getElementById('code-fold').open = true)")
    page.wait(
        "document.getElementById('code-trouble').textContent.startsWith('At the top, choose the service')"
    )
    page.choose("source", "sqs")
    page.choose("service", "pipe")
    page.choose("target", "terraform")
    page.wait("document.getElementById('code').textContent.includes('filter_criteria')")
    page.click("whole")
    page.wait("document.getElementById('code').textContent.includes('aws_pipes_pipe')")
    page.click("code-copy")
    page.wait_for_words("code-copy", "Copied")
    assert str(page.value("copied")).strip() == page.text("code")
    page.write("pattern", "{")
    page.wait("document.getElementById('code-trouble').textContent === 'Fix the pattern first.'")


def test_late_answers_are_dropped(server_page: ServedPage) -> None:
    page = server_page
    late = """const usual = fetch; const held = new Promise(done => { window.release = done; });
    window.fetch = async (path, given) => {
      window.fetch = usual;
      const answer = await usual(path, {...given, signal: undefined});
      const value = await answer.json();
      answer.json = async () => value;
      window.isHeld = true;
      await held;
      return answer;
    }"""
    page.value(f"(() => {{ {late} }})()")
    page.write("pattern", "{")
    page.wait("window.isHeld")
    page.write("pattern", PATTERN)
    assert page.verdict("Valid pattern.")
    # all that is done with the late answer is done before the page is drawn again
    page.value("new Promise(done => { release(); requestAnimationFrame(done); })")
    assert page.text("verdict-title") == "Valid pattern."


def test_keyboard_alone(page: ServedPage) -> None:
    page.write("pattern", WRONG)
    assert page.verdict("Invalid pattern.")
    seen = []
    for _ in range(25):
        page.press("Tab")
        seen.append(page.focused())
    expected = [
        "Skip to the pattern",
        "theme",
        "shortcuts-open",
        "link-copy",
        "service",
        "source",
        "ready-open",
        "clear",
    ]
    expected += ["pattern-format", "pattern-copy", "pattern"]
    expected += ["Line 2, column 22", "AWS's message", "Line 3, column 13", "AWS's message"]
    expected += ["event-example", "event-format", "event-copy", "event", "show-why", "show-words"]
    assert seen[: len(expected)] == expected
    page.press("P", ALT | SHIFT, "KeyP")
    page.press("/", CONTROL)
    assert page.value("document.getElementById('shortcuts').open")
    page.press("Enter")  # on its button
    assert page.value("!document.getElementById('shortcuts').open")
    assert page.focused() == "pattern"
    page.press("Tab", SHIFT)
    page.press("Enter")
    page.wait_for_words("announcement", "Copied the pattern.")
    assert page.value("copied") == WRONG
    page.press("V", ALT | SHIFT, "KeyV")
    assert page.focused() == "verdict"


def test_copying_without_a_clipboard(page: ServedPage) -> None:
    """As where the page is reached by http from another machine."""
    page.write("pattern", PATTERN)
    page.value("void (navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')))")
    page.value("document.addEventListener('copy', () => { window.older = document.activeElement.value; })")
    page.value("document.getElementById('pattern-copy').focus()")
    page.press("Enter")
    page.wait_for_words("pattern-copy", "Copied")
    assert page.value("older") == PATTERN
    assert page.focused() == "pattern-copy"


def test_names(page: ServedPage) -> None:
    """Every focusable element has a role and a name for screen readers."""
    page.write("pattern", WRONG)
    assert page.verdict("Invalid pattern.")
    page.value("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    nodes = page.browser.tell("Accessibility.getFullAXTree")["nodes"]
    assert isinstance(nodes, list)
    landmarks = {node["role"]["value"] for node in nodes if not node["ignored"]}
    assert {"banner", "main", "contentinfo", "region", "status"} <= landmarks
    for node in nodes:
        properties = {
            property_["name"]: property_["value"].get("value") for property_ in node.get("properties", [])
        }
        if properties.get("focusable") and not node["ignored"] and node["role"]["value"] != "RootWebArea":
            assert node["name"]["value"].strip(), node


def test_example_events(page: ServedPage) -> None:
    """Each click on the button shows another event, and what it is."""
    page.write("event", "")
    page.write("pattern", '{"a": [{"numeric": [">", 5]}]}')
    assert page.verdict("Valid pattern.")
    written = "document.getElementById('event').value"
    for number, (event, words, verdict) in enumerate(
        (
            ('{\n  "a": 6\n}', "matches.", "Match."),
            ('{\n  "a": 5\n}', "does not match: a is 5.", "No match."),
            ("{}", "does not match: a is missing.", "No match."),
        ),
        1,
    ):
        page.click("event-example")
        page.wait_for_words("event-summary", f"Example {number} of 3: {words}")
        assert page.value(written) == event
        assert page.verdict(verdict)
    page.click("event-example")  # after the last comes the first
    page.wait(f"JSON.parse({written}).a === 6")
    page.write("pattern", '{"a": [{"numeric": [">", 1, "<", 1.0000000000000002]}]}')
    page.click("event-example")
    page.wait_for_words("event-summary", "There is no example: no event can match.")
    page.write("pattern", "")
    page.click("event-example")
    page.wait_for_words("event-summary", "Write a pattern first.")


def test_editing(page: ServedPage) -> None:
    page.value("document.getElementById('pattern').focus()")
    page.browser.tell("Input.insertText", text='{"a": [}')
    page.value("document.getElementById('pattern').setSelectionRange(7, 7)")
    page.press("Enter")
    page.press("]", CONTROL, "BracketRight")
    written = "document.getElementById('pattern').value"
    assert page.value(written) == '{"a": [\n    \n}'
    page.write("pattern", '{"b": [1.0, 1e400], "b": {"c": []}}')
    page.click("pattern-format")
    assert page.value(written) == '{\n  "b": [1.0, 1e400],\n  "b": {\n    "c": []\n  }\n}'
    page.value("void document.execCommand('undo')")
    assert page.value(written) == '{"b": [1.0, 1e400], "b": {"c": []}}'
    page.write("event", "{")
    page.click("event-format")
    page.wait("document.getElementById('event-summary').textContent.startsWith('Fix the JSON first')")


@pytest.mark.slow
def test_the_server_has_ended(browser: Chromium) -> None:
    with reserved_port() as reserved:
        with serving(reserved) as first:
            page = ServedPage(browser, first.url)
            page.open()
            page.write("pattern", PATTERN)
            assert page.verdict("Valid pattern.")
            port = first.server_port
        page.write("event", EVENT)
        headline = page.verdict("Not evaluated.")
        assert headline.startswith("The server does not respond. Your text is still here")
        assert page.value("document.getElementById('event').value") == EVENT
        page.click("ready-open")
        page.wait("document.getElementById('ready-count').textContent === 'The server does not respond.'")
        page.click("ready-close")
        with serving(port):
            page.click("again")
            assert page.verdict("Match.")
            assert page.value("document.getElementById('again').hidden")


@pytest.mark.slow
def test_refused_evaluations(browser: Chromium) -> None:
    """A busy server is retried; an evaluation that takes too long is not."""
    # of every evaluation, as the page may evaluate a text more than once while it is written
    endings: list[Exception] = [ServerBusy("too many requests are being evaluated")]

    def evaluate(request: Request) -> Answer:
        if request.path == "/api/evaluate" and endings:
            raise endings[0]
        return evaluate_request(request)

    with serving(evaluate=evaluate) as server:
        page = ServedPage(browser, server.url)
        page.open()
        page.write("pattern", PATTERN)
        headline = page.verdict("Not evaluated.")
        assert headline.startswith("too many requests are being evaluated: try again. Your text is still here")
        endings[:] = [EvaluationTooLong(20.0)]
        page.click("again")
        page.wait("document.getElementById('again').hidden")
        assert page.verdict("Not evaluated.") == (
            "the evaluation did not finish within 20 seconds: try a smaller event, or fewer or shorter filters."
        )
        endings.clear()
        page.write("event", EVENT)
        assert page.verdict("Match.")
