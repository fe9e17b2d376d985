"""References to another part of the record, which a pattern would compare as a string: `"<$.OldImage.status.S>"`."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from pipefilter.language.dynamodb_record import IMAGES

__all__ = ["comparison_hint", "image_path", "is_number_of_image", "reference_in", "whole_comparison"]

_BETWEEN_SIGNS = re.compile(r"<\s{0,9}\$\.?([^<>]{1,2000})>")
_NAME, _KEY = r"[A-Za-z_][\w:#@-]*", r"""\[(?:[0-9]+|\*|'[^']*'|"[^"]*")\]"""
_JSON_PATH = re.compile(rf"\$(?:\.{_NAME}|{_KEY})+")
_BRACKET = re.compile(r"""\[['"]?([^'"\]]*)['"]?\]""")
_OTHER_IMAGE = {"NewImage": "OldImage", "OldImage": "NewImage"}


def reference_in(text: str) -> tuple[str, ...]:
    """The path in a string such as `with <$.OldImage.status.S>`, or `$.detail.state` alone; else empty."""
    between = _BETWEEN_SIGNS.search(text)
    if between is not None:
        path = between[1]
    elif _JSON_PATH.fullmatch(text.strip()):
        path = text.strip()[1:]
    else:
        return ()
    return tuple(step for step in _BRACKET.sub(r".\1", path).strip().split(".") if step)


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
    if not path:
        return "compare them in the target: a pattern cannot compare two parts of an event"
    if counterpart and path != counterpart:
        return (
            "use pipefilter build dynamodb --from FILE to compare an attribute with itself in the other image, as in "
            f'{{"{operator}": "<$.{counterpart}>"}}; compare anything else in the target'
        )
    comparison = whole_comparison(path, operator) if field is None else f'{{"{operator}": "<$.{path}>"}}'
    return (
        "a pattern can compare only with constants: use pipefilter build dynamodb --from FILE, which reads "
        f"{comparison} and writes the narrowest pattern for it"
    )


def whole_comparison(path: str, operator: str) -> str:
    """The comparison of an attribute as an extended pattern.

    Args:
        path: of the attribute in one image, such as `OldImage.status.S`.
    """
    image, *names = path.split(".")
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


def is_number_of_image(steps: Sequence[str]) -> bool:
    """Whether the steps lead to a number in a DynamoDB image, which the record has as a string.

    Args:
        steps: the names, the index of an alternative, and the name of an operator.
    """
    names = [name for step in steps[:-2] for name in step.split(".")]
    return names[-1:] in (["N"], ["NS"]) and any(image in names for image in IMAGES)
