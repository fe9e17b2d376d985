"""What it does if a change switches a resource on or off, or changes whether it is deployed."""

from __future__ import annotations

from dataclasses import replace

from pipefilter.application.diffing.difference import Difference
from pipefilter.templates.switch import Switch

__all__ = ["with_switch"]


def with_switch(pair: Difference) -> Difference:
    """A difference that also says what a change of its switch does."""
    old = pair.old.activation if pair.old is not None else None
    new = pair.new.activation if pair.new is not None else None
    if old is None or new is None:
        return pair
    if any(old.calls.count(call) > new.calls.count(call) for call in old.calls):
        return _doubt(pair, "whether it is deployed depends on the calls of its module, which differ")
    if old.identity != new.identity:
        return _of_change(pair, old.switch, new.switch)
    is_off = new.switch.is_on is False
    return _noted(pair, f"it is switched off, as before: {new.switch.reason}") if is_off else pair


def _of_change(pair: Difference, old: Switch, new: Switch) -> Difference:
    if new.is_on is False and old.is_on is not False:
        note = f"it still exists, but is switched off: {new.reason}"
        return Difference("removed", pair.old, None, loses=True, gains=False, note=note)
    if old.is_on is False and new.is_on:
        note = f"it existed before, but was switched off: {old.reason}"
        return Difference("added", None, pair.new, loses=False, gains=True, note=note)
    if old.is_on is None or new.is_on is None:
        return _doubt(pair, f"whether it is deployed and switched on depends on {new.reason or old.reason}")
    return pair


def _noted(pair: Difference, note: str) -> Difference:
    return replace(pair, note="; ".join(filter(None, (pair.note, note))))


def _doubt(pair: Difference, reason: str) -> Difference:
    """What is certain of the filters stays so."""
    if pair.status == "not proven":
        return pair
    return replace(pair, status="not proven", loses=pair.loses or None, gains=pair.gains or None, reason=reason)
