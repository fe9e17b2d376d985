# For sns.CfnSubscription:
filter_policy_scope="MessageAttributes",
filter_policy={
    "store": ["example_corp"],
    "price": [{"numeric": [">=", 100]}, 5],
    "interests": [{"anything-but": ["rugby"]}, {"prefix": "x"}],
},

# For sns.Subscription, topic.add_subscription and event sources:
filter_policy={
    "store": sns.SubscriptionFilter.string_filter(allowlist=["example_corp"]),
    "price": sns.SubscriptionFilter([{"numeric": [">=", 100]}, 5]),
    "interests": sns.SubscriptionFilter([{"anything-but": ["rugby"]}, {"prefix": "x"}]),
},
