"""External strings as HTML: they are always shown as text, and in full."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

__all__ = ["escaped", "link_words", "markup", "name_html", "printable", "sentence", "shortened"]

_MAX_LINK_PART = 44
_BREAK = re.compile(r"([./])(?=[^./])")


def printable(text: str) -> str:
    r"""The text with what cannot be printed as `\u0000`, such as control characters and lone surrogates."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)


def escaped(text: str) -> Markup:
    """The text with HTML escapes, also within quotes."""
    return escape(printable(text))


def markup(html: str) -> Markup:
    """HTML in which all external strings are escaped, so that a template does not escape it again."""
    return Markup(html)  # noqa: S704 - see above


def shortened(text: str, limit: int) -> str:
    """The text, or its start and its end."""
    if len(text) <= limit:
        return text
    end = (limit - 1) // 2
    return f"{text[: limit - 1 - end]}…{text[-end:]}"


def name_html(text: str) -> Markup:
    """A name, which keeps its writing direction to itself, and may be broken after dots and slashes."""
    broken = _BREAK.sub(r"\1<wbr/>", str(escaped(text)))
    return markup(f"<bdi>{broken}</bdi>")


def sentence(text: str) -> str:
    """A clause as a sentence, with a capital and a full stop."""
    return f"{text[:1].upper()}{text[1:]}."


def link_words(source: str) -> str:
    """The words of a link: its server, and the end of its path; "" for a source in words."""
    scheme, separator, rest = source.partition("://")
    if not separator or scheme not in ("http", "https") or not source.isprintable():
        return ""
    words = rest.rstrip("/")
    if len(words) <= _MAX_LINK_PART:
        return words
    server, *_, last = words.split("/")[0], words.split("/")[-1]
    return f"{shortened(server, _MAX_LINK_PART)}/…/{shortened(last, _MAX_LINK_PART)}"
