"""What may go wrong with the AWS Price List API."""

from __future__ import annotations

from pipefilter.aws.call_faults import NO_CREDENTIALS, CallFaults

__all__ = ["PRICE_LIST_FAULTS"]

_NO_CREDENTIALS = NO_CREDENTIALS.replace("credentials:", "credentials to ask for prices with:", 1)
_THROTTLED = "AWS has been asked for prices too often at once: try again in a minute"
_TRY_AGAIN = "AWS could not give prices just now ({text}): try again"

# https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_pricing_GetProducts.html#API_pricing_GetProducts_Errors
PRICE_LIST_FAULTS = CallFaults(
    without_boto3="AWS cannot be asked for prices without boto3",
    unreachable="the AWS Price List API cannot be reached ({text}): look at the network, and at AWS_ENDPOINT_URL_PRICING",
    denied="AWS denies access to its price list: the credentials need the IAM action pricing:GetProducts",
    otherwise="AWS gives no prices ({text})",
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
