"""Prices: built-in ones, those of a file, and invalid files."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipefilter.costs.billing.line_items import FREE_TIERS
from pipefilter.costs.prices import cache as price_cache
from pipefilter.costs.prices.cache import cache_folder, cached_prices, keep_prices, prices_by_cache
from pipefilter.costs.prices.file import InvalidPrices, read_prices, shipped_prices
from pipefilter.costs.prices.price import ITEMS, Price, Prices
from pipefilter.costs.prices.price_list_products import RULES
from pipefilter.costs.prices.value_reading import amount, is_iso_date, is_region_name

GOOD: dict[str, object] = {
    "item": "pipe-request",
    "region": "eu-west-1",
    "usd": "0.44",
    "per": 1_000_000,
    "date": "2026-10-01",
    "source": "our contract",
}
PRICE = Price(
    "pipe-request",
    "eu-west-1",
    Decimal("0.44"),
    1_000_000,
    "request of 64 KB",
    "2026-10-01",
    "our contract",
)


def file_of(*entries: object) -> str:
    return json.dumps({"prices": entries})


def test_shipped_prices_are_complete() -> None:
    prices = shipped_prices()
    without = {item for item in ITEMS if item.startswith("sns-")}  # no page of AWS could be read yet
    assert {price.item for price in prices.prices if price.region == "us-east-1"} == set(ITEMS) - without
    for price in prices.prices:
        assert price.source.startswith(
            ("https://aws.amazon.com/", "https://pricing.us-east-1.", "https://calculator.aws/")
        )
        assert "2024-01-01" < price.date < "2030-01-01"
        assert price.unit == ITEMS[price.item].unit
        assert 0 < price.each < 1
        assert f"/{price.region}/" in price.source or "pricing.us-east-1." not in price.source
    assert max(Counter((price.item, price.region) for price in prices.prices).values()) == 1
    assert read_prices(json.dumps(prices.as_json())) == prices


@pytest.mark.parametrize(
    ("item", "each"),
    [
        ("pipe-request", "0.0000004"),
        ("bus-custom-event", "0.000001"),
        ("lambda-request", "0.0000002"),
        ("lambda-gb-second-x86", "0.0000166667"),
        ("lambda-gb-second-arm", "0.0000133334"),
        ("sqs-request-standard", "0.0000004"),
        ("sqs-request-fifo", "0.0000005"),
        ("step-functions-express-request", "0.000001"),
        ("step-functions-express-gb-second", "0.00001667"),
    ],
)
def test_shipped_prices_of_us_east_1(item: str, each: str) -> None:
    price = shipped_prices().find(item, "us-east-1")
    assert price is not None
    assert price.each == Fraction(each)


def test_a_region_without_a_price_has_none() -> None:
    prices = shipped_prices()
    assert prices.find("lambda-request", "eu-west-1") is not None
    assert prices.find("pipe-request", "eu-west-1") is None
    assert prices.find("pipe-request", "mars-1") is None
    assert prices.find("nothing", "us-east-1") is None


def test_free_tiers_are_of_known_items() -> None:
    items = [item for tier in FREE_TIERS for item in tier.items]
    assert set(items) <= set(ITEMS)
    assert len(items) == len(set(items))
    for tier in FREE_TIERS:
        assert {ITEMS[item].unit for item in tier.items} == {tier.unit}
        assert tier.source.startswith("https://aws.amazon.com/")
        assert tier.quantity > 0


def test_each_item_has_a_rule() -> None:
    assert {rule.item for rule in RULES} == set(ITEMS)


def test_prices_win_over_others() -> None:
    ours = Prices((PRICE,))
    both = ours.over(shipped_prices())
    assert both.find("pipe-request", "eu-west-1") == PRICE
    assert both.find("pipe-request", "us-east-1") == shipped_prices().find("pipe-request", "us-east-1")
    assert shipped_prices().over(both).find("pipe-request", "eu-west-1") == PRICE
    assert ours.regions == ("eu-west-1",)
    dearer = read_prices(file_of({**GOOD, "usd": 9}))
    assert dearer.over(ours) == dearer
    assert Prices().regions == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_encodings(encoding: str, line_end: str) -> None:
    text = json.dumps({"prices": [GOOD]}, indent=1).replace("\n", line_end)
    assert read_prices(text.encode(encoding)) == Prices((PRICE,))
    assert read_prices("\ufeff" + text) == Prices((PRICE,))


@pytest.mark.parametrize(
    ("usd", "dollars"),
    [
        ("0.44", "0.44"),
        ('"0.44"', "0.44"),
        ("0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"),
        ("4e-7", "0.0000004"),
        ('"4E-7"', "0.0000004"),
        ("0", "0"),
        ("1e3", "1000"),
    ],
)
def test_amounts_are_exact(usd: str, dollars: str) -> None:
    text = file_of(GOOD).replace('"0.44"', usd)
    assert read_prices(text).prices[0].dollars == Decimal(dollars)
    assert read_prices(text).prices[0].each == Fraction(dollars) / 1_000_000


def test_optional_members() -> None:
    price = read_prices(file_of({**GOOD, "unit": "batch", "note": "until May"})).prices[0]
    assert (price.unit, price.note) == ("batch", "until May")
    assert read_prices('{"prices": []}') == Prices()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1, column 1: Unexpected end-of-input"),
        ('{"prices": [\n  {"item" "x"}]}', "line 2, column 11: Unexpected character ('\"' (code 34)): was exp"),
        ('{"prices": []}\r\n]', "line 2, column 1: nothing may follow the JSON value"),
        ('{"prices": NaN}', "line 1, column 12: Non-standard token 'NaN'"),
        ("[" * 100_000, "line 1, column 1001: Document nesting depth (1001) exceeds"),
        ('{"a":' * 100_000, "line 1, column 5001: Document nesting depth (1001) exceeds"),
        ("1" * 100_000, "line 1, column 1: Number value length (100000) exceeds"),
        ('{"prices": [\n"\x01"]}', "line 2, column 2: Illegal unquoted character"),
        ("[]", "expected an object with prices, not an array"),
        ("1e5", "expected an object with prices, not 1e5"),
        ("{}", "prices is missing"),
        ('{"price": []}', "unknown name 'price': the known names are prices"),
        ('{"prices": [], "prices": []}', "at /prices: the name appears twice"),
        ('{"prices": {}}', "at /prices: must be an array of prices"),
        (
            '{"prices": [null]}',
            "at /prices/0: expected an object with item, region, usd, per, date and source, not null",
        ),
    ],
)
def test_invalid_price_files(text: str, message: str) -> None:
    with pytest.raises(InvalidPrices) as caught:
        read_prices(text)
    assert str(caught.value).startswith(message)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("data", "byte"), [(b'{"prices": "\xff"}', 13), (b"\xff\xfe{", 3), (b"\xfe\xff\xd8\x00\x00\x00", 3)]
)
def test_bytes_that_are_not_text(data: bytes, byte: int) -> None:
    with pytest.raises(InvalidPrices, match=rf"^the file is not UTF-8: byte {byte} is invalid$"):
        read_prices(data)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (
            {"item": "pipes"},
            "at /prices/1/item: unknown item 'pipes': the known items are pipe-request, bus-custom-event, ",
        ),
        ({"item": 1}, "at /prices/1/item: expected a string, not 1"),
        ({"region": None}, "at /prices/1/region: expected a string, not null"),
        ({"region": ""}, "at /prices/1/region: '' is not a Region such as us-east-1"),
        ({"region": "../x"}, "at /prices/1/region: '../x' is not a Region such as us-east-1"),
        ({"usd": -1}, 'at /prices/1/usd: -1 is not an amount of at least 0, such as 0.40 or "0.40"'),
        ({"usd": "-0"}, "at /prices/1/usd: '-0' is not an amount"),
        ({"usd": "1,5"}, "at /prices/1/usd: '1,5' is not an amount"),
        ({"usd": "Infinity"}, "at /prices/1/usd: 'Infinity' is not an amount"),
        ({"usd": "\u0661"}, "at /prices/1/usd: '\\u0661' is not an amount"),
        ({"usd": "1e999999999"}, "at /prices/1/usd: '1e999999999' is not an amount"),
        ({"usd": 10**300}, "at /prices/1/usd: 1000"),
        ({"usd": True}, "at /prices/1/usd: true is not an amount"),
        ({"usd": ["0"]}, "at /prices/1/usd: an array is not an amount"),
        ({"per": 0}, "at /prices/1/per: 0 is not a whole number from 1 to 1000000000000000, such as 1000000"),
        ({"per": 1.5}, "at /prices/1/per: 1.5 is not a whole number"),
        ({"per": "1"}, "at /prices/1/per: '1' is not a whole number"),
        ({"per": 10**20}, "at /prices/1/per: 100000000000000000000 is not a whole number"),
        ({"date": "1.10.2026"}, "at /prices/1/date: '1.10.2026' is not a date such as 2026-10-01"),
        ({"date": "2026-02-30"}, "at /prices/1/date: '2026-02-30' is not a date"),
        ({"date": "20261001"}, "at /prices/1/date: '20261001' is not a date"),
        ({"source": ""}, "at /prices/1/source: give the source of the price"),
        ({"note": "a\nb"}, "at /prices/1/note: 'a\\nb' is not plain text on one line"),
        ({"unit": "\ud800"}, "at /prices/1/unit: '\\ud800' is not plain text on one line"),
        ({"euro": 1}, "at /prices/1: unknown name 'euro': the known names are item, region, usd, per, "),
        ({}, "at /prices/1: pipe-request in eu-west-1 already has a price, at /prices/0"),
    ],
)
def test_invalid_entries(changed: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidPrices) as caught:
        read_prices(file_of(GOOD, {**GOOD, **changed}))
    assert str(caught.value).startswith(message)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("name", GOOD)
def test_incomplete_entries(name: str) -> None:
    entry = {key: value for key, value in GOOD.items() if key != name}
    with pytest.raises(InvalidPrices, match=f"^at /prices/0: {name} is missing$"):
        read_prices(file_of(entry))


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from([*ITEMS, "us-east-1", "2026-10-01", "0.1", "1e99", "1e-99"])
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=5)
ENTRIES = st.fixed_dictionaries(dict.fromkeys(GOOD, SCALARS), optional={"unit": SCALARS, "note": SCALARS})


@given(st.text() | st.binary())
def test_any_text_is_accepted_or_refused(data: str | bytes) -> None:
    with pytest.raises(InvalidPrices):
        read_prices(data)


@given(VALUES | st.fixed_dictionaries({"prices": st.lists(VALUES | ENTRIES)}), st.booleans())
def test_any_json_is_accepted_or_refused(value: object, plain: bool) -> None:
    message = ""
    try:
        prices = read_prices(json.dumps(value, ensure_ascii=plain))
    except InvalidPrices as error:
        message = str(error)
        prices = Prices()
    assert message.isprintable()
    assert read_prices(json.dumps(prices.as_json())) == prices


@given(st.data())
def test_any_change_of_a_valid_file_is_accepted_or_refused(data: st.DataObject) -> None:
    text = json.dumps({"prices": [GOOD]})
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 4)))
    try:
        prices = read_prices(text[:start] + data.draw(st.text(max_size=4)) + text[end:])
    except InvalidPrices:
        return
    for price in prices.prices:
        assert price.item in ITEMS
        assert price.each >= 0
        assert is_region_name(price.region)
        assert is_iso_date(price.date)


@given(st.text("0123456789.eE+-_ ", max_size=70))
def test_amounts_are_bounded(text: str) -> None:
    value = amount(text)
    assert value is None or (value.is_finite() and value >= 0 and value.adjusted() < 140)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    return tmp_path / "pipefilter" / "prices-eu-west-1.json"


KEPT = Prices(
    (
        Price(
            "pipe-request", "eu-west-1", Decimal("4.4E-7"), 1, "64K-Chunks", "2026-10-01", "AWS Price List API"
        ),
    )
)


def asked_too_often() -> Prices:
    raise AssertionError


def test_the_cache_answers_the_second_time(cache: Path) -> None:
    assert cached_prices("eu-west-1") is None
    assert prices_by_cache("eu-west-1", lambda: KEPT) == KEPT
    assert prices_by_cache("eu-west-1", asked_too_often) == KEPT
    assert [path.name for path in cache.parent.iterdir()] == [cache.name]
    assert cached_prices("eu-west-2") is None


@pytest.mark.parametrize(
    ("age", "kept"),
    [(0, KEPT), (24 * 3600 - 1, KEPT), (24 * 3600, None), (-60, KEPT), (-61, None), (-3600, None)],
)
def test_the_age_of_a_cache(
    cache: Path, monkeypatch: pytest.MonkeyPatch, age: float, kept: Prices | None
) -> None:
    """Less than a day, and not in the future, with some tolerance for clock differences."""
    keep_prices("eu-west-1", KEPT)
    now = 1_800_000_000
    monkeypatch.setattr(price_cache, "time", SimpleNamespace(time=lambda: now))
    os.utime(cache, (now - age, now - age))
    assert cached_prices("eu-west-1") == kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[" * 10_000,
        "\0",
        '{"prices": []}',
        file_of(GOOD),
        file_of({**GOOD, "region": "eu-west-2", "source": "AWS Price List API"}),
        " " * 1_000_001 + json.dumps(KEPT.as_json()),
    ],
)
def test_a_damaged_or_foreign_cache(cache: Path, text: str) -> None:
    cache.parent.mkdir()
    cache.write_text(text)
    assert cached_prices("eu-west-1") is None
    assert prices_by_cache("eu-west-1", lambda: KEPT) == KEPT
    assert cached_prices("eu-west-1") == KEPT


def test_a_cache_that_is_not_a_file(cache: Path) -> None:
    cache.mkdir(parents=True)
    assert prices_by_cache("eu-west-1", lambda: KEPT) == KEPT
    assert cached_prices("eu-west-1") is None
    assert [path.name for path in cache.parent.iterdir()] == [cache.name]


def test_a_cache_that_cannot_be_written(cache: Path) -> None:
    cache.parent.write_text("a file where the folder should be")
    assert prices_by_cache("eu-west-1", lambda: KEPT) == KEPT
    assert cached_prices("eu-west-1") is None


@pytest.mark.parametrize(
    "region", ["", "../../x", "a/b-c", "x-\0", "EU-WEST-1", "eu-west-1\n", "a-" + "b" * 99]
)
def test_invalid_regions_give_no_path(cache: Path, region: str) -> None:
    keep_prices(region, KEPT)
    assert cached_prices(region) is None
    assert not cache.parent.exists()


def test_an_empty_price_list_is_not_cached(cache: Path) -> None:
    assert prices_by_cache("eu-west-1", Prices) == Prices()
    assert not cache.exists()


@pytest.mark.parametrize(
    ("platform", "variable", "default"),
    [
        ("linux", "XDG_CACHE_HOME", ".cache"),
        ("darwin", "XDG_CACHE_HOME", "Library/Caches"),
        ("win32", "LOCALAPPDATA", "AppData/Local"),
    ],
)
def test_where_the_cache_is(
    platform: str, variable: str, default: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    monkeypatch.setenv(variable, str(tmp_path / "elsewhere"))
    assert cache_folder() == tmp_path / "elsewhere" / "pipefilter"
    for value in ("", "relative/path"):
        monkeypatch.setenv(variable, value)
        assert cache_folder() == tmp_path / "home" / default / "pipefilter"


def test_without_a_home_there_is_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", no_home)
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(variable, raising=False)
    assert cache_folder() is None
    assert prices_by_cache("eu-west-1", lambda: KEPT) == KEPT
    assert cached_prices("eu-west-1") is None
