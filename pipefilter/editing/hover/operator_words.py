"""What an operator means, and which services support it, in Markdown."""

from __future__ import annotations

from pipefilter.editing.cursor.located_pattern import LocatedPattern
from pipefilter.editing.hover.code import code_block, code_span
from pipefilter.enumeration import enumeration
from pipefilter.language.operator import Operator
from pipefilter.language.operator_form import form_of
from pipefilter.language.operators import BY_KEYWORD
from pipefilter.services import SERVICES, Service

__all__ = ["keyword_words", "operator_words", "support_words"]


def keyword_words(keyword: str) -> str:
    """What an operator means, whatever its operand."""
    kind = BY_KEYWORD[keyword]
    example = code_block([kind.forms[0]])
    return f"**{keyword}**: {kind.meaning}\n\n{example}\n\n[AWS's documentation]({kind.url})"


def operator_words(operator: Operator, condition: str, located: LocatedPattern) -> list[str]:
    """The paragraphs about one alternative of a field: what it means there, in general, and for the services.

    Args:
        condition: what it means there, in words.
    """
    form = form_of(operator)
    paragraphs = [
        code_block([condition]),
        f"**{operator.keyword}**: {operator.meaning}",
        support_words(form, located.service, located.scope),
    ]
    link = f"[AWS's documentation]({operator.url})"
    return paragraphs if operator.url in paragraphs[-1] else [*paragraphs, link]


def support_words(form: str, service: Service | None, scope: str) -> str:
    """Which services support a form of an operator."""
    name = code_span(form.replace("/", " with "))
    if service is not None:
        evidence = service.operators[form].evidence
        words = {"yes": "supports", "no": "does not support", "not listed": "is not documented to support"}
        note = f": {evidence.note}" if evidence.note else ""
        place = f"{service.place[0].upper()}{service.place[1:]}"
        return f"{place} {words[service.support(form, scope)]} {name} ([AWS's page]({evidence.url}){note})."
    others = dict.fromkeys(each.place for each in SERVICES if each.support(form) != "yes")
    if not others:
        return f"All services support {name}."
    if all(each.support(form) != "yes" for each in SERVICES):
        return f"AWS does not document {name} for any service."
    return f"AWS does not document {name} for {enumeration(others, 'or')}; the other services support it."
