"""Filter policies of SNS as the generated programs pass them, read from the text of the programs."""

from __future__ import annotations

import ast
import json
import shlex
from collections.abc import Callable, Mapping

from pipefilter import parse
from pipefilter.json_text.tree import Json, strict_tree
from pipefilter.json_text.writer import written
from pipefilter.language.event_pattern import EventPattern, render

__all__ = ["POLICY_IN", "SERVICE_SCOPES", "flat_policy"]

SERVICE_SCOPES = {"sns": "MessageAttributes", "sns-body": "MessageBody"}
_NAMES = {
    "FilterPolicy": "FilterPolicy",
    "FilterPolicyScope": "FilterPolicyScope",
    "filter_policy": "FilterPolicy",
    "filter_policy_scope": "FilterPolicyScope",
}
Passed = tuple[str, list[object]]
"""The text of a policy, and its scope in a list."""


def flat_policy(pattern: EventPattern) -> EventPattern:
    """A pattern with the same conditions on fields that are not nested, as for message attributes."""
    tree = strict_tree(render(pattern))
    return parse(written(_flat(tree)), limits=False)


def _flat(node: Json) -> Json:
    members: dict[str, Json] = {}
    assert isinstance(node, tuple)
    for name, value in node:
        if isinstance(value, tuple):
            inner = _flat(value)
            assert isinstance(inner, tuple)
            members |= inner
        elif name == "$or" and isinstance(value, list) and all(isinstance(each, tuple) for each in value):
            members[name] = [_flat(each) for each in value]
        else:
            members[name] = value
    return tuple(members.items())


def _in_shell(program: str) -> Passed:
    """The arguments of the AWS CLI, which are in order."""
    words = shlex.split(program)
    if "--attributes" in words and "subscribe" in words:
        attributes = json.loads(words[len(words) - words[::-1].index("--attributes")])
        return attributes["FilterPolicy"], [attributes["FilterPolicyScope"]]
    names = [words[number + 1] for number, word in enumerate(words) if word == "--attribute-name"]
    values = [words[number + 1] for number, word in enumerate(words) if word == "--attribute-value"]
    return _in_order(list(zip(names, values, strict=True)))


def _in_order(calls: list[tuple[str, str]]) -> Passed:
    """The attributes of calls that set one each: the scope is set first for a policy on the body, and else last."""
    passed = dict(calls)
    order = ["FilterPolicyScope", "FilterPolicy"]
    assert list(passed) == (order if passed["FilterPolicyScope"] == "MessageBody" else order[::-1])
    return passed["FilterPolicy"], [passed["FilterPolicyScope"]]


def _in_python(program: str) -> Passed:
    """The arguments and the members of dicts that have the names."""
    is_whole = program.startswith("import ")
    tree = ast.parse(program if is_whole else f"f(\n{program}\n)")
    passed: list[tuple[str, str]] = []
    for node in sorted(ast.walk(tree), key=lambda node: getattr(node, "lineno", 0)):
        if isinstance(node, ast.Call):
            keywords = {each.arg: each.value for each in node.keywords if each.arg is not None}
            if "AttributeName" in keywords:
                passed.append((_value(keywords["AttributeName"]), _value(keywords["AttributeValue"])))
            passed += _named(keywords)
        elif isinstance(node, ast.Dict):
            members = zip(node.keys, node.values, strict=True)
            passed += _named({str(key.value): value for key, value in members if isinstance(key, ast.Constant)})
    names = [name for name, _ in passed]
    assert sorted(names) == ["FilterPolicy", "FilterPolicyScope"]
    if "AttributeName=" in program:
        return _in_order(passed)
    return dict(passed)["FilterPolicy"], [dict(passed)["FilterPolicyScope"]]


def _named(values: Mapping[str, ast.expr]) -> list[tuple[str, str]]:
    return [(_NAMES[name], _value(value)) for name, value in values.items() if name in _NAMES]


def _value(node: ast.expr) -> str:
    """A literal, or what `json.dumps` makes of one; an object is JSON."""
    if isinstance(node, ast.Call):
        assert ast.unparse(node.func) == "json.dumps"
        return json.dumps(ast.literal_eval(node.args[0]))
    value = ast.literal_eval(node)
    return value if isinstance(value, str) else json.dumps(value)


def _in_cdk(program: str) -> Passed:
    """The arguments of `CfnSubscription`, which are the first of two forms; a call overrides a policy that is a string."""
    arguments, _, call = program.partition("# For sns.Subscription")[0].partition("# Call this on")
    if not call:
        return _in_python(arguments)
    override = ast.parse(f"# {call}").body[0]
    assert isinstance(override, ast.Expr)
    assert isinstance(override.value, ast.Call)
    name, policy = map(ast.literal_eval, override.value.args)
    assert name == "FilterPolicy"
    return _in_python(f"{arguments}\nfilter_policy={policy!r},")


POLICY_IN: dict[str, Callable[[str], Passed]] = {
    "aws-cli": _in_shell,
    "boto3": _in_python,
    "cdk-python": _in_cdk,
    "pulumi-python": _in_python,
}
"""For each target, how to read the program."""
