"""The AWS Price List API: a real boto3 client, and a local server that answers in the API's format."""

from __future__ import annotations

import json
import re
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from fractions import Fraction
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from pipefilter.aws.prices.price_list import price_list_products
from pipefilter.costs.prices.cache import prices_by_cache
from pipefilter.costs.prices.live import Product, live_prices
from pipefilter.costs.prices.price import ITEMS, Prices
from pipefilter.errors import UnreadableInput

HERE = "127.0.0.1"
TODAY = date(2026, 11, 26)
SINCE = "2026-10-01T00:00:00Z"

Tier = tuple[str, str, str]  # from, to, dollars
Attributes = dict[str, str]


def product(family: str, attributes: Attributes, unit: str, *tiers: Tier, since: str = SINCE) -> dict[str, Any]:
    """A product in the API's format."""
    dimensions = {
        f"SKU.TERM.{number}": {
            "unit": unit,
            "beginRange": begin,
            "endRange": end,
            "pricePerUnit": {"USD": dollars},
            "description": "",
            "appliesTo": [],
            "rateCode": f"SKU.TERM.{number}",
        }
        for number, (begin, end, dollars) in enumerate(tiers)
    }
    term = {"priceDimensions": dimensions, "sku": "SKU", "effectiveDate": since, "termAttributes": {}}
    described = {"productFamily": family, "sku": "SKU"}
    return {
        "product": {**described, "attributes": {"locationType": "AWS Region", **attributes}},
        "serviceCode": attributes.get("servicecode", ""),
        "terms": {"OnDemand": {"SKU.TERM": term}},
        "publicationDate": SINCE,
    }


