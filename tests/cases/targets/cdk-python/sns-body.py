# For sns.CfnSubscription:
filter_policy_scope="MessageBody",
filter_policy={
    "source": ["shop.orders"],
    "detail-type": ["Order Placed"],
    "detail": {"total": [{"numeric": [">=", 100, "<", 1000.5]}]},
},

# For sns.Subscription, topic.add_subscription and event sources:
filter_policy_with_message_body={
    "source": sns.FilterOrPolicy.filter(sns.SubscriptionFilter.string_filter(
        allowlist=["shop.orders"],
    )),
    "detail-type": sns.FilterOrPolicy.filter(sns.SubscriptionFilter.string_filter(
        allowlist=["Order Placed"],
    )),
    "detail": sns.FilterOrPolicy.policy({
        "total": sns.FilterOrPolicy.filter(sns.SubscriptionFilter([
            {"numeric": [">=", 100, "<", 1000.5]},
        ])),
    }),
},
