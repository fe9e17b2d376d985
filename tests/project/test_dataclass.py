"""Dataclasses with methods that are compiled later behave as those of the standard library."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import sys
from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING, Any

import pytest

from pipefilter.dataclass import dataclass

if TYPE_CHECKING:
    Classes = dict[str, Any]


def classes_made_with(decorator: Callable[..., Any]) -> Classes:
    """Classes of every sort that the package has: frozen or not, with defaults, inherited, with methods of their own."""

    @decorator(frozen=True, slots=True)
    class Point:
        x: int
        y: list[int] = field(default_factory=list)
        label: str = field(default="", compare=False)
        secret: str = field(default="?", repr=False, hash=False)

    @decorator(frozen=True, slots=True)
    class Labelled(Point):
        of: tuple[Point, ...] = ()

    @decorator(frozen=True, slots=True, kw_only=True)
    class Options:
        depth: int
        name: str | None = None

    @decorator(frozen=True, slots=True)
    class Checked:
        value: int
        double: int = field(init=False)

        def __post_init__(self) -> None:
            if self.value < 0:
                raise ValueError("negative")
            object.__setattr__(self, "double", 2 * self.value)

    @decorator(slots=True)
    class Counter:
        total: int = 0
        seen: dict[str, int] = field(default_factory=dict)

    @decorator(frozen=True, slots=True, eq=False)
    class Identity:
        value: object

    @decorator(frozen=True, slots=True)
    class Own:
        value: object

        def __repr__(self) -> str:
            return "own"

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Own)

        def __hash__(self) -> int:
            return 7

    @decorator(frozen=True, slots=True)
    class Empty:
        pass

    return {name: made for name, made in locals().items() if isinstance(made, type)}


OURS = classes_made_with(dataclass)
THEIRS = classes_made_with(dataclasses.dataclass)
EXPRESSIONS = [
    "Point(1)",
    "Point(1, [2], 'a', 'b')",
    "Point(x=1, label='a').label",
    "Point()",
    "Point(1, 2, 3, 4, 5)",
    "Point(1, z=2)",
    "Point(1).y is Point(1).y",
    "Point(1) == Point(1, label='a')",
    "Point(1) == Point(2)",
    "Point(1) != Point(1)",
    "Point(1, secret='a') == Point(1, secret='b')",
    "Point(1) == Labelled(1)",
    "hash(Point(1, ())) == hash(Point(1, (), 'a', 'b'))",
    "hash(Point(1))",
    "Labelled(1, of=(Point(2),))",
    "Options(depth=1)",
    "Options(1)",
    "Checked(2).double",
    "Checked(-1)",
    "replace(Checked(2), value=3).double",
    "replace(Point(1), x=3)",
    "replace(Checked(2), double=3)",
    "asdict(Labelled(1, of=(Point(2),)))",
    "Counter()",
    "Counter() == Counter(0, {})",
    "hash(Counter())",
    "setattr(Counter(), 'total', 3)",
    "setattr(Counter(), 'other', 3)",
    "setattr(Point(1), 'x', 3)",
    "delattr(Point(1), 'x')",
    "vars(Point(1))",
    "Identity(1) == Identity(1)",
    "hash(Identity([])) is None",
    "Own(1)",
    "Own(1) == Own(2)",
    "hash(Own(1)) == hash(Own(1))",
    "Empty()",
    "Empty() == Empty()",
    "hash(Empty()) == hash(Empty())",
    "copy(Point(1, [2]))",
    "Point(1, [2]) == deepcopy(Point(1, [2]))",
    "Point.__match_args__",
    "Point.__slots__",
    "Point.__init__.__qualname__.rpartition('.')[2]",
    "[field.name for field in fields(Labelled)]",
    "is_dataclass(Point)",
]
FUNCTIONS = {name: getattr(dataclasses, name) for name in ("replace", "asdict", "fields", "is_dataclass")}
FUNCTIONS |= {"copy": copy.copy, "deepcopy": copy.deepcopy}


def outcome(expression: str, classes: Classes) -> str:
    try:
        value = eval(expression, dict(FUNCTIONS), classes)  # noqa: S307 - the lines above
    except Exception as error:  # noqa: BLE001 - any error is compared
        return f"{type(error).__name__}: {error}"
    return repr(value)


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_each_behaves_as_in_the_standard_library(expression: str) -> None:
    assert outcome(expression, classes_made_with(dataclass)) == outcome(expression, THEIRS)


@pytest.mark.parametrize("name", OURS)
def test_signatures_are_the_same(name: str) -> None:
    """Also before the first instance: editors and Hypothesis read them."""
    ours = classes_made_with(dataclass)[name]
    signature, reference = inspect.signature(ours), inspect.signature(THEIRS[name])
    assert list(signature.parameters) == list(reference.parameters)
    assert [each.kind for each in signature.parameters.values()] == [
        each.kind for each in reference.parameters.values()
    ]
    assert {key: str(each) for key, each in ours.__init__.__annotations__.items()} == {
        key: str(each) for key, each in THEIRS[name].__init__.__annotations__.items()
    }


@dataclass(frozen=True, slots=True)
class Pickled:
    value: int
    more: tuple[int, ...] = ()


def test_instances_are_pickled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The processes that read traffic send them."""
    monkeypatch.setitem(sys.modules, __name__, sys.modules.get(__name__) or inspect.getmodule(Pickled))
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(Pickled(1, (2,)), protocol)) == Pickled(1, (2,))  # noqa: S301 - our own


@pytest.mark.parametrize("classes", [OURS, THEIRS])
def test_users_inherit_with_the_decorator_of_the_standard_library(classes: Classes) -> None:
    point: Any = classes["Point"]

    @dataclasses.dataclass(frozen=True)
    class Marked(point):  # type: ignore[misc]  # a class of either kind
        mark: str = "!"

    marked = Marked(1, mark="?")
    assert (marked.x, marked.y, marked.mark) == (1, [], "?")
    assert marked == Marked(1, mark="?") != Marked(1)
    for name in ("x", "mark"):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(marked, name, 2)
    with pytest.raises(TypeError, match="cannot inherit non-frozen"):
        dataclasses.dataclass(type("Changing", (point,), {}))


def test_no_attribute_is_added() -> None:
    """With slots, the standard library of Python 3.11 raises a `TypeError` that describes its own mistake."""
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'other'"):
        OURS["Point"](1).other = 2


def test_a_method_is_compiled_once() -> None:
    """After its first use, a class has the function itself, which is as fast as that of the standard library."""
    point = classes_made_with(dataclass)["Point"]
    assert not inspect.isfunction(vars(point)["__init__"])
    assert point(1) == point(1)
    assert inspect.isfunction(vars(point)["__init__"])
    assert inspect.isfunction(vars(point)["__eq__"])