def in_region(region: str, prefix: str, lambda_prefix: str, sqs: str) -> dict[str, list[dict[str, Any]]]:
    """The prices of the services in a region, and products that are not requested."""
    here = {"regionCode": region}

    def lambdas(usage: str, group: str, unit: str, *tiers: Tier) -> dict[str, Any]:
        return product(
            "Serverless",
            {**here, "usagetype": lambda_prefix + usage, "group": f"AWS-Lambda-{group}"},
            unit,
            *tiers,
        )

    def events(usage: str, operation: str, kind: str, dollars: str) -> dict[str, Any]:
        attributes = {**here, "usagetype": prefix + usage, "operation": operation, "eventType": kind}
        return product("EventBridge", attributes, "64K-Chunks", ("0", "Inf", dollars))

    def queues(usage: str, *tiers: Tier) -> dict[str, Any]:
        attributes = {**here, "usagetype": lambda_prefix + usage, "group": "SQS-APIRequest-Tier1"}
        return product("API Request", attributes, "Requests", *tiers)

    def states(usage: str, group: str, unit: str, *tiers: Tier) -> dict[str, Any]:
        attributes = {**here, "usagetype": prefix + usage, "group": f"SFN-{group}"}
        return product("AWS Step Functions", attributes, unit, *tiers)

    def notifications(usage: str, endpoint: str, *tiers: Tier) -> dict[str, Any]:
        attributes = {**here, "usagetype": lambda_prefix + usage, "endpointType": endpoint}
        return product("Message Delivery", attributes, "Notifications", *tiers)

    def filtering(outcome: str) -> dict[str, Any]:
        group = f"SNS-Standard-Payload-MessageFiltering-{outcome}"
        return product(
            "",
            {**here, "usagetype": f"{lambda_prefix}{outcome}-Bytes", "group": group},
            "GB",
            ("0", "Inf", "0.09"),
        )

    return {
        "AmazonSNS": [
            notifications("DeliveryAttempts-SQS", "Amazon SQS", ("0", "Inf", "0.0000000000")),
            notifications("DeliveryAttempts-LAMBDA", "AWS Lambda", ("0", "Inf", "0.0000000000")),
            notifications(
                "DeliveryAttempts-HTTP",
                "HTTP",
                ("0", "100000", "0.0000000000"),
                ("100000", "Inf", "0.0000006000"),
            ),
            notifications("DeliveryAttempts-SMTP", "SMTP", ("0", "1000", "0"), ("1000", "Inf", "0.0000200000")),
            notifications(
                "DeliveryAttempts-FIREHOSE", "Amazon Kinesis Data Firehose", ("0", "Inf", "0.00000019")
            ),
            notifications("DeliveryAttempts-APNS", "Apple Passbook", ("0", "Inf", "0.0000005000")),
            filtering("Filter-Matched"),
            filtering("Filtered-Out"),
        ],
        "AWSEvents": [
            events("Request-64K-Chunks", "PipeRequest", "", "0.0000004400"),
            events("Event-64K-Chunks", "PutEvents", "Custom Event", "0.0000011000"),
            events("Event-64K-Chunks", "ReceivedPartnerEvents", "Partner Event", "0.0000090000"),
            events("Event-8K-Chunks", "DiscoveryEvent", "Discovery Event", "0.0000001000"),
            events("Invocation-64K-Chunks", "CrossAccountInvoke-CustomEvent", "", "0.0000000500"),
        ],
        "AWSLambda": [
            lambdas("Request", "Requests", "Request", ("0", "Inf", "0.0000002000")),
            lambdas("Request-ARM", "Requests-ARM", "Requests", ("0", "Inf", "0.0000002000")),
            lambdas(
                "Lambda-GB-Second",
                "Duration",
                "Lambda-GB-Second",
                ("15000000000", "Inf", "0.0000133334"),
                ("6000000000", "15000000000", "0.0000150000"),
                ("0", "6000000000", "0.0000166667"),
            ),
            lambdas(
                "Lambda-GB-Second-ARM",
                "Duration-ARM",
                "Lambda-GB-Second",
                ("0", "7500000000", "0.0000133334"),
                ("7500000000", "Inf", "0.0000120001"),
            ),
            lambdas("Lambda-Edge-Request", "Edge-Requests", "Request", ("0", "Inf", "0.0000006000")),
            lambdas(
                "Lambda-Provisioned-GB-Second",
                "Duration-Provisioned",
                "Lambda-GB-Second",
                ("0", "Inf", "0.0000097222"),
            ),
        ],
        "AWSQueueService": [
            queues(
                f"Requests-{sqs}",
                ("0", "100000000000", "0.0000004000"),
                ("100000000000", "Inf", "0.0000003000"),
            ),
            queues(f"Requests-FIFO-{sqs}", ("0", "Inf", "0.0000005000")),
            queues("Requests-Fair-RBP", ("0", "Inf", "0.0000001000")),
            queues("DataTransfer-Out-Bytes", ("0", "Inf", "0.0900000000")),
        ],
        "AmazonStates": [
            states("StateTransition", "StateTransitions", "StateTransitions", ("0", "Inf", "0.0000250000")),
            states(
                "StepFunctions-Request", "ExpressWorkflows-Requests", "Requests", ("0", "Inf", "0.0000010000")
            ),
            states(
                "StepFunctions-GB-Second",
                "ExpressWorkflows-Duration",
                "GB-Seconds",
                ("0", "1000", "0.0000000000"),
                ("1000", "3600000", "0.0000166700"),
                ("3600000", "Inf", "0.0000083300"),
            ),
        ],
    }


REGIONS = {
    "us-east-1": in_region("us-east-1", "USE1-", "", "RBP"),
    "eu-west-1": in_region("eu-west-1", "EU-", "EU-", "Tier1"),
}
EXPECTED = {
    "pipe-request": "0.00000044",
    "bus-custom-event": "0.0000011",
    "lambda-request": "0.0000002",
    "lambda-gb-second-x86": "0.0000166667",
    "lambda-gb-second-arm": "0.0000133334",
    "sqs-request-standard": "0.0000004",
    "sqs-request-fifo": "0.0000005",
    "sns-delivery-sqs": "0",
    "sns-delivery-lambda": "0",
    "sns-delivery-http": "0.0000006",
    "sns-delivery-email": "0.00002",
    "sns-delivery-firehose": "0.00000019",
    "sns-body-filtering": "0.09",
    "step-functions-express-request": "0.000001",
    "step-functions-express-gb-second": "0.00001667",
}


