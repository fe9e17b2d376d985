"""Values as YAML, with the short forms of CloudFormation's references."""

from __future__ import annotations

import re

import yaml

from pipefilter.override import override
from pipefilter.targets.cloudformation_properties import GetAtt, Ref, Sub, Value

__all__ = ["yaml_text"]

_QUOTED_REFERENCE = re.compile(
    r"(?m)(?<=[:-] )(!(?:Ref|GetAtt|Sub)) '([A-Za-z0-9.:]+)'$"
)  # PyYAML quotes what has a tag
# what every version of YAML reads as a string: parsers differ in 1e3, 0o17, 12:30, y
_PLAIN = re.compile(r"[A-Za-z_/](?:[A-Za-z0-9_./:-]*[A-Za-z0-9_/-])?(?: [A-Za-z0-9_./,-]+)*")
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_NOT_ASCII = re.compile("[\x7f-\U0010ffff]")
_BEYOND_BMP = 0x10000
_WIDE = 10**9  # a pattern stays on its line, so that a search finds it


class _Dumper(yaml.SafeDumper):
    """Lists indented as in AWS's own examples, no anchors, and strings quoted where YAML 1.1 could misread them."""

    @override
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        del indentless
        super().increase_indent(flow, indentless=False)

    @override
    def ignore_aliases(self, data: object) -> bool:
        del data
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    is_plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    style = None if is_plain else "'" if text.isprintable() else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _escape(match: re.Match[str]) -> str:
    """The escape of a character that is not printable: all of those are in double quotes."""
    code = ord(match[0])
    return match[0] if match[0].isprintable() else f"\\u{code:04X}" if code < _BEYOND_BMP else f"\\U{code:08X}"


_Dumper.add_representer(str, _text)
_Dumper.add_representer(Ref, lambda dumper, ref: dumper.represent_scalar("!Ref", ref.name))
_Dumper.add_representer(Sub, lambda dumper, sub: dumper.represent_scalar("!Sub", sub.text))
_Dumper.add_representer(
    GetAtt, lambda dumper, att: dumper.represent_scalar("!GetAtt", f"{att.name}.{att.attribute}")
)


def yaml_text(value: Value, indent: int = 0) -> str:
    """A value as YAML in block style, with so many blanks before each line."""
    text: str = yaml.dump(
        value,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=_WIDE,
        default_flow_style=False,
    )
    text = _NOT_ASCII.sub(_escape, _QUOTED_REFERENCE.sub(r"\1 \2", text))
    return "".join(" " * indent + line for line in text.splitlines(keepends=True))
