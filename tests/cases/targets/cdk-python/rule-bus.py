event_pattern=events.EventPattern(
    source=["shop.orders"],
    detail_type=["Order Placed"],
    detail={"total": [{"numeric": [">=", 100, "<", 1000.5]}]},
),
