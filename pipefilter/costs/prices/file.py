"""A file of prices: `{"prices": [{"item": ..., "region": ..., "usd": ..., "per": ..., "date": ..., "source": ...}]}`."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

from pipefilter.costs.prices.price import ITEMS, Price, Prices
from pipefilter.costs.prices.value_reading import amount, is_iso_date, is_region_name
from pipefilter.enumeration import enumeration
from pipefilter.errors import PipefilterError
from pipefilter.json_text.number import Number
from pipefilter.json_text.place import place_of, pointer_step
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import Json, decoded, fast_tree, value_end

__all__ = ["InvalidPrices", "read_prices", "shipped_prices"]

_NEEDED = ("item", "region", "usd", "per", "date", "source")
_NAMES = (*_NEEDED, "unit", "note")
_MAX_PER = 10**15
_MAX_VALUE = 60
_MAX_MESSAGE = 300


class InvalidPrices(PipefilterError):
    """A file of prices is not JSON, or something in it is not a price; the message explains the problem in one sentence.

    `estimate` raises it.
    """


@lru_cache(maxsize=1)
def shipped_prices() -> Prices:
    """The prices that pipefilter ships, each with its source and the day on which it is known to be valid."""
    return read_prices((files("pipefilter.costs.prices") / "prices.json").read_bytes())


def read_prices(data: str | bytes) -> Prices:
    """Parse a file of prices.

    Args:
        data: JSON in the form above, optionally with `unit` and `note`. Bytes are UTF-8, or UTF-16 with a byte order mark.

    Raises:
        InvalidPrices: it is not JSON, or something in it is not a price.
    """
    members = _members(_tree(data), "", ("prices",), ("prices",))
    listed = members["prices"]
    if not isinstance(listed, list):
        raise _wrong("/prices", "must be an array of prices")
    first: dict[tuple[str, str], str] = {}
    prices = []
    for index, entry in enumerate(listed):
        pointer = f"/prices/{index}"
        price = _price(entry, pointer)
        earlier = first.setdefault((price.item, price.region), pointer)
        if earlier != pointer:
            raise _wrong(pointer, f"{price.item} in {price.region} already has a price, at {earlier}")
        prices.append(price)
    return Prices(tuple(prices))


def _tree(data: str | bytes) -> Json:
    try:
        text = decoded(data) if isinstance(data, bytes) else data.removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise InvalidPrices(f"the file is not UTF-8: byte {error.start + 1:,} is invalid") from None
    try:
        tree = fast_tree(text)
        end = value_end(text, len(text) - len(text.lstrip(" \t\r\n")))
    except JsonFault as fault:
        hint = f" ({fault.hint})" if fault.hint else ""
        raise _not_json(text, fault.at, fault.message + hint) from None
    rest = text[end:].lstrip(" \t\r\n")
    if rest:
        raise _not_json(text, len(text) - len(rest), "nothing may follow the JSON value")
    return tree


def _not_json(text: str, offset: int, message: str) -> InvalidPrices:
    place = place_of(text, offset)
    message = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in message[:_MAX_MESSAGE])
    return InvalidPrices(f"line {place.line}, column {place.column}: {message}")


def _wrong(pointer: str, sentence: str) -> InvalidPrices:
    return InvalidPrices(f"at {pointer}: {sentence}" if pointer else sentence)


def _members(node: Json, pointer: str, needed: Iterable[str], known: tuple[str, ...]) -> dict[str, Json]:
    """The members of an object, which must have all required names, and none twice."""
    if not isinstance(node, tuple):
        raise _wrong(pointer, f"expected an object with {enumeration(needed, 'and')}, not {_excerpt(node)}")
    members: dict[str, Json] = {}
    for name, value in node:
        if name not in known:
            raise _wrong(
                pointer, f"unknown name {_excerpt(name)}: the known names are {enumeration(known, 'and')}"
            )
        if name in members:
            raise _wrong(pointer + pointer_step(name), "the name appears twice")
        members[name] = value
    missing = [name for name in needed if name not in members]
    if missing:
        raise _wrong(pointer, f"{enumeration(missing, 'and')} {'is' if len(missing) == 1 else 'are'} missing")
    return members


def _price(node: Json, pointer: str) -> Price:
    members = _members(node, pointer, _NEEDED, _NAMES)
    text = {name: _text(members[name], f"{pointer}/{name}") for name in members if name not in {"usd", "per"}}
    if text["item"] not in ITEMS:
        raise _wrong(
            f"{pointer}/item",
            f"unknown item {_excerpt(text['item'])}: the known items are {enumeration(ITEMS, 'and')}",
        )
    if not is_region_name(text["region"]):
        raise _wrong(f"{pointer}/region", f"{_excerpt(text['region'])} is not a Region such as us-east-1")
    if not is_iso_date(text["date"]):
        raise _wrong(f"{pointer}/date", f"{_excerpt(text['date'])} is not a date such as 2026-10-01")
    if not text["source"]:
        raise _wrong(f"{pointer}/source", "give the source of the price")
    return Price(
        item=text["item"],
        region=text["region"],
        dollars=_dollars(members["usd"], f"{pointer}/usd"),
        per=_per(members["per"], f"{pointer}/per"),
        unit=text.get("unit") or ITEMS[text["item"]].unit,
        date=text["date"],
        source=text["source"],
        note=text.get("note", ""),
    )


def _text(node: Json, pointer: str) -> str:
    if not isinstance(node, str):
        raise _wrong(pointer, f"expected a string, not {_excerpt(node)}")
    if not node.isprintable():  # it is printed on one line
        raise _wrong(pointer, f"{_excerpt(node)} is not plain text on one line")
    return node


def _dollars(node: Json, pointer: str) -> Decimal:
    text = node.text if isinstance(node, Number) else node
    dollars = amount(text) if isinstance(text, str) else None
    if dollars is None:
        raise _wrong(pointer, f'{_excerpt(node)} is not an amount of at least 0, such as 0.40 or "0.40"')
    return dollars


def _per(node: Json, pointer: str) -> int:
    text = node.text if isinstance(node, Number) else ""
    per = int(text) if text.isdecimal() and len(text) <= len(str(_MAX_PER)) else 0
    if not 1 <= per <= _MAX_PER:
        raise _wrong(pointer, f"{_excerpt(node)} is not a whole number from 1 to {_MAX_PER}, such as 1000000")
    return per


def _excerpt(node: Json) -> str:
    """A value as messages show it: short, and on one line."""
    if isinstance(node, list | tuple):
        return "an array" if isinstance(node, list) else "an object"
    if node is None or isinstance(node, bool):
        return {None: "null", True: "true", False: "false"}[node]
    text = node.text if isinstance(node, Number) else node
    cut = text if len(text) <= _MAX_VALUE else f"{text[:_MAX_VALUE]}..."
    return cut if isinstance(node, Number) else ascii(cut)
