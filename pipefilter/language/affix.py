"""What `prefix` and `suffix` share: one text, or one that ignores case, at one end of the value."""

from __future__ import annotations

from pipefilter.errors import ProblemKind
from pipefilter.json_text.reader import Token
from pipefilter.json_text.tree import Json
from pipefilter.json_text.written import written
from pipefilter.language.operator import InnerText
from pipefilter.language.problems import NULL_AFFIX, ONLY_ONE_KEY
from pipefilter.language.reading import Reading

__all__ = ["affix_in_words", "affix_operand", "affix_text", "not_empty", "read_affix"]


def read_affix(
    reading: Reading,
    keyword: str,
    *,
    not_text: ProblemKind,
    no_name: ProblemKind,
    unsupported: ProblemKind,
) -> str | InnerText:
    """The operand of `prefix` or `suffix`: a text, or an operator that may stand inside.

    Raises:
        PatternFault: with one of the kinds given.
    """
    json = reading.json
    token = json.next()
    if token is Token.STRING:
        return json.string()
    if token is not Token.OBJECT:
        raise reading.fault(not_text)
    if json.next() is not Token.NAME:
        raise reading.fault(no_name)
    name = json.name
    with reading.at(name):
        inner = reading.nested_in(keyword).get(name)
        if inner is None:
            raise reading.fault(unsupported, at="name", name=name)
        what = inner.read(reading)
    reading.close(ONLY_ONE_KEY)
    assert isinstance(what, InnerText)  # noqa: S101 - an InnerText reads itself
    return what


def not_empty(reading: Reading, text: str) -> str:
    """The text, which inside `anything-but` must not be empty.

    Raises:
        PatternFault: it is.
    """
    if not text:
        raise reading.fault(NULL_AFFIX)
    return text


def affix_operand(what: str | InnerText) -> Json:
    """What stands after the keyword."""
    return what if isinstance(what, str) else what.element()


def affix_text(what: str | InnerText) -> str:
    """The text itself."""
    operand = what if isinstance(what, str) else what.operand()
    assert isinstance(operand, str)  # noqa: S101 - an InnerText has a text
    return operand


def affix_in_words(what: str | InnerText) -> str:
    """The text, and how it is compared."""
    case = "" if isinstance(what, str) else ", in any case"
    return written(affix_text(what)) + case
