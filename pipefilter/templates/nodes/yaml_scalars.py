"""Unquoted scalars as YAML 1.1 reads them: `yes` is true, `0x1F` is 31, `1:30` is 90."""

from __future__ import annotations

import math
import re

import yaml

from pipefilter.json_text.number import Number
from pipefilter.templates.nodes.node import Scalar

__all__ = ["CORE_TAG", "yaml_scalar"]

CORE_TAG = "tag:yaml.org,2002:"
"""The prefix of the tags of YAML's own types."""
_JSON_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_MAX_CONVERTED = 4_000
"""The maximum length of a number that is not written as in JSON: AWS rejects more than 1,000 decimal digits, which are
3,322 binary ones. The work of reading a base-60 number is quadratic."""


def yaml_scalar(node: yaml.ScalarNode) -> Scalar | None:
    """The number, boolean or null of a node; None for a string.

    A date is also a string, as in CloudFormation, and so is a value that does not fit its tag, such as `!!int ""`, and a
    number that is too large for a double or a pattern.
    """
    kind = node.tag.removeprefix(CORE_TAG)
    start, end = node.start_mark.index, node.end_mark.index
    if kind == "null":
        return Scalar(None, node.value, start, end)
    if kind == "bool":
        value = yaml.constructor.SafeConstructor.bool_values.get(node.value.lower())
        return None if value is None else Scalar(value, node.value, start, end)
    number = _number(node) if kind in {"int", "float"} else None
    return None if number is None else Scalar(number, node.value, start, end)


def _number(node: yaml.ScalarNode) -> Number | None:
    is_json = _JSON_NUMBER.fullmatch(node.value) is not None
    if is_json and node.tag == f"{CORE_TAG}int":
        return Number(node.value)
    if len(node.value) > _MAX_CONVERTED:
        return None
    try:
        value = yaml.constructor.SafeConstructor().construct_object(node)
        written = node.value if is_json else repr(value)
    except (ArithmeticError, LookupError, ValueError, yaml.YAMLError):  # `!!int x`, or too large for Python
        return None
    return Number(written) if not isinstance(value, float) or math.isfinite(value) else None
