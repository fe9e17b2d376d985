"""Requests products and their prices from the AWS Price List API."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import TYPE_CHECKING

from pipefilter.aws.call_faults import NO_CREDENTIALS, CallFaults, reject_bad_endpoint, reject_other_form
from pipefilter.errors import UnreadableInput

if TYPE_CHECKING:
    from mypy_boto3_pricing import PricingClient
    from mypy_boto3_pricing.type_defs import FilterTypeDef, GetProductsResponseTypeDef

__all__ = ["PRICE_LIST_FAULTS", "price_list_products"]

_NO_CREDENTIALS = NO_CREDENTIALS.replace("credentials:", "credentials to request prices with:", 1)
_THROTTLED = "AWS throttles the requests for prices: try again in a minute"
_TRY_AGAIN = "AWS could not return prices ({text}): try again"

# https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_pricing_GetProducts.html#API_pricing_GetProducts_Errors
PRICE_LIST_FAULTS = CallFaults(
    without_boto3="AWS prices cannot be requested without boto3",
    unreachable="the AWS Price List API cannot be reached ({text}): check the network and AWS_ENDPOINT_URL_PRICING",
    denied="AWS denies access to its price list: the credentials need the IAM action pricing:GetProducts",
    otherwise="AWS returns no prices ({text})",
    codes={
        "MissingAuthenticationToken": _NO_CREDENTIALS,
        "ThrottlingException": _THROTTLED,
        "Throttling": _THROTTLED,
        "TooManyRequestsException": _THROTTLED,
        "InternalErrorException": _TRY_AGAIN,
        "InternalFailure": _TRY_AGAIN,
        "ServiceUnavailable": _TRY_AGAIN,
        "ExpiredNextTokenException": _TRY_AGAIN,
        "InvalidNextTokenException": _TRY_AGAIN,
    },
    exceptions={"NoCredentialsError": _NO_CREDENTIALS},
)


# The API exists in few regions, each of which has the prices of all regions of its partition:
# https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-price-list-query-api.html
_HOME = "us-east-1"
_HOMES = {"cn-": "cn-northwest-1", "eusc-": "eusc-de-east-1"}


def price_list_products(
    service_code: str,
    region: str,
    filters: Mapping[str, str] | None = None,
    *,
    endpoint_url: str | None = None,
) -> Iterator[dict[str, object]]:
    """The products of a service, such as `AWSLambda`, in a region; `filters` are the values of attributes.

    The profile, the credentials and AWS_ENDPOINT_URL_PRICING are those of boto3's default session.

    Raises:
        UnreadableInput: AWS cannot be reached, denies the request, or answers in another format.
    """
    attributes = {"regionCode": region, **(filters or {})}
    conditions: list[FilterTypeDef] = [
        {"Type": "TERM_MATCH", "Field": name, "Value": value} for name, value in attributes.items()
    ]
    with PRICE_LIST_FAULTS.translate(), closing(_client(region, endpoint_url)) as client:
        pages = client.get_paginator("get_products").paginate(ServiceCode=service_code, Filters=conditions)
        answers = iter(pages)
        while (texts := _texts(answers, service_code)) is not None:
            for text in texts:
                yield _product(text, service_code)


def _client(region: str, endpoint_url: str | None) -> PricingClient:
    from boto3.session import Session

    home = next((home for prefix, home in _HOMES.items() if region.startswith(prefix)), _HOME)
    with reject_bad_endpoint("AWS prices cannot be requested", "AWS_ENDPOINT_URL_PRICING"):
        return Session().client("pricing", region_name=home, endpoint_url=endpoint_url)


def _texts(answers: Iterator[GetProductsResponseTypeDef], service_code: str) -> list[str] | None:
    """The products on the next page, each as JSON text; None after the last page."""
    with reject_other_form(_not_understood(service_code)):
        answer = next(answers, None)
    if answer is None:
        return None
    if "PriceList" not in answer:
        raise _not_understood(service_code)
    return answer["PriceList"]


def _product(text: str, service_code: str) -> dict[str, object]:
    """A product, which the API sends as JSON in a string."""
    try:
        product = json.loads(text)
    except (TypeError, ValueError, RecursionError):
        raise _not_understood(service_code) from None
    if not isinstance(product, dict):
        raise _not_understood(service_code)
    return product


def _not_understood(service_code: str) -> UnreadableInput:
    return UnreadableInput(
        f"the response about prices of {service_code} does not have the format of the AWS Price List API: "
        "check AWS_ENDPOINT_URL_PRICING, and any proxy between this machine and AWS"
    )
