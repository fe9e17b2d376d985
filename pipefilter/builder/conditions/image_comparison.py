"""A pattern that compares the images, which AWS does not have: `{"not-equals": "<$.OldImage.status.S>"}`.

It is an event pattern of a stream's records in which a field's list may hold `not-equals` or `equals` with the path of
the same attribute in the other image, in quotes or without them. `anything-but` with such a path means `not-equals`, and
the path alone `equals`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from typing import TypeVar

from pipefilter.builder.conditions.attribute_condition import Attribute
from pipefilter.builder.conditions.change import Changed
from pipefilter.builder.conditions.condition import AllOf, AnyOf, Condition, joined
from pipefilter.builder.conditions.event_name import event
from pipefilter.builder.conditions.image_reference import (
    bare_references,
    first_reference,
    reference_steps,
    strings_in,
    with_quotes,
)
from pipefilter.builder.faults import InvalidCondition, NoJson
from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.builder.records.attribute_value import TYPES, AttributeType
from pipefilter.builder.records.stream_record import EVENT_NAMES, IMAGES, Image
from pipefilter.json_text.place import pointer_step
from pipefilter.json_text.python_value import NotJson, from_python
from pipefilter.json_text.writer import written
from pipefilter.language.record_reference import image_path, reference_in, whole_comparison
from pipefilter.language.unknown_operator import COMPARISON_NAMES

__all__ = ["from_extended_pattern", "types_in_extended_pattern", "wish_json"]

_T = TypeVar("_T")
_COMPARE = ("not-equals", "equals")
_BY_MEMBER: dict[str, Image] = {member: image for image, member in IMAGES.items()}


def from_extended_pattern(pattern: str | Mapping[str, object]) -> Condition:
    """The condition that an extended pattern says: one that compares the images, as with `<$.OldImage.status.S>`.

    Args:
        pattern: a dict, or JSON text in which references need not stand in quotes.

    Raises:
        InvalidCondition: it is no JSON, or says what cannot be, with a JSON pointer to it.
    """
    tree = _tree(pattern)
    if not isinstance(tree, Mapping) or not tree:
        lone = next(strings_in(tree), "")
        example = f", such as {_whole(lone, 'not-equals')}" if reference_steps(lone) else ""
        raise InvalidCondition(f"an event pattern is a JSON object with at least one member{example}")
    return _object(tree, ())


def _tree(pattern: object) -> object:
    """What is given as a tree, which ends: an object of Python may be in itself."""
    if isinstance(pattern, str):
        return wish_json(pattern)
    try:
        from_python(dict(pattern) if isinstance(pattern, Mapping) else pattern)
    except NotJson as fault:
        raise InvalidCondition(f"at {fault.pointer or '/'}: {fault.reason}") from None
    return pattern


def wish_json(text: str) -> object:
    """The JSON of a text in which references need not stand in quotes.

    Args:
        text: as it was written.

    Raises:
        InvalidCondition: an object has two members with the same name, of which JSON would keep one.
        NoJson: it is none, with the place in the text as it was written.
    """
    try:
        tree: object = json.loads(with_quotes(text), object_pairs_hook=_members)
    except json.JSONDecodeError as error:
        at = error.pos
        for end in bare_references(text):  # each has two quotes more than there were
            if at > end:
                at -= 2
        raise NoJson(error.msg, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)) from None
    except InvalidCondition:  # which is a ValueError too
        raise
    except ValueError:  # a number of thousands of digits, which Python does not read
        raise NoJson("a number has too many digits", 1, 1) from None
    except RecursionError:
        raise NoJson("it is nested too deep", 1, 1) from None
    return tree


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        repeated = next(name for name, count in counts.items() if count > 1)
        raise InvalidCondition(f"an object has {written(repeated)} more than once: write each name once")
    return members


def types_in_extended_pattern(pattern: str | Mapping[str, object]) -> dict[str, list[str]]:
    """The types that the references of an extended pattern name, by the attribute's path.

    Args:
        pattern: that `from_extended_pattern` has read.
    """
    found: dict[str, list[str]] = {}
    for string in strings_in(_tree(pattern)):
        if steps := reference_steps(string):
            _, path, type_ = _place(steps)
            if type_ not in found.setdefault(str(path), []):
                found[str(path)].append(type_)
    return found


def _object(tree: Mapping[str, object], above: tuple[str, ...], ors: int = 0) -> Condition:
    if len(above) + ors > 100:  # noqa: PLR2004 - DynamoDB takes 32 levels, of three names at most
        raise InvalidCondition(f"at {_pointer(above)}: this is nested deeper than a record can be")
    found = []
    for name, value in tree.items():
        if not isinstance(name, str):
            raise InvalidCondition(f"at {_pointer(above)}: the name {name!r} is not a string")
        steps = (*above, *(name.split(".") if not above and "." in name else (name,)))
        if name == "$or":
            found.append(_or(value, above, ors + 1))
        elif isinstance(value, Mapping) and value:
            found.append(_object(value, steps, ors))
        elif isinstance(value, list) and value and not (name in COMPARISON_NAMES and first_reference(value)):
            found.append(_field(steps, value))
        else:
            raise InvalidCondition(f"at {_pointer(steps)}: {_what_is_missing(name, value, above)}")
    return joined(AllOf, *found)


def _whole(reference: str, operator: str) -> str:
    """A comparison as a whole pattern, whatever the reference is to."""
    return whole_comparison(image_path(reference_in(reference)) or "OldImage.status.S", operator)


def _what_is_missing(name: str, value: object, above: tuple[str, ...]) -> str:
    """What to say of a member that is neither an object nor a field's list."""
    reference = first_reference(value)
    if not reference:
        return "a field's value is a list with at least one element"
    operator = COMPARISON_NAMES.get(name, "")
    if name not in TYPES and above[-1:] not in [(one,) for one in TYPES]:
        return f"a comparison stands at its attribute: write {_whole(reference, operator or 'not-equals')}"
    element = {operator: reference} if operator else reference
    return f"a field's value is a list: write [{json.dumps(element, ensure_ascii=False)}]"


