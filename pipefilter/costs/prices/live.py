"""Prices from the products of the AWS Price List API; what is ambiguous there is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from pipefilter.costs.prices.price import Price, Prices
from pipefilter.costs.prices.price_list_products import RULES, PriceRule
from pipefilter.costs.prices.value_reading import amount, is_iso_date
from pipefilter.dataclass import dataclass

__all__ = ["PRICE_LIST_API", "Product", "Products", "live_prices"]

PRICE_LIST_API = "AWS Price List API"

Product: TypeAlias = Mapping[str, object]
Products: TypeAlias = Callable[[str, Mapping[str, str]], Iterable[Product]]
"""Finds the products of a service code by the values of some attributes."""


@dataclass(frozen=True, slots=True)
class _Tier:
    """A price of a product from an amount on, and up to another."""

    begin: Decimal
    end: Decimal | None
    dollars: Decimal
    unit: str
    date: str

    @property
    def note(self) -> str:
        free = f"after the first {self.begin:,f}, which are free" if self.begin else ""
        tier = "" if self.end is None else f"first tier only: up to {self.end:,f} a month"
        return "; ".join(filter(None, (free, tier)))


def live_prices(region: str, products: Products, today: date) -> Prices:
    """The prices in a region according to the Price List API.

    An item has no price here if its products differ in price, have no price in USD, or are counted in a unit that is not
    known: it is unknown rather than guessed.

    Args:
        today: the date of prices without an effective date.
    """
    answers: dict[tuple[str, tuple[tuple[str, str], ...]], list[Product]] = {}
    candidates: dict[str, list[_Tier | None]] = {}
    for rule in RULES:
        question = (rule.service, tuple(rule.filters.items()))
        if question not in answers:
            answers[question] = list(products(rule.service, rule.filters))
        tiers = candidates.setdefault(rule.item, [])
        tiers += [_tier(each, rule, today) for each in answers[question] if _applies_to(rule, each, region)]
    prices = ((item, _agreed(tiers)) for item, tiers in candidates.items())
    return Prices(
        tuple(
            Price(item, region, tier.dollars, 1, tier.unit, tier.date, PRICE_LIST_API, tier.note)
            for item, tier in prices
            if tier is not None
        )
    )


def _agreed(tiers: list[_Tier | None]) -> _Tier | None:
    """The tier that all products have; None if one is ambiguous, or two differ."""
    first = next(iter(tiers), None)
    if first is None or any(tier is None or tier.dollars != first.dollars for tier in tiers):
        return None
    return first


def _applies_to(rule: PriceRule, product: Product, region: str) -> bool:
    described = _mapping(product.get("product"))
    attributes = _mapping(described.get("attributes"))
    usage_type = attributes.get("usagetype")
    return (
        attributes.get("regionCode") == region
        and attributes.get("locationType", "AWS Region") == "AWS Region"  # no Local Zone
        and all(attributes.get(name, described.get(name)) == value for name, value in rule.filters.items())
        and isinstance(usage_type, str)
        and rule.usage_type.fullmatch(usage_type) is not None
    )


def _tier(product: Product, rule: PriceRule, today: date) -> _Tier | None:
    """The first tier of a product that is not free; None if there is none, or more than one."""
    tiers = sorted(_tiers(product, today), key=lambda tier: tier.begin)
    paid = [tier for tier in tiers if tier.dollars] or (tiers if rule.may_be_free else [])
    if not paid or tiers[0].begin:
        return None
    first = paid[0]
    if first.unit.lower() not in rule.units or sum(tier.begin == first.begin for tier in tiers) > 1:
        return None
    return first


def _tiers(product: Product, today: date) -> Iterator[_Tier]:
    # https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-price-list-query-api.html
    for term in _mapping(_mapping(product.get("terms")).get("OnDemand")).values():
        since = str(_mapping(term).get("effectiveDate"))[:10]
        for value in _mapping(_mapping(term).get("priceDimensions")).values():
            dimension = _mapping(value)
            begin = amount(str(dimension.get("beginRange")))
            dollars = amount(str(_mapping(dimension.get("pricePerUnit")).get("USD")))
            if begin is not None and dollars is not None:
                end = amount(str(dimension.get("endRange")))  # None for "Inf"
                day = since if is_iso_date(since) else today.isoformat()
                yield _Tier(begin, end, dollars, str(dimension.get("unit")), day)


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