class PriceListServer(BaseHTTPRequestHandler):
    """Answers like AWS, two products a page, after the answers that a test has queued."""

    protocol_version = "HTTP/1.1"
    before: ClassVar[list[tuple[int, str]]]
    queries: ClassVar[list[dict[str, Any]]]

    def do_POST(self) -> None:
        """Answer a query."""
        query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.queries.append(query)
        assert self.headers["X-Amz-Target"] == "AWSPriceListService.GetProducts"
        assert self.headers["Content-Type"] == "application/x-amz-json-1.1"
        assert "/pricing/aws4_request" in self.headers["Authorization"]
        status, text = self.before.pop(0) if self.before else (200, self.page(query))
        body = text.encode("utf-8", "surrogateescape")
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def page(self, query: Mapping[str, Any]) -> str:
        """Two of the requested products."""
        conditions = {
            entry["Field"]: entry["Value"] for entry in query["Filters"] if entry["Type"] == "TERM_MATCH"
        }
        products = REGIONS.get(conditions["regionCode"], {}).get(query["ServiceCode"], [])

        def matches(candidate: dict[str, Any]) -> bool:
            known = {**candidate["product"], **candidate["product"]["attributes"]}
            return all(known.get(name) == value for name, value in conditions.items())

        entries = [json.dumps(candidate) for candidate in products if matches(candidate)]
        first = int(query.get("NextToken", "0"))
        answer: dict[str, object] = {
            "FormatVersion": "aws_v1",
            "PriceList": entries[first : first + 2],
        }
        if entries[first + 2 :]:
            answer["NextToken"] = str(first + 2)
        return json.dumps(answer)

    def handle(self) -> None:
        """Answer all requests of a connection."""
        with suppress(ConnectionError):
            super().handle()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(autouse=True)
