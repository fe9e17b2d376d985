filter_configuration=eventsv2.CfnSubscriber.FilterConfigurationProperty(
    filters=[
        eventsv2.CfnSubscriber.FilterProperty(
            scope="DATA",
            pattern=json.dumps({
                "source": ["shop.orders"],
                "detail-type": ["Order Placed"],
                "detail": {"total": [{"numeric": [">=", 100, "<", 1000.5]}]},
            }),
        ),
    ],
),
