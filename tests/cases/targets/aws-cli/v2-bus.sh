aws eventsv2 update-subscriber \
  --subscriber-arn "$SUBSCRIBER_ARN" \
  --filter-configuration '{"Filters":[{"Scope":"DATA","Pattern":"{\"source\":[\"shop.orders\"],\"detail-type\":[\"Order Placed\"],\"detail\":{\"total\":[{\"numeric\":[\">=\",100,\"<\",1000.5]}]}}"}]}'
