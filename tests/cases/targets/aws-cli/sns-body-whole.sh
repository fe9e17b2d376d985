#!/usr/bin/env bash
set -euo pipefail

: "${TOPIC_ARN:?ARN of the topic, which is not a FIFO topic}"

DEAD_LETTERS_URL=$(aws sqs create-queue \
  --queue-name filtered-dead-letters \
  --attributes '{"MessageRetentionPeriod":"1209600"}' \
  --query QueueUrl --output text)

DEAD_LETTERS_ARN=$(aws sqs get-queue-attributes \
  --queue-url "$DEAD_LETTERS_URL" \
  --attribute-names QueueArn \
  --query Attributes.QueueArn --output text)

QUEUE_URL=$(aws sqs create-queue \
  --queue-name filtered-queue \
  --attributes '{"RedrivePolicy":"{\"deadLetterTargetArn\": \"'"$DEAD_LETTERS_ARN"'\", \"maxReceiveCount\": 3}"}' \
  --query QueueUrl --output text)

QUEUE_ARN=$(aws sqs get-queue-attributes \
  --queue-url "$QUEUE_URL" \
  --attribute-names QueueArn \
  --query Attributes.QueueArn --output text)

aws sqs set-queue-attributes \
  --queue-url "$QUEUE_URL" \
  --attributes '{"Policy":"{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"Service\": \"sns.amazonaws.com\"}, \"Action\": \"sqs:SendMessage\", \"Resource\": \"'"$QUEUE_ARN"'\", \"Condition\": {\"ArnEquals\": {\"aws:SourceArn\": \"'"$TOPIC_ARN"'\"}}}]}"}'

aws sqs set-queue-attributes \
  --queue-url "$DEAD_LETTERS_URL" \
  --attributes '{"Policy":"{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"Service\": \"sns.amazonaws.com\"}, \"Action\": \"sqs:SendMessage\", \"Resource\": \"'"$DEAD_LETTERS_ARN"'\", \"Condition\": {\"ArnEquals\": {\"aws:SourceArn\": \"'"$TOPIC_ARN"'\"}}}]}"}'

aws sns subscribe \
  --topic-arn "$TOPIC_ARN" \
  --protocol sqs \
  --notification-endpoint "$QUEUE_ARN" \
  --attributes '{"FilterPolicyScope":"MessageBody","FilterPolicy":"{\"source\":[\"shop.orders\"],\"detail-type\":[\"Order Placed\"],\"detail\":{\"total\":[{\"numeric\":[\">=\",100,\"<\",1000.5]}]}}","RedrivePolicy":"{\"deadLetterTargetArn\": \"'"$DEAD_LETTERS_ARN"'\"}"}'
