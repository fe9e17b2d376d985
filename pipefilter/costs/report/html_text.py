"""Text of all kinds as HTML: whatever it holds, it stays text, and can be seen."""

from __future__ import annotations

import html
import re

__all__ = ["escaped", "link", "long_text", "name_html", "sentence", "shortened"]

_LONG = 160
_LONG_LINK = 44
_BREAK = re.compile(r"([./])(?=[^./])")


def escaped(text: str) -> str:
    r"""Text as HTML has it, also in quotes; what cannot be printed is shown as `\u0000`.

    Args:
        text: any, also with lone surrogates.
    """
    if not text.isprintable():
        text = "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in text)
    return html.escape(text, quote=True)


def shortened(text: str, most: int) -> str:
    """Begin and end of a text.

    Args:
        text: any.
        most: characters.
    """
    if len(text) <= most:
        return text
    end = (most - 1) // 2
    return f"{text[: most - 1 - end]}…{text[-end:]}"


def name_html(text: str) -> str:
    """A name from outside, which keeps its writing direction to itself, and may be broken at its points.

    Args:
        text: any.
    """
    broken = _BREAK.sub(r"\1<wbr/>", escaped(text))
    return f"<bdi>{broken}</bdi>"


def long_text(text: str) -> str:
    """A text of any length, of which a long one is unfolded by a click.

    Args:
        text: any.
    """
    if len(text) <= _LONG:
        return name_html(text)
    begin = shortened(text, _LONG)
    return f"<details><summary>{name_html(begin)}</summary><p>{name_html(text)}</p></details>"


def sentence(text: str) -> str:
    """A text as a whole sentence.

    Args:
        text: without capital and full stop.
    """
    return escaped(f"{text[:1].upper()}{text[1:]}.")


def link(source: str) -> str:
    """A link, if it is one to the web, and else the text.

    Args:
        source: a URL, or in words where something is from.
    """
    scheme, separator, rest = source.partition("://")
    if not separator or scheme not in ("http", "https") or not source.isprintable():
        return long_text(source)
    words = rest.rstrip("/")
    if len(words) > _LONG_LINK:  # the server, and the end
        words = f"{shortened(words.split('/')[0], _LONG_LINK)}/…/{shortened(words.split('/')[-1], _LONG_LINK)}"
    return f'<a href="{escaped(source)}" rel="noopener noreferrer">{name_html(words)}</a>'
