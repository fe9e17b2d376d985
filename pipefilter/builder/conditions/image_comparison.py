"""Extended patterns, which compare the images, as AWS's patterns cannot: `{"not-equals": "<$.OldImage.status.S>"}`.

An extended pattern is an event pattern for stream records in which a field's list may have `not-equals` or `equals` with
the path of the same attribute in the other image, with or without quotes. `anything-but` with such a path means
`not-equals`, and the path alone `equals`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TypeVar

from pipefilter.builder.conditions.attribute_condition import Attribute
from pipefilter.builder.conditions.change import Changed
from pipefilter.builder.conditions.condition import AllOf, AnyOf, Condition, combine
from pipefilter.builder.conditions.event_name import event
from pipefilter.builder.conditions.extended_json import read_extended_json
from pipefilter.builder.conditions.image_reference import first_reference, reference_steps, strings_in
from pipefilter.builder.faults import InvalidCondition
from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.builder.records.attribute_value import SINGLE_TYPES
from pipefilter.builder.records.stream_record import IMAGE_MEMBERS, Image
from pipefilter.json_text.place import pointer_step
from pipefilter.json_text.python_value import NotJson, from_python
from pipefilter.json_text.writer import written
from pipefilter.language.dynamodb_record import EVENT_NAMES, TYPE_KEYS, TypeKey
from pipefilter.language.record_reference import image_path, reference_in, typed_path, whole_comparison
from pipefilter.language.unknown_operator import COMPARISON_NAMES

__all__ = ["from_extended_pattern", "types_in_extended_pattern"]

_T = TypeVar("_T")
_COMPARE = ("not-equals", "equals")
_BY_MEMBER: dict[str, Image] = {member: image for image, member in IMAGE_MEMBERS.items()}


def from_extended_pattern(pattern: str | Mapping[str, object]) -> Condition:
    """The condition of an extended pattern, which may compare the images, as with `<$.OldImage.status.S>`.

    Args:
        pattern: a dict, or JSON text in which references may be without quotes.

    Raises:
        InvalidCondition: it is not JSON, or is not a valid extended pattern; with a JSON pointer to the fault.
    """
    tree = _tree(pattern)
    if not isinstance(tree, Mapping) or not tree:
        string = next(strings_in(tree), "")
        example = f", such as {_whole_pattern(string, 'not-equals')}" if reference_steps(string) else ""
        raise InvalidCondition(f"an event pattern is a JSON object with at least one field{example}")
    return _object(tree, (), set())


def _tree(pattern: object) -> object:
    """The pattern as a tree; a Python object that contains itself is rejected."""
    if isinstance(pattern, str):
        return read_extended_json(pattern)
    try:
        from_python(dict(pattern) if isinstance(pattern, Mapping) else pattern)
    except NotJson as fault:
        raise InvalidCondition(f"at {fault.pointer or '/'}: {fault.reason}") from None
    return pattern


def types_in_extended_pattern(pattern: str | Mapping[str, object]) -> dict[str, list[str]]:
    """The types in the references of an extended pattern, by the attribute's path.

    Args:
        pattern: one that `from_extended_pattern` can read.
    """
    types: dict[str, list[str]] = {}
    for string in strings_in(_tree(pattern)):
        if steps := reference_steps(string):
            _, path, type_ = _place(steps)
            if type_ not in types.setdefault(str(path), []):
                types[str(path)].append(type_)
    return types


def _object(
    tree: Mapping[str, object], above: tuple[str, ...], before: set[tuple[str, ...]], ors: int = 0
) -> Condition:
    """The condition of an object; its fields are added to those before it in the same branches of `$or`."""
    if len(above) + ors > 100:
        raise InvalidCondition(f"at {_pointer(above)}: this is nested more deeply than any record can be")
    conditions = []
    for name, value in tree.items():
        if not isinstance(name, str):
            raise InvalidCondition(f"at {_pointer(above)}: the field name {name!r} is not a string")
        steps = (*above, *(name.split(".") if not above and "." in name else (name,)))
        if name == "$or":
            conditions.append(_or(value, above, before, ors + 1))
        elif isinstance(value, Mapping) and value:
            conditions.append(_object(value, steps, before, ors))
        elif isinstance(value, list) and value and not (name in COMPARISON_NAMES and first_reference(value)):
            _require_new(steps, before)
            conditions.append(_field(steps, value))
        else:
            raise InvalidCondition(f"at {_pointer(steps)}: {_what_is_missing(name, value, above)}")
    return combine(AllOf, *conditions)


def _whole_pattern(reference: str, operator: str) -> str:
    """A comparison as a whole pattern, for any reference."""
    return whole_comparison(image_path(reference_in(reference)) or "OldImage.status.S", operator)


def _what_is_missing(name: str, value: object, above: tuple[str, ...]) -> str:
    """The message for a member that is neither an object nor a field's list."""
    reference = first_reference(value)
    if not reference:
        return "a field requires an array with at least one element"
    operator = COMPARISON_NAMES.get(name, "")
    if name not in TYPE_KEYS and above[-1:] not in [(key,) for key in TYPE_KEYS]:
        return f"put a comparison at its attribute: write {_whole_pattern(reference, operator or 'not-equals')}"
    element = {operator: reference} if operator else reference
    return f"a field requires an array: write [{json.dumps(element, ensure_ascii=False)}]"


