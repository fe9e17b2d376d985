"""`dataclasses.dataclass`, except that the methods of a class are compiled when they are first used.

The standard library compiles six methods when it creates a class, which is most of the time that an import takes. Most
classes that a command imports are never instantiated, or never compared. Everything else (`fields`, `replace`, `match`,
slots) is the standard library's own. Type checkers see its decorator.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import MISSING, Field, fields
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = ["dataclass"]

_Instance = TypeVar("_Instance")


def _dataclass(
    *,
    eq: bool = True,
    frozen: bool = False,
    kw_only: bool = False,
    repr: bool = True,  # noqa: A002 - as the standard library calls it
    slots: bool = False,
) -> Callable[[type[_Instance]], type[_Instance]]:
    """The decorator; what the options mean is in the standard library's documentation."""

    def decorate(cls: type[_Instance]) -> type[_Instance]:
        if cls.__doc__ is None:  # the standard library would make one of the signature, so compile `__init__`
            cls.__doc__ = cls.__name__
        with _thawed(cls if frozen else object):
            cls = dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=kw_only, slots=slots)(cls)
        _add(cls, "__init__", _Method(cls, _frozen_initializer if frozen else _initializer))
        if repr:
            _add(cls, "__repr__", _representation)
        if eq:
            _add(cls, "__eq__", _Method(cls, _equality))
            _add(cls, "__hash__", _Method(cls, _hash) if frozen else None)
        if frozen:
            _freeze(cls)
        return cls

    return decorate


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = _dataclass


@contextmanager
def _thawed(cls: type) -> Iterator[None]:
    """Have the bases of a class look as if they were not frozen.

    From those that are, the standard library lets only classes inherit that it freezes itself.
    """
    parameters = [vars(base).get("__dataclass_params__") for base in cls.__mro__[1:]]
    frozen = [each for each in parameters if each is not None and each.frozen]
    for each in frozen:
        each.frozen = False
    try:
        yield
    finally:
        for each in frozen:
            each.frozen = True


def _add(cls: type, name: str, method: object) -> None:
    """What the class defines itself remains; Python sets `__hash__` to None where it sees only `__eq__`."""
    if vars(cls).get(name) is None:
        setattr(cls, name, method)


class _Method:
    """Stands for a method of a class until that is needed; then compiles it, and has the class use it from then on."""

    __slots__ = ("_cls", "_write")

    def __init__(self, cls: type, write: Callable[[type[DataclassInstance]], Callable[..., object]]) -> None:
        self._cls = cls
        self._write = write

    def __get__(self, instance: object, owner: type | None = None) -> object:
        method = self._write(self._cls)
        setattr(self._cls, method.__name__, method)
        return method.__get__(instance, owner)


def _compile(
    cls: type, name: str, parameters: list[str], lines: list[str], values: dict[str, object]
) -> Callable[..., object]:
    """A method of these lines, which may use the values; the text is made of the names of fields alone."""
    text = f"def build({', '.join(values)}):\n def {name}({', '.join(parameters)}):\n  "
    scope: dict[str, Any] = {}
    exec(text + "\n  ".join(lines) + f"\n return {name}", vars(sys.modules[cls.__module__]), scope)  # noqa: S102 - names of fields, which are identifiers
    method: Callable[..., object] = scope["build"](**values)
    method.__qualname__ = f"{cls.__qualname__}.{name}"
    return method


def _initializer(cls: type[DataclassInstance]) -> Callable[..., object]:
    return _initializer_with(cls, "self.{} = {}")


def _frozen_initializer(cls: type[DataclassInstance]) -> Callable[..., object]:
    return _initializer_with(cls, "_set(self, {!r}, {})")


def _initializer_with(cls: type[DataclassInstance], assignment: str) -> Callable[..., object]:
    positional, keywords, lines = ["self"], list[str](), list[str]()
    values: dict[str, object] = {"_set": object.__setattr__, "_absent": MISSING}
    for field in fields(cls):
        name = parameter = value = field.name
        if field.default_factory is not MISSING:
            values[f"_make_{name}"] = field.default_factory
            parameter = f"{name}=_absent"
            value = f"_make_{name}() if {name} is _absent else {name}" if field.init else f"_make_{name}()"
        elif field.default is not MISSING:
            values[f"_default_{name}"] = field.default
            parameter = f"{name}=_default_{name}"
            value = name if field.init else f"_default_{name}"
        elif not field.init:  # `__post_init__` assigns it
            continue
        if field.init:
            (keywords if field.kw_only else positional).append(parameter)
        lines.append(assignment.format(name, value))
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    parameters = [*positional, *(["*", *keywords] if keywords else [])]
    method = _compile(cls, "__init__", parameters, lines or ["pass"], values)
    method.__annotations__ = {each.name: each.type for each in fields(cls) if each.init} | {"return": None}
    return method


def _tuple_of(name: str, compared: list[Field[Any]]) -> str:
    return "(" + "".join(f"{name}.{each.name}," for each in compared) + ")"


def _equality(cls: type[DataclassInstance]) -> Callable[..., object]:
    compared = [each for each in fields(cls) if each.compare]
    lines = [
        "if other.__class__ is not self.__class__: return NotImplemented",
        f"return {_tuple_of('self', compared)} == {_tuple_of('other', compared)}",
    ]
    return _compile(cls, "__eq__", ["self", "other"], lines, {})


def _hash(cls: type[DataclassInstance]) -> Callable[..., object]:
    hashed = [each for each in fields(cls) if (each.compare if each.hash is None else each.hash)]
    return _compile(cls, "__hash__", ["self"], [f"return hash({_tuple_of('self', hashed)})"], {})


@recursive_repr()
def _representation(instance: DataclassInstance) -> str:
    values = (f"{each.name}={getattr(instance, each.name)!r}" for each in fields(instance) if each.repr)
    return f"{type(instance).__qualname__}({', '.join(values)})"


def _freeze(cls: type) -> None:
    """Let no field be assigned or deleted, nor an attribute be added."""
    vars(cls)["__dataclass_params__"].frozen = True
    names = frozenset(vars(cls)["__dataclass_fields__"])

    def __setattr__(self: object, name: str, value: object) -> None:  # noqa: N807 - it becomes the method
        if type(self) is cls or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
        object.__setattr__(self, name, value)

    def __delattr__(self: object, name: str) -> None:  # noqa: N807 - likewise
        if type(self) is cls or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
        object.__delattr__(self, name)

    _add(cls, "__setattr__", __setattr__)
    _add(cls, "__delattr__", __delattr__)
    # without these, unpickling would assign to the fields
    _add(cls, "__getstate__", _state)
    _add(cls, "__setstate__", _restore)


def _state(instance: DataclassInstance) -> list[object]:
    return [getattr(instance, each.name) for each in fields(instance)]


def _restore(instance: DataclassInstance, state: list[object]) -> None:
    for field, value in zip(fields(instance), state, strict=True):
        object.__setattr__(instance, field.name, value)
