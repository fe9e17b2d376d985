"""The names that were probably meant."""

from __future__ import annotations

import pytest

from pipefilter.events.near_name import near_name, near_path
from pipefilter.events.shape import NUMBER, OPEN, STRING, look_up, object_of

EVENT = object_of(
    {
        "detail-type": STRING,
        "source": STRING,
        "detail": object_of({"state": STRING, "instance-id": STRING, "size": object_of({"bytes": NUMBER})}),
        "free": OPEN,
    }
)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("State", "state"),
        ("sttate", "state"),
        ("stte", "state"),
        ("satte", "state"),
        ("instanceId", "instance-id"),
        ("instance_id", "instance-id"),
        ("other", ""),
        ("", ""),
    ],
)
def test_near_name(name: str, near: str) -> None:
    assert near_name(name, EVENT.fields["detail"].fields) == near


def test_short_names_differ_in_one_letter() -> None:
    assert near_name("abc", ["abd"]) == "abd"
    assert near_name("abc", ["ade"]) == ""
    assert near_name("i", ["id"]) == "id"
    assert near_name("ip", ["id", "i-p"]) == "i-p"


@pytest.mark.parametrize(
    ("path", "near", "is_level"),
    [
        ("detail.State", "detail.state", False),
        ("detail.Size.bytes", "detail.size.bytes", False),
        ("state", "detail.state", True),
        ("size.bytes", "detail.size.bytes", True),
        ("detail.data.state", "detail.state", True),
        ("detail.bytes", "detail.size.bytes", True),
        ("detail.size.state", "detail.state", True),
        ("detail.source", "source", True),
        ("detail.nothing", None, False),
        ("detail.nothing.at.all", None, False),
    ],
)
def test_near_path(path: str, near: str | None, is_level: bool) -> None:
    steps = tuple(path.split("."))
    known = look_up(EVENT, steps).known
    assert known < len(steps)
    meant = near_path(EVENT, steps, known)
    assert (meant and ".".join(meant.steps)) == near
    assert meant is None or meant.is_level is is_level


def test_open_places() -> None:
    assert look_up(EVENT, ("free", "any", "thing")).known == 3
    assert [".".join(path) for path, _ in EVENT.paths()] == [
        "detail-type",
        "source",
        "detail.state",
        "detail.instance-id",
        "detail.size.bytes",
        "free",
    ]
