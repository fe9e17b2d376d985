eventPattern: {
  source: ["shop.orders"],
  detailType: ["Order Placed"],
  detail: { total: [{ numeric: [">=", 100, "<", 1000.5] }] },
},