def _require_new(steps: tuple[str, ...], before: set[tuple[str, ...]]) -> None:
    """Reject a field that is before it in the same branch: AWS evaluates the last one only, so it is not a condition."""
    path = steps[1:] if steps[:1] == ("dynamodb",) else steps
    if path in before:
        raise InvalidCondition(
            f"at {_pointer(steps)}: the field is in the same branch of the pattern more than once, and AWS evaluates only "
            "the last one: write each field once, either beside $or or inside it"
        )
    before.add(path)


def _or(value: object, above: tuple[str, ...], before: set[tuple[str, ...]], ors: int) -> Condition:
    if (
        not isinstance(value, list)
        or len(value) < 2
        or not all(isinstance(choice, Mapping) and choice for choice in value)
    ):
        raise InvalidCondition(f"at {_pointer((*above, '$or'))}: $or requires an array of at least two objects")
    branches = [set(before) for _ in value]
    choices = [_object(choice, above, branch, ors) for choice, branch in zip(value, branches, strict=True)]
    before.update(*branches)
    return combine(AnyOf, *choices)


def _field(steps: tuple[str, ...], alternatives: list[object]) -> Condition:
    if steps == ("eventName",):
        names = [name for name in alternatives if isinstance(name, str)]
        if len(names) != len(alternatives):
            raise InvalidCondition(f"at /eventName: use only these names: {', '.join(EVENT_NAMES)}")
        if any(name not in EVENT_NAMES and name.upper() in EVENT_NAMES for name in names):
            raise InvalidCondition(
                f"at /eventName: event names are case-sensitive: write {', '.join(map(str.upper, names))}"
            )
        return _with_pointer(lambda: event(*names), steps)
    image, path, type_ = _place(steps)
    return combine(AnyOf, *(_alternative(image, path, type_, each, steps) for each in alternatives))


def _place(steps: tuple[str, ...]) -> tuple[Image, AttributePath, TypeKey]:
    """The attribute of a field, whose steps are a name, a type key, a name ... and a type key."""
    rest = steps[1:] if steps[:1] == ("dynamodb",) else steps
    if not rest or rest[0] not in _BY_MEMBER:
        raise InvalidCondition(
            f"at {_pointer(steps)}: only eventName and attributes in NewImage, OldImage and Keys are supported here"
        )
    names, last = rest[1:-1], rest[-1]
    if len(rest) < 3 or last not in TYPE_KEYS or any(key != "M" for key in names[1::2]) or len(names) % 2 == 0:
        typed = typed_path(".".join(rest)).partition(".")[2]
        example = f"such as {typed}" if typed else "such as status.S or address.M.city.S"
        lists = "" if typed else "; paths into lists are not supported here"
        raise InvalidCondition(
            f"at {_pointer(steps)}: the path to an attribute is its name and its type key, {example}{lists}"
        )
    if last not in SINGLE_TYPES:
        raise InvalidCondition(
            f"at {_pointer(steps)}: {last} is not the type of a single value: name a value in it"
        )
    return _BY_MEMBER[rest[0]], AttributePath(names[::2]), last


