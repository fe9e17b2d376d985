aws events put-rule \
  --name "$RULE_NAME" \
  --event-bus-name "$EVENT_BUS_NAME" \
  --event-pattern '{"source":["shop.orders"],"detail-type":["Order Placed"],"detail":{"total":[{"numeric":[">=",100,"<",1000.5]}]}}'
