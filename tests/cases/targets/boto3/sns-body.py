import json

import boto3

sns = boto3.client("sns")
sns.set_subscription_attributes(
    SubscriptionArn=subscription_arn,
    AttributeName="FilterPolicyScope",
    AttributeValue="MessageBody",
)
sns.set_subscription_attributes(
    SubscriptionArn=subscription_arn,
    AttributeName="FilterPolicy",
    AttributeValue=json.dumps({
        "source": ["shop.orders"],
        "detail-type": ["Order Placed"],
        "detail": {"total": [{"numeric": [">=", 100, "<", 1000.5]}]},
    }),
)
