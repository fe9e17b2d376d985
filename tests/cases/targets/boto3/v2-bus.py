import json

import boto3

eventbridgev2 = boto3.client("eventbridgev2")
eventbridgev2.update_subscriber(
    SubscriberArn=subscriber_arn,
    FilterConfiguration={
        "Filters": [
            {
                "Scope": "DATA",
                "Pattern": json.dumps({
                    "source": ["shop.orders"],
                    "detail-type": ["Order Placed"],
                    "detail": {"total": [{"numeric": [">=", 100, "<", 1000.5]}]},
                }),
            },
        ],
    },
)