def _credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {
        "AWS_ENDPOINT_URL_PRICING": f"http://{HERE}:1",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": "/nonexistent",
        "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent",
        "AWS_MAX_ATTEMPTS": "1",
        "XDG_CACHE_HOME": str(tmp_path),
        "LOCALAPPDATA": str(tmp_path),
    }.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[PriceListServer]]:
    class Handler(PriceListServer):
        before: ClassVar[list[tuple[int, str]]] = []
        queries: ClassVar[list[dict[str, Any]]] = []

    with ThreadingHTTPServer((HERE, 0), Handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        monkeypatch.setenv("AWS_ENDPOINT_URL_PRICING", f"http://{HERE}:{httpd.server_port}")
        try:
            yield Handler
        finally:
            httpd.shutdown()
            thread.join()


def asked_live(region: str) -> Prices:
    return live_prices(region, lambda code, filters: price_list_products(code, region, filters), TODAY)


@pytest.mark.slow
@pytest.mark.parametrize("region", REGIONS)
def test_live_prices(server: type[PriceListServer], region: str) -> None:
    prices = asked_live(region)
    assert {price.item: price.each for price in prices.prices} == {
        item: Fraction(each) for item, each in EXPECTED.items()
    }
    assert set(EXPECTED) == set(ITEMS)
    assert {(price.region, price.date, price.source) for price in prices.prices} == {
        (region, "2026-10-01", "AWS Price List API")
    }
    notes = {price.item: (price.unit, price.note) for price in prices.prices}
    assert notes["pipe-request"] == ("64K-Chunks", "")
    assert notes["lambda-gb-second-x86"] == ("Lambda-GB-Second", "first tier only: up to 6,000,000,000 a month")
    assert notes["step-functions-express-gb-second"] == (
        "GB-Seconds",
        "after the first 1,000, which are free; first tier only: up to 3,600,000 a month",
    )
    questions = [
        (query["ServiceCode"], json.dumps(query["Filters"]))
        for query in server.queries
        if "NextToken" not in query
    ]
    assert len(questions) == len(set(questions)), "nothing is asked twice"


def test_pages(server: type[PriceListServer]) -> None:
    products = list(price_list_products("AWSEvents", "eu-west-1"))
    assert products == REGIONS["eu-west-1"]["AWSEvents"]
    assert [query.get("NextToken") for query in server.queries] == [None, "2", "4"]
    assert server.queries[0]["Filters"] == [{"Type": "TERM_MATCH", "Field": "regionCode", "Value": "eu-west-1"}]


def test_an_unknown_region(server: type[PriceListServer]) -> None:
    assert list(price_list_products("AWSLambda", "mars-north-1")) == []
    assert asked_live("mars-north-1") == Prices()
    assert server.queries


def test_the_endpoint_may_be_given(server: type[PriceListServer], monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = "http://127.0.0.1:1"
    with pytest.raises(UnreadableInput, match=r"^the AWS Price List API cannot be reached \("):
        list(price_list_products("AWSLambda", "eu-west-1", endpoint_url=endpoint))
    assert not server.queries
    monkeypatch.delenv("AWS_ENDPOINT_URL_PRICING")


@pytest.mark.slow
def test_the_cache_answers_the_second_time(server: type[PriceListServer]) -> None:
    first = prices_by_cache("eu-west-1", lambda: asked_live("eu-west-1"))
    count = len(server.queries)
    assert prices_by_cache("eu-west-1", lambda: asked_live("eu-west-1")) == first
    assert len(server.queries) == count
    assert len(first.prices) == len(ITEMS)


@pytest.mark.slow
def test_a_damaged_cache_is_replaced(server: type[PriceListServer], tmp_path: Path) -> None:
    first = prices_by_cache("eu-west-1", lambda: asked_live("eu-west-1"))
    path = tmp_path / "pipefilter" / "prices-eu-west-1.json"
    path.write_text(path.read_text("utf-8")[:-9], "utf-8")
    count = len(server.queries)
    assert prices_by_cache("eu-west-1", lambda: asked_live("eu-west-1")) == first
    assert len(server.queries) == 2 * count


def refusal(code: str, message: str = "Said {by} AWS.") -> str:
    return json.dumps({"__type": f"com.amazonaws.pricing#{code}", "Message": message})


def test_throttling_that_ends(server: type[PriceListServer], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "3")
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    server.before[:] = [(400, refusal("ThrottlingException"))] * 2
    assert len(list(price_list_products("AWSLambda", "us-east-1", {"group": "AWS-Lambda-Requests"}))) == 1
    assert len(server.queries) == 3
    assert waited


@pytest.mark.slow
@pytest.mark.parametrize(
    ("status", "code", "message"),
    [
        (400, "AccessDeniedException", "AWS denies access to its price list: the credentials need the IAM action pricing:GetProducts"),
        (400, "ThrottlingException", "AWS throttles the requests for prices: try again in a minute"),
        (400, "UnrecognizedClientException", "AWS does not recognize these credentials: run"),
        (403, "InvalidSignatureException", "AWS does not recognize these credentials: run"),
        (400, "ExpiredTokenException", "the AWS credentials have expired: log in again"),
        (500, "InternalErrorException", "AWS could not return prices (An error occurred (InternalErrorException)"),
        (400, "Unheard{of}", "AWS returns no prices (An error occurred (Unheard{of})"),
        (503, "", "AWS returns no prices (An error occurred ("),
    ],
)  # fmt: skip
def test_refusals(server: type[PriceListServer], status: int, code: str, message: str) -> None:
    server.before[:] = [(status, refusal(code) if code else "<html>Service Unavailable")]
    with pytest.raises(UnreadableInput, match=f"^{re.escape(message)}[^\n]*$"):
        list(price_list_products("AWSLambda", "us-east-1"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "<html>Log in</html>",
        "<html>f\udcfcr Sie</html>",  # the byte FC: no UTF-8
        "[]",
        "[1]",
        "{}",
        '{"FormatVersion": "aws_v1"}',
        '{"PriceList": ["{"]}',
        '{"PriceList": ["[]"]}',
        '{"PriceList": [{}]}',
        '{"PriceList": [null, "{}"]}',
        '{"PriceList": "{}"}',
        '{"PriceList": 1}',
        json.dumps({"PriceList": ["[" * 100_000]}),
        json.dumps({"PriceList": ["1" * 10_000]}),
    ],
)
def test_answers_in_another_format(server: type[PriceListServer], body: str) -> None:
    server.before[:] = [(200, body)]
    with pytest.raises(
        UnreadableInput,
        match=r"^the response about prices of AWSLambda does not have the format of the AWS Price List API: ",
    ):
        list(price_list_products("AWSLambda", "us-east-1"))


def test_pages_without_end(server: type[PriceListServer]) -> None:
    server.before[:] = [(200, json.dumps({"PriceList": [], "NextToken": "again"}))] * 3
    with pytest.raises(UnreadableInput, match=r"^AWS returns no prices \(Error during pagination"):
        list(price_list_products("AWSLambda", "us-east-1"))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, "there are no AWS credentials to request prices with: "),
        ({"AWS_PROFILE": "nobody"}, "there is no such AWS profile (The config profile (nobody) could not be found)"),
        ({"AWS_SECRET_ACCESS_KEY": ""}, "the AWS credentials are incomplete (Partial credentials found in env"),
        ({}, "the AWS Price List API cannot be reached (Could not connect to the endpoint URL"),
        ({"AWS_ENDPOINT_URL_PRICING": "nowhere"}, "AWS prices cannot be requested (Invalid endpoint: nowhere): check"),
    ],
)  # fmt: skip
def test_configurations(monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], message: str) -> None:
    for name, value in changed.items():
        monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name)
    with pytest.raises(UnreadableInput, match=f"^{re.escape(message)}[^\n]*$"):
        list(price_list_products("AWSLambda", "us-east-1"))


