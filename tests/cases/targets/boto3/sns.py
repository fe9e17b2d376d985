import json

import boto3

sns = boto3.client("sns")
sns.set_subscription_attributes(
    SubscriptionArn=subscription_arn,
    AttributeName="FilterPolicy",
    AttributeValue=json.dumps({
        "store": ["example_corp"],
        "price": [{"numeric": [">=", 100]}, 5],
        "interests": [{"anything-but": ["rugby"]}, {"prefix": "x"}],
    }),
)
sns.set_subscription_attributes(
    SubscriptionArn=subscription_arn,
    AttributeName="FilterPolicyScope",
    AttributeValue="MessageAttributes",
)
