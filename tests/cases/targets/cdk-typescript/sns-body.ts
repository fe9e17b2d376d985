// For sns.CfnSubscription:
filterPolicyScope: "MessageBody",
filterPolicy: {
  source: ["shop.orders"],
  "detail-type": ["Order Placed"],
  detail: { total: [{ numeric: [">=", 100, "<", 1000.5] }] },
},

// For sns.Subscription, topic.addSubscription and event sources:
filterPolicyWithMessageBody: {
  source: sns.FilterOrPolicy.filter(sns.SubscriptionFilter.stringFilter({
    allowlist: ["shop.orders"],
  })),
  "detail-type": sns.FilterOrPolicy.filter(sns.SubscriptionFilter.stringFilter({
    allowlist: ["Order Placed"],
  })),
  detail: sns.FilterOrPolicy.policy({
    total: sns.FilterOrPolicy.filter(new sns.SubscriptionFilter([
      { numeric: [">=", 100, "<", 1000.5] },
    ])),
  }),
},
