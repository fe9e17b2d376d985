filter_policy_scope="MessageBody",
filter_policy=json.dumps({
    "source": ["shop.orders"],
    "detail-type": ["Order Placed"],
    "detail": {"total": [{"numeric": [">=", 100, "<", 1000.5]}]},
}),
