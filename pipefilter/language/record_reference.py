"""References to another part of the record, which a pattern would compare as a string: `"<$.OldImage.status.S>"`."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from pipefilter.language.dynamodb_record import IMAGES, TYPE_KEYS

__all__ = [
    "comparison_hint",
    "image_path",
    "is_number_of_image",
    "meant_reference",
    "reference_in",
    "reference_in_value",
    "typed_path",
    "whole_comparison",
]

_BETWEEN_SIGNS = r"<\s{0,9}\$\.?([^<>]{1,2000})>"
_NAME, _KEY = r"[A-Za-z_][\w:#@-]*", r"""\[(?:[0-9]+|\*|'[^']*'|"[^"]*")\]"""
_JSON_PATH = rf"\$(?:\.{_NAME}|{_KEY})+"
_BRACKET = r"""\[['"]?([^'"\]]*)['"]?\]"""
_MEANT = r"[\s$<{(.]{0,9}(?:dynamodb\.)?(?P<image>new|old)_?image(?P<rest>[.\[][^\s<>{},]{0,2000})?[\s>})]{0,9}"
"""An image, and perhaps a path in it, in a notation that `build` does not read: `OldImage`, `${OldImage.email.S}`."""
_OTHER_IMAGE = {"NewImage": "OldImage", "OldImage": "NewImage"}
_SINGLE_TYPES = ("S", "N", "B", "BOOL", "NULL")
_IN_TARGET = "compare them in the target: a pattern cannot compare two parts of an event"


def reference_in(text: str) -> tuple[str, ...]:
    """The path in a string such as `with <$.OldImage.status.S>`, or `$.detail.state` alone; else empty."""
    between = re.search(_BETWEEN_SIGNS, text)
    if between is not None:
        path = between[1]
    elif re.fullmatch(_JSON_PATH, text.strip()):
        path = text.strip()[1:]
    else:
        return ()
    return tuple(step for step in re.sub(_BRACKET, r".\1", path).strip().split(".") if step)


def reference_in_value(value: str, field: Sequence[str]) -> tuple[str, ...]:
    """The path in the first string of a JSON value, or of a list, that is or probably means a reference; else empty.

    Args:
        value: JSON text.
        field: as for `meant_reference`.
    """
    try:
        tree = json.loads(value)
    except (ValueError, RecursionError):  # nested too deep to be a reference
        return ()
    for text in tree if isinstance(tree, list) else [tree]:
        if isinstance(text, str) and (steps := meant_reference(text, field) or reference_in(text)):
            return steps
    return ()


def meant_reference(text: str, field: Sequence[str]) -> tuple[str, ...]:
    """The path in the other image that a string probably means; empty if it means none.

    Args:
        text: such as `OldImage`, `OldImage.email` or `${OldImage.email.S}`.
        field: the steps to the field that is compared with it, in one of the two images.
    """
    counterpart, meant = _in_other_image(field), re.fullmatch(_MEANT, text, re.IGNORECASE)
    if not counterpart or meant is None:
        return ()
    image = "OldImage" if meant["image"].lower() == "old" else "NewImage"
    names = [step for step in re.sub(_BRACKET, r".\1", meant["rest"] or "").split(".") if step]
    same = counterpart.split(".")
    if image == same[0] and (not names or _untyped(names) == _untyped(same[1:])):
        return tuple(same)
    return (image, *(names or same[1:]))


def image_path(steps: tuple[str, ...]) -> str:
    """The path in an image of a DynamoDB record, such as `OldImage.status.S`; "" for a reference to anything else."""
    rest = steps[1:] if steps[:1] == ("dynamodb",) else steps
    return ".".join(rest) if len(rest) > 1 and rest[0] in IMAGES else ""


def comparison_hint(steps: tuple[str, ...], operator: str, field: Sequence[str] | None = None) -> str:
    """A hint for a comparison of two parts of a record.

    Args:
        operator: the intended one, `equals` or `not-equals`.
        field: the steps to the field to be compared with it; None if there is no such field.
    """
    path, counterpart = image_path(steps), _in_other_image(field or ())
    typed = typed_path(counterpart or path)
    if not typed:
        return _IN_TARGET
    if counterpart and path != counterpart:
        comparison = (
            f'{{"{operator}": "<$.{typed}>"}}' if typed == counterpart else whole_comparison(typed, operator)
        )
        return (
            "use pipefilter build dynamodb --from FILE to compare an attribute with itself in the other image, as in "
            f"{comparison}; compare anything else in the target"
        )
    is_whole = field is None or typed != path
    comparison = whole_comparison(typed, operator) if is_whole else f'{{"{operator}": "<$.{path}>"}}'
    types = "" if typed == path else ", with the type of the attribute in place of S,"
    return (
        "a pattern can compare only with constants: use pipefilter build dynamodb --from FILE, which reads "
        f"{comparison}{types} and writes the narrowest pattern for it"
    )


def whole_comparison(path: str, operator: str) -> str:
    """The comparison of an attribute as an extended pattern.

    Args:
        path: of the attribute in one image, such as `OldImage.status.S`.
    """
    image, *names = (typed_path(path) or path).split(".")
    path = ".".join((image, *names))
    tree: object = [{operator: f"<$.{path}>"}]
    for name in [_OTHER_IMAGE.get(image, "NewImage"), *names][::-1]:
        tree = {name: tree}
    return json.dumps(tree, ensure_ascii=False)


def _in_other_image(field: Sequence[str]) -> str:
    """The path of the same attribute in the other image; "" if the field is not in one of the two."""
    names = [name for step in field for name in step.split(".")]
    path = image_path(tuple(names))
    image, _, rest = path.partition(".")
    other = _OTHER_IMAGE.get(image, "")
    return other and f"{other}.{rest}"


def typed_path(path: str) -> str:
    """The path with type keys, as `build` reads it; S is assumed if it has none. "" if `build` cannot read such a path."""
    image, *names = path.split(".")
    if not names:
        return ""
    maps, last = names[1:-1:2], names[-1]
    if len(names) % 2 == 0 and last in _SINGLE_TYPES and all(key == "M" for key in maps):
        return path
    if any(name in TYPE_KEYS for name in names) or any(name.isdigit() for name in names):
        return ""
    return f"{image}.{'.M.'.join(names)}.S"


def _untyped(names: Sequence[str]) -> list[str]:
    return [name for name in names if name not in TYPE_KEYS]


def is_number_of_image(steps: Sequence[str]) -> bool:
    """Whether the steps lead to a number in a DynamoDB image, which the record has as a string.

    Args:
        steps: the names, the index of an alternative, and the name of an operator.
    """
    names = [name for step in steps[:-2] for name in step.split(".")]
    return names[-1:] in (["N"], ["NS"]) and any(image in names for image in IMAGES)
