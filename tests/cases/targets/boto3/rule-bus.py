import json

import boto3

events = boto3.client("events")
events.put_rule(
    Name=rule_name,
    EventBusName=event_bus_name,
    EventPattern=json.dumps({
        "source": ["shop.orders"],
        "detail-type": ["Order Placed"],
        "detail": {"total": [{"numeric": [">=", 100, "<", 1000.5]}]},
    }),
)
