filterPolicyScope: "MessageBody",
filterPolicy: JSON.stringify({
  source: ["shop.orders"],
  "detail-type": ["Order Placed"],
  detail: { total: [{ numeric: [">=", 100, "<", 1000.5] }] },
}),
