// For sns.CfnSubscription:
filterPolicyScope: "MessageAttributes",
filterPolicy: {
  store: ["example_corp"],
  price: [{ numeric: [">=", 100] }, 5],
  interests: [{ "anything-but": ["rugby"] }, { prefix: "x" }],
},

// For sns.Subscription, topic.addSubscription and event sources:
filterPolicy: {
  store: sns.SubscriptionFilter.stringFilter({ allowlist: ["example_corp"] }),
  price: new sns.SubscriptionFilter([{ numeric: [">=", 100] }, 5]),
  interests: new sns.SubscriptionFilter([{ "anything-but": ["rugby"] }, { prefix: "x" }]),
},
