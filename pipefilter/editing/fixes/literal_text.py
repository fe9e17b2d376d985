"""Whether edits replace only what is written literally in a document: no function, reference or condition of a template.

A function has the value that it has today, or a stand-in for an unknown one; a condition has several. Neither may be
written into the file instead of its source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipefilter.editing.document import Document
from pipefilter.editing.fixes.fix import Edit
from pipefilter.editing.fixes.part import roots_of
from pipefilter.templates.nodes.node import Computed, Mapping, Node, Scalar, Sequence, TemplateFault, Text

__all__ = ["are_literal"]

_IN_HCL = re.compile(r"(?<!\$)\$\{|(?<!%)%\{")
_IN_SUB = re.compile(r"\$\{(?!!)")
_WORDS = {True: "true", False: "false"}


def are_literal(document: Document, edits: Iterable[Edit], span: tuple[int, int] | None) -> bool:
    """Whether nothing that the edits replace is computed, and they are not inside of a function in the pattern.

    Args:
        span: of the pattern; None if the edits are elsewhere in a template.
    """
    try:
        computed = [each for root in roots_of(document) for each in _computed(document, root)]
    except (TemplateFault, RecursionError, UnicodeEncodeError):  # a pattern that is not JSON has no functions
        return True
    return not any(_touches(document, node, edit, span) for edit in edits for node in computed)


def _computed(document: Document, root: Node) -> Iterator[Node]:
    """The values that are not literals, and those inside them."""
    is_hcl = document.name.lower().endswith(".tf")
    open_, known = [root], set[int]()
    while open_:
        node = open_.pop()
        if id(node) in known:  # an anchor of YAML
            continue
        known.add(id(node))
        if isinstance(node, Mapping):
            names = [name for name, _ in node.members]
            yield from (name for name in names if isinstance(name, Computed))
            if not is_hcl and any(name.value == "Ref" or name.value.startswith("Fn::") for name in names):
                yield node
            open_ += [value for _, value in node.members]
        elif isinstance(node, Sequence):
            open_ += node.items
        elif not isinstance(node, Text | Scalar) or _is_respelled(node):
            yield node
            open_ += getattr(node, "options", ()) or (getattr(node, "argument", node),)
        elif isinstance(node, Text) and "{" in document.text[node.start : node.end]:
            yield node


def _is_respelled(node: Text | Scalar) -> bool:
    """Whether a number or a boolean is read as another text than it has: `0x10`, `yes`."""
    if isinstance(node, Text) or node.value is None:
        return False
    value = node.value
    return node.written != (_WORDS[value] if isinstance(value, bool) else value.text)


def _touches(document: Document, node: Node, edit: Edit, span: tuple[int, int] | None) -> bool:
    start, end = node.start, node.end
    if isinstance(node, Text) and not isinstance(node, Computed):
        replaced = document.text[max(start, edit.start) : min(end, edit.end)]
        is_hcl = document.name.lower().endswith((".tf", ".tf.json"))
        return (_IN_HCL if is_hcl else _IN_SUB).search(replaced) is not None
    if span is not None and not (span[0] <= start and end <= span[1]):
        return False
    if span is None and edit.start > start:
        return False
    if edit.start == edit.end:
        return start < edit.start < end
    return edit.start < end and start < edit.end
