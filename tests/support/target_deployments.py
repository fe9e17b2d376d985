"""The input from which the tests generate for every tool: tricky patterns, and each service with each source."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter import parse
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json, strict_tree
from pipefilter.services import service_named
from pipefilter.sources import SOURCES, source_named
from pipefilter.sources.source_setup import SETUPS
from pipefilter.targets.deployment import Deployment
from pipefilter.targets.filter_text import filter_text

__all__ = ["PATTERNS", "SINGLE", "deployment", "deployments", "meaning", "single_deployments"]

PATTERNS: dict[str, str] = {
    "plain": '{"detail": {"state": ["PAID", "SHIPPED"]}}',
    "dynamodb": '{"eventName": ["MODIFY"], "dynamodb": {"NewImage": {"state": {"S": ["done"]}}, "OldImage": {"state": {"S": [{"anything-but": ["done"]}]}}}}',
    "envelope": '{"source": ["shop.orders"], "detail-type": ["Order Placed"], "detail": {"total": [{"numeric": [">=", 100, "<", 1000.5]}]}}',
    "attributes": '{"store": ["example_corp"], "price": [{"numeric": [">=", 100]}, 5], "interests": [{"anything-but": ["rugby"]}, {"prefix": "x"}]}',
    "quotes": r"""{"detail": {"a": ["it's", "say \"hi\"", "`tick`", "'''", "\"\"\""]}}""",
    "backslashes": r'{"detail": {"path": ["C:\\temp\\new", "\\", "\\n", "\\u0041", {"prefix": "\\\\server\\"}]}}',
    "controls": r'{"detail": {"text": ["two\nlines", "a\ttab", "\u0000\u0007", "\u2028\u2029\ufeff\u200b", "lone\rreturn\r\n", "\u0085\u00a0\u00ad\ue000"]}}',
    "delete": r'{"detail": {"text": ["\u007f\u009f\uffff"]}}',
    "name of two lines": r'{"detail": {"two\nlines": ["\n"]}}',
    "unicode": '{"detail": {"näme": ["Grüße", "日本語", "🎉", "e\u0301", "\u05d0"], "emoji🎈": [{"exists": true}]}}',
    "or": '{"$or": [{"detail": {"a": ["x"]}}, {"detail": {"b": [{"numeric": [">", 5]}]}}], "source": ["s"]}',
    "interpolated": '{"detail": {"t": ["${AWS::Region}", "${var.x}", "${self:custom.x}", "$HOME", "$(id)", "%{ if true }", "$${x}", "%%{y}", "#{z}", "{{resolve:ssm:a}}", "{{ j }}", "!Ref X", "%s", "{0}"]}}',
    "dollars": '{"detail": {"$": ["$", "$$", "$a", "a$", "${", "$}", "%", "%{"], "a-b": ["x"], "$ref": ["y"], "1": ["z"], "": ["empty"]}}',
    "words": '{"detail": {"yes": ["yes", "no", "on", "off", "null", "~", "true", "1", "1e3", "0x1F", "012", "12:30:45", "2026-01-01", "", " ", "- a", "a: b", "# c", "&d", "*e", "!f", "|", ">", "@g", "%h", "{i", "[j", "=", "<<"]}}',
    "numbers": '{"detail": {"n": [0, -1, 4.0, 1e3, 0.5, 123456789.25, 9007199254740991]}}',
    "constants": '{"detail": {"c": [null, true, false, ""], "d": [{"exists": false}]}}',
    "operators": '{"detail": {"a": [{"prefix": "x"}, {"suffix": "y"}, {"equals-ignore-case": "z"}], "b": [{"anything-but": ["p", "q"]}], "c": [{"anything-but": [1, 2]}]}}',
    "deep": '{"detail": {"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": ["leaf"]}}}}}}}}}',
    "python": '{"detail": {"None": ["None"], "class": ["True"], "__class__": ["x"], "constructor": ["y"], "toString": ["z"], "is-not": ["a"]}}',
    # tools accept these only as strings
    "big numbers": '{"detail": {"n": [123456789012345678901234567890, 1e400, 0.1234567890123456789]}}',
    "repeated names": '{"detail": {"a": ["x"], "a": ["y"]}, "detail": {"b": ["z"]}}',
    "half a pair": r'{"detail": {"t": ["\ud83d"]}}',
    "proto": '{"detail": {"__proto__": ["x"]}}',
    "long": '{"detail": {"t": ["' + "long " * 380 + '"]}}',
}
"""Patterns that some tool could corrupt, by name. All are valid; a tool may reject one, and must then report it."""


SINGLE = {"rule": "bus", "sns": "sns", "sns-body": "sns"}
"""The source of the records of each service that runs only one pattern."""


def deployment(
    *patterns: str, service: str, source: str, whole: bool = False, function: str = "", alpha: bool = False
) -> Deployment:
    """A deployment to generate.

    Args:
        patterns: JSON texts.
        service: the service of the filters.
        source: the source of the records.
        whole: as for `Deployment`.
        function: likewise.
        alpha: likewise.
    """
    filters = tuple(filter_text(parse(pattern), "DATA" if service == "v2" else "") for pattern in patterns)
    where, what = service_named(service), source_named(source)
    return Deployment(filters, where, what, whole=whole, function=function, alpha=alpha)


def deployments(*patterns: str, whole: bool = False) -> Iterator[Deployment]:
    """The patterns on every service with every source; on a rule or a subscription only the first of them."""
    with_setup = {*(setup.source for setup in SETUPS), "bus", "sns"}
    for source in SOURCES:
        for service in source.services:
            if source.name in with_setup:
                selection = patterns[:1] if service_named(service).filters is None else patterns
                yield deployment(*selection, service=service, source=source.name, whole=whole)


def single_deployments(*, whole: bool) -> Iterator[tuple[str, Deployment]]:
    """Every pattern on each service that runs only one, by a name; every second subscription is of a function."""
    for service, source in SINGLE.items():
        for number, text in enumerate(PATTERNS.values()):
            function = "Notify" if source == "sns" and number % 2 else ""
            unit = deployment(text, service=service, source=source, whole=whole, function=function)
            yield f"{service.replace('-', '_')}_{number}", unit


def meaning(text: str) -> object:
    """The meaning of a pattern, whatever the order of names and the notation of numbers."""
    return _meaning(strict_tree(text))


def _meaning(tree: Json) -> object:
    if isinstance(tree, tuple):
        return {name: _meaning(value) for name, value in tree}
    if isinstance(tree, list):
        return [_meaning(value) for value in tree]
    if isinstance(tree, Number):
        value = tree.comparable
        return ("number", tree.text if value is None else value)
    return tree