def test_without_boto3(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("boto3", "botocore", "botocore.exceptions", "botocore.parsers"):
        monkeypatch.setitem(sys.modules, name, None)
    message = (
        r"^AWS prices cannot be requested without boto3: install it with `pip install 'pipefilter\[aws\]'`$"
    )
    with pytest.raises(UnreadableInput, match=message):
        list(price_list_products("AWSLambda", "us-east-1"))


@pytest.mark.parametrize(
    ("region", "home"),
    [("eu-west-1", "us-east-1"), ("cn-north-1", "cn-northwest-1"), ("eusc-de-east-1", "eusc-de-east-1")],
)
def test_the_region_of_the_signature(
    server: type[PriceListServer], monkeypatch: pytest.MonkeyPatch, region: str, home: str
) -> None:
    signed: list[str] = []

    def page(self: PriceListServer, _query: object) -> str:
        signed.append(self.headers["Authorization"])
        return '{"PriceList": []}'

    monkeypatch.setattr(server, "page", page)
    assert list(price_list_products("AWSLambda", region)) == []
    assert f"/{home}/pricing/aws4_request" in signed[0]


GROUP = "AWS-Lambda-Duration"
DURATION = {"regionCode": "eu-west-1", "usagetype": "EU-Lambda-GB-Second", "group": GROUP}
ONE = product("Serverless", DURATION, "Lambda-GB-Second", ("0", "Inf", "0.00001"))


@pytest.mark.parametrize(
    ("products", "each"),
    [
        ([ONE], "0.00001"),
        ([ONE, ONE], "0.00001"),
        ([product("Serverless", DURATION, "seconds", ("0", "Inf", "1E-5"))], "0.00001"),
        ([], None),
        # two prices
        ([ONE, product("Serverless", DURATION, "Lambda-GB-Second", ("0", "Inf", "0.00002"))], None),
        ([product("", DURATION, "Lambda-GB-Second", ("0", "9", "0.1"), ("0", "Inf", "0.2"))], None),
        # one of two is not clear
        ([ONE, product("Serverless", DURATION, "Fortnights", ("0", "Inf", "0.00001"))], None),
        # free, or without a first tier
        ([product("", DURATION, "Lambda-GB-Second", ("0", "Inf", "0.0000000000"))], None),
        ([product("", DURATION, "Lambda-GB-Second", ("5", "Inf", "0.1"))], None),
        ([product("", DURATION, "Lambda-GB-Second")], None),
        # no amounts
        ([product("", DURATION, "Lambda-GB-Second", ("0", "Inf", "-1"))], None),
        ([product("", DURATION, "Lambda-GB-Second", ("0", "Inf", "1e999999999"))], None),
        ([product("", DURATION, "Lambda-GB-Second", ("none", "Inf", "0.1"))], None),
        # another region, another zone, another usage type, another group, whatever was asked for
        ([product("", {**DURATION, "regionCode": "eu-west-2"}, "Lambda-GB-Second", ("0", "Inf", "0.1"))], None),
        ([product("", {**DURATION, "locationType": "AWS Local Zone"}, "Lambda-GB-Second", ("0", "Inf", "1"))], None),
        ([product("", {**DURATION, "usagetype": "EU-Lambda-GB-Second-X"}, "seconds", ("0", "Inf", "0.1"))], None),
        ([product("", {**DURATION, "group": "AWS-Lambda-Edge"}, "Lambda-GB-Second", ("0", "Inf", "0.1"))], None),
        # odd forms
        ([{}], None),
        ([{"product": 1, "terms": []}], None),
        ([{**ONE, "terms": {}}], None),
        ([{**ONE, "terms": {"OnDemand": []}}], None),
        ([{**ONE, "terms": {"OnDemand": {"a": 1}}}], None),
        ([{**ONE, "terms": {"OnDemand": {"a": {"priceDimensions": {"b": 1}}}}}], None),
        ([{**ONE, "terms": {"OnDemand": {"a": {"priceDimensions": {"b": {"pricePerUnit": {"CNY": "1"}}}}}}}], None),
    ],
)  # fmt: skip
def test_ambiguous_products_are_left_out(products: list[Product], each: str | None) -> None:
    def only_duration(_code: str, filters: Mapping[str, str]) -> Iterable[Product]:
        return products if filters.get("group") == GROUP else ()

    price = live_prices("eu-west-1", only_duration, TODAY).find("lambda-gb-second-x86", "eu-west-1")
    assert (price and price.each) == (each and Fraction(each))


@pytest.mark.parametrize(("since", "day"), [("2025-07-01T00:00:00Z", "2025-07-01"), ("soon", "2026-11-26")])
def test_the_date_of_a_price(since: str, day: str) -> None:
    entry = product("", DURATION, "Lambda-GB-Second", ("0", "Inf", "0.1"), since=since)
    prices = live_prices("eu-west-1", lambda _code, filters: [entry] * ("group" in filters), TODAY)
    assert [price.date for price in prices.prices] == [day]


def test_architectures_whose_requests_cost_differently() -> None:
    products = [
        product("", {**DURATION, "usagetype": f"EU-Request{arm}", "group": f"AWS-Lambda-Requests{arm}"}, "Requests", tier)
        for arm, tier in {"": ("0", "Inf", "0.1"), "-ARM": ("0", "Inf", "0.2")}.items()
    ]  # fmt: skip
    assert live_prices("eu-west-1", lambda _code, _filters: products, TODAY) == Prices()
    assert len(live_prices("eu-west-1", lambda _code, _filters: products[:1], TODAY).prices) == 1
