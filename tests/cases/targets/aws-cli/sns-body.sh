aws sns set-subscription-attributes \
  --subscription-arn "$SUBSCRIPTION_ARN" \
  --attribute-name FilterPolicyScope \
  --attribute-value MessageBody
aws sns set-subscription-attributes \
  --subscription-arn "$SUBSCRIPTION_ARN" \
  --attribute-name FilterPolicy \
  --attribute-value '{"source":["shop.orders"],"detail-type":["Order Placed"],"detail":{"total":[{"numeric":[">=",100,"<",1000.5]}]}}'