def _or(value: object, above: tuple[str, ...], ors: int) -> Condition:
    if (
        not isinstance(value, list)
        or len(value) < 2  # noqa: PLR2004 - AWS says so
        or not all(isinstance(one, Mapping) and one for one in value)
    ):
        raise InvalidCondition(
            f"at {_pointer((*above, '$or'))}: $or is followed by a list of at least two objects"
        )
    return joined(AnyOf, *(_object(one, above, ors) for one in value))


def _field(steps: tuple[str, ...], alternatives: list[object]) -> Condition:
    if steps == ("eventName",):
        names = [one for one in alternatives if isinstance(one, str)]
        if len(names) != len(alternatives):
            raise InvalidCondition(f"at /eventName: write the names: {', '.join(EVENT_NAMES)}")
        if any(name not in EVENT_NAMES and name.upper() in EVENT_NAMES for name in names):
            raise InvalidCondition(
                f"at /eventName: a pattern compares names with their case: write {', '.join(map(str.upper, names))}"
            )
        return _told(lambda: event(*names), steps)
    image, path, type_ = _place(steps)
    return joined(AnyOf, *(_alternative(image, path, type_, one, steps) for one in alternatives))


def _place(steps: tuple[str, ...]) -> tuple[Image, AttributePath, AttributeType]:
    """The attribute at which the steps of a field end: name, type key, name ... type key."""
    rest = steps[1:] if steps[:1] == ("dynamodb",) else steps
    if not rest or rest[0] not in _BY_MEMBER:
        raise InvalidCondition(
            f"at {_pointer(steps)}: only eventName and attributes in NewImage, OldImage and Keys can be asked for here"
        )
    names, last = rest[1:-1], rest[-1]
    if len(rest) < 3 or last not in TYPES or any(one != "M" for one in names[1::2]) or len(names) % 2 == 0:  # noqa: PLR2004
        raise InvalidCondition(
            f"at {_pointer(steps)}: the way to an attribute is its name and its type key, such as status.S, or "
            "address.M.city.S; lists cannot be gone into here"
        )
    if last in ("M", "L", "SS", "NS", "BS"):
        raise InvalidCondition(f"at {_pointer(steps)}: {last} holds no single value; name what is in it")
    return _BY_MEMBER[rest[0]], AttributePath(names[::2]), last


