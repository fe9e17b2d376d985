filterPolicyScope: "MessageAttributes",
filterPolicy: JSON.stringify({
  store: ["example_corp"],
  price: [{ numeric: [">=", 100] }, 5],
  interests: [{ "anything-but": ["rugby"] }, { prefix: "x" }],
}),
