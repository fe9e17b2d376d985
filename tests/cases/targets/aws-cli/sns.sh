aws sns set-subscription-attributes \
  --subscription-arn "$SUBSCRIPTION_ARN" \
  --attribute-name FilterPolicy \
  --attribute-value '{"store":["example_corp"],"price":[{"numeric":[">=",100]},5],"interests":[{"anything-but":["rugby"]},{"prefix":"x"}]}'
aws sns set-subscription-attributes \
  --subscription-arn "$SUBSCRIPTION_ARN" \
  --attribute-name FilterPolicyScope \
  --attribute-value MessageAttributes