def _alternative(
    image: Image, path: AttributePath, type_: TypeKey, alternative: object, steps: tuple[str, ...]
) -> Condition:
    attribute = Attribute(image, path, type_)
    if reference_steps(alternative):
        return _same_attribute(image, path, type_, alternative, steps)
    if not isinstance(alternative, Mapping):
        if alternative is None or (isinstance(alternative, int | float) and not isinstance(alternative, bool)):
            digits = (
                f": write {written(json.dumps(alternative))}"
                if type_ == "N" and alternative is not None
                else ""
            )
            raise InvalidCondition(
                f"at {_pointer(steps)}: {json.dumps(alternative)} is never a value of type {type_}{digits}"
            )
        return _with_pointer(lambda: attribute.in_({type_: alternative}), steps)
    if len(alternative) != 1:
        raise InvalidCondition(f"at {_pointer(steps)}: an operator is an object with one field")
    name, operand = next(iter(alternative.items()))
    if name in _COMPARE:
        same = _same_attribute(image, path, type_, operand, steps)
        return same if name == "equals" else ~same
    references = [string for string in strings_in(operand) if reference_steps(string)]
    if references and name == "anything-but" and isinstance(operand, str | list):
        listed = operand if isinstance(operand, list) else [operand]
        changed = [~_same_attribute(image, path, type_, each, steps) for each in references]
        others = [each for each in listed if not reference_steps(each)]
        plain = [_with_pointer(lambda: attribute.operator(name, others), steps)] if others else []
        return combine(AllOf, *changed, *plain)
    if references:
        raise InvalidCondition(
            f"at {_pointer(steps)}: {name} cannot refer to the other image; an attribute can only be compared with "
            f'itself, using {{"not-equals": "<$.{image_path(reference_in(references[0]))}>"}} or equals'
        )
    if name == "exists" and isinstance(operand, bool):
        there = attribute.has_type()  # whatever the values of other types: they are at other fields
        return there if operand else ~there
    return _with_pointer(lambda: attribute.operator(name, operand), steps)


def _same_attribute(
    image: Image, path: AttributePath, type_: TypeKey, operand: object, steps: tuple[str, ...]
) -> Condition:
    reference = reference_steps(operand, alone=True)
    if not reference:
        raise InvalidCondition(
            f'at {_pointer(steps)}: write the path in the other image, such as "<$.OldImage.{path}.{type_}>"'
        )
    if not image_path(reference):
        raise InvalidCondition(
            f"at {_pointer(steps)}: {'.'.join(reference)} is not in the other image, and an attribute can only be compared with itself there"
        )
    other = _with_pointer(lambda: _place(reference), steps)
    if "keys" in (image, other[0]) or other[0] == image:
        raise InvalidCondition(
            f"at {_pointer(steps)}: only NewImage and OldImage can be compared with each other"
        )
    if other[1] == path and other[2] != type_:
        same_type = f"{image_path(reference).removesuffix(other[2])}{type_}"
        raise InvalidCondition(
            f"at {_pointer(steps)}: {'.'.join(reference)} is a value of type {other[2]}, and this field is a value of type "
            f'{type_}: to compare values of the same type, write "<$.{same_type}>"'
        )
    if other[1:] != (path, type_):
        raise InvalidCondition(
            f"at {_pointer(steps)}: {'.'.join(reference)} is a different attribute; an attribute can only be compared with itself "
            "before and after"
        )
    return ~Changed(path)


def _with_pointer(reader: Callable[[], _T], steps: tuple[str, ...]) -> _T:
    """The result of a reader; a fault gets the pointer to its place."""
    try:
        return reader()
    except InvalidCondition as fault:
        raise InvalidCondition(f"at {_pointer(steps)}: {fault}") from None


def _pointer(steps: tuple[str, ...]) -> str:
    return "".join(map(pointer_step, steps)) or "/"
