#!/usr/bin/env bash
set -euo pipefail

: "${TOPIC_ARN:?ARN of the topic, which is not a FIFO topic}"
: "${FUNCTION_ARN:?ARN of the function Notify, which receives the matching messages}"

DEAD_LETTERS_URL=$(aws sqs create-queue \
  --queue-name filtered-dead-letters \
  --attributes '{"MessageRetentionPeriod":"1209600"}' \
  --query QueueUrl --output text)

DEAD_LETTERS_ARN=$(aws sqs get-queue-attributes \
  --queue-url "$DEAD_LETTERS_URL" \
  --attribute-names QueueArn \
  --query Attributes.QueueArn --output text)

aws lambda add-permission \
  --function-name "$FUNCTION_ARN" \
  --statement-id filtered-topic \
  --action lambda:InvokeFunction \
  --principal sns.amazonaws.com \
  --source-arn "$TOPIC_ARN"

aws sqs set-queue-attributes \
  --queue-url "$DEAD_LETTERS_URL" \
  --attributes '{"Policy":"{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"Service\": \"sns.amazonaws.com\"}, \"Action\": \"sqs:SendMessage\", \"Resource\": \"'"$DEAD_LETTERS_ARN"'\", \"Condition\": {\"ArnEquals\": {\"aws:SourceArn\": \"'"$TOPIC_ARN"'\"}}}]}"}'

aws sns subscribe \
  --topic-arn "$TOPIC_ARN" \
  --protocol lambda \
  --notification-endpoint "$FUNCTION_ARN" \
  --attributes '{"FilterPolicyScope":"MessageAttributes","FilterPolicy":"{\"store\":[\"example_corp\"],\"price\":[{\"numeric\":[\">=\",100]},5],\"interests\":[{\"anything-but\":[\"rugby\"]},{\"prefix\":\"x\"}]}","RedrivePolicy":"{\"deadLetterTargetArn\": \"'"$DEAD_LETTERS_ARN"'\"}"}'