def _alternative(
    image: Image, path: AttributePath, type_: AttributeType, given: object, steps: tuple[str, ...]
) -> Condition:
    attribute = Attribute(image, path, type_)
    if reference_steps(given):
        return _same_attribute(image, path, type_, given, steps)
    if not isinstance(given, Mapping):
        if given is None or (isinstance(given, int | float) and not isinstance(given, bool)):
            digits = f": write {written(json.dumps(given))}" if type_ == "N" and given is not None else ""
            raise InvalidCondition(
                f"at {_pointer(steps)}: {json.dumps(given)} is never the value of {type_}{digits}"
            )
        return _told(lambda: attribute.in_({type_: given}), steps)
    if len(given) != 1:
        raise InvalidCondition(f"at {_pointer(steps)}: an operator is an object with one member")
    name, operand = next(iter(given.items()))
    if name in _COMPARE:
        same = _same_attribute(image, path, type_, operand, steps)
        return same if name == "equals" else ~same
    references = [one for one in strings_in(operand) if reference_steps(one)]
    if references and name == "anything-but" and isinstance(operand, str | list):
        listed = operand if isinstance(operand, list) else [operand]
        changed = [~_same_attribute(image, path, type_, one, steps) for one in references]
        others = [one for one in listed if not reference_steps(one)]
        plain = [_told(lambda: attribute.operator(name, others), steps)] if others else []
        return joined(AllOf, *changed, *plain)
    if references:
        raise InvalidCondition(
            f"at {_pointer(steps)}: {name} cannot look at the other image; only one and the same attribute can be compared "
            f'with itself, with {{"not-equals": "<$.{image_path(reference_in(references[0]))}>"}} or equals'
        )
    if name == "exists" and isinstance(operand, bool):
        there = attribute.exists()
        return there if operand else ~there
    return _told(lambda: attribute.operator(name, operand), steps)


def _same_attribute(
    image: Image, path: AttributePath, type_: AttributeType, operand: object, steps: tuple[str, ...]
) -> Condition:
    reference = reference_steps(operand, alone=True)
    if not reference:
        raise InvalidCondition(
            f'at {_pointer(steps)}: write the other image\'s path, such as "<$.OldImage.{path}.{type_}>"'
        )
    if not image_path(reference):
        raise InvalidCondition(
            f"at {_pointer(steps)}: {'.'.join(reference)} is not in the other image, and an attribute is compared with nothing else"
        )
    other = _told(lambda: _place(reference), steps)
    if "keys" in (image, other[0]) or other[0] == image:
        raise InvalidCondition(
            f"at {_pointer(steps)}: NewImage can be compared with OldImage, and nothing else"
        )
    if other[1:] != (path, type_):
        raise InvalidCondition(
            f"at {_pointer(steps)}: {'.'.join(reference)} is another attribute; only one and the same can be compared with itself "
            "before and after"
        )
    return ~Changed(path)


def _told(read: Callable[[], _T], steps: tuple[str, ...]) -> _T:
    """What is read, or what is wrong with it, and where."""
    try:
        return read()
    except InvalidCondition as fault:
        raise InvalidCondition(f"at {_pointer(steps)}: {fault}") from None


def _pointer(steps: tuple[str, ...]) -> str:
    return "".join(map(pointer_step, steps)) or "/"
