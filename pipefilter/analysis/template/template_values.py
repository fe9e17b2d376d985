"""Checks of a pattern in a template: values that YAML, CloudFormation or Terraform changes before AWS receives them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipefilter.dataclass import dataclass
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.json_text.place import problem_at

__all__ = ["TemplateValue", "object_for_string", "string_for_number", "template_value_problems"]

_RULE = """\
Resources:
  Orders:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:"""
_MAPPING = """\
Resources:
  Orders:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: arn:aws:sqs:us-east-1:123456789012:orders
      FilterCriteria:
        Filters:
          - Pattern:"""
_PARAMETER = """\
Parameters:
  Least:
    Type: Number
"""

READ_OTHERWISE = AdviceKind(
    "PF454",
    "Unquoted YAML word: YAML does not read it as a string",
    "YAML reads {written} as {read}, not as a string",
    "YAML 1.1 reads yes, no, on and off as booleans, 012 as an octal number, 1_000 as 1000, and 12:30 as "
    "a base-60 number. If the events contain these words as strings, the pattern does not match them.",
    'if you mean a string, put it in quotes: "{written}"',
    severity="warning",
    url="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html",
    bad=Example(
        _RULE + "\n        source: [shop]\n        detail: { express: [yes], postcode: [01234] }\n",
        template="template.yaml",
    ),
    good=Example(
        _RULE + "\n        source: [shop]\n        detail: { express: [true], postcode: ['01234'] }\n",
        template="template.yaml",
    ),
)
SHORTENED = AdviceKind(
    "PF455",
    "Number that CloudFormation rewrites: AWS receives another form",
    "CloudFormation sends {written} as {read}",
    "CloudFormation parses the numbers in an object and rewrites them. In the recorded cases, AWS "
    "compared numbers by value, although AWS's documentation says that it compares their text.",
    "write {read}, or write the pattern as a string",
    severity="note",
    url="https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1735",
    bad=Example(
        _RULE + "\n        source: [shop]\n        detail: { total: [4.0] }\n", template="template.yaml"
    ),
    good=Example(
        _RULE + "\n        source: [shop]\n        detail: { total: [4] }\n", template="template.yaml"
    ),
)
OBJECT_FOR_STRING = AdviceKind(
    "PF456",
    "Object instead of a string: the property requires JSON text",
    "{resource} requires the pattern as a string, not as an object",
    "The filters of pipes, event source mappings and subscribers are strings that contain JSON: JSON in "
    "quotes, in a block after |, or, in Terraform, the result of jsonencode.",
    "{hint}",
    severity="error",
    url="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-eventsourcemapping-filter.html",
    bad=Example(_MAPPING + " { body: { status: [PAID] } }\n", template="template.yaml"),
    good=Example(_MAPPING + ' \'{"body": {"status": ["PAID"]}}\'\n', template="template.yaml"),
)
STRING_FOR_NUMBER = AdviceKind(
    "PF457",
    "String instead of a number: AWS receives it in quotes",
    "{written} returns a string, but a number is required here",
    "Ref, Sub and Join return strings, even if the parameter is a number. AWS receives the value in quotes "
    "and rejects the pattern.",
    "write the pattern as a string with !Sub, and the value in it without quotes",
    severity="error",
    url="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-ref.html",
    bad=Example(
        _PARAMETER + _RULE + "\n        detail: { total: [{ numeric: ['>=', !Ref Least] }] }\n",
        template="template.yaml",
    ),
    good=Example(
        _PARAMETER + _RULE + ' !Sub \'{"detail": {"total": [{"numeric": [">=", ${Least}]}]}}\'\n',
        template="template.yaml",
    ),
)
_TRUTHS = {"y", "n", "yes", "no", "on", "off"}
_PLAIN_NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|[-+]?\.[0-9]+")


@dataclass(frozen=True, slots=True)
class TemplateValue:
    """An unquoted word, or an unknown value, in a pattern that is an object in the template.

    Args:
        read: the value that it is read as; "" for an unknown value.
    """

    written: str
    read: str
    start: int
    end: int


def template_value_problems(
    words: tuple[TemplateValue, ...], text: str, *, by_cloudformation: bool
) -> Iterator[Problem]:
    """The words that AWS receives in a different form from the one that is written."""
    for word in words:
        names = {"written": word.written, "read": word.read}
        span = (word.start, max(word.start + 1, word.end))
        if word.written.lower() in _TRUTHS or (
            word.read not in {"true", "false", "null"} and not _PLAIN_NUMBER.fullmatch(word.written)
        ):
            yield problem_at(READ_OTHERWISE, text, span, names=names)
        elif by_cloudformation and (shorter := _shorter(word.read)):
            yield problem_at(SHORTENED, text, span, names={**names, "read": shorter})


def object_for_string(text: str, span: tuple[int, int], resource: str, function: str) -> Problem:
    """A pattern that is an object where the property is a string.

    Args:
        function: the function of the template language that converts an object to a string; "" if there is none.
    """
    hint = f"wrap it in {function}(...)" if function else "write it as JSON in quotes, or in a block after |"
    return problem_at(OBJECT_FOR_STRING, text, span, names={"resource": resource, "hint": hint})


def string_for_number(text: str, span: tuple[int, int], written: str) -> Problem:
    """A function of the template that returns a string where the pattern needs a number.

    Args:
        written: the function as people write it.
    """
    return problem_at(STRING_FOR_NUMBER, text, span, names={"written": written})


def _shorter(number: str) -> str:
    """The number as CloudFormation rewrites it: `4` for `4.0` and `4e0`; "" if it does not change."""
    try:
        value = float(number)
    except ValueError:
        return ""
    has_form = "." in number or "e" in number.lower()
    return str(int(value)) if has_form and value.is_integer() and abs(value) < 2**53 else ""
