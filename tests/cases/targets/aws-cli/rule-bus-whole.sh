#!/usr/bin/env bash
set -euo pipefail

: "${EVENT_BUS_NAME:?Name of the event bus}"

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

RULE_ARN=$(aws events put-rule \
  --name filtered-rule \
  --event-bus-name "$EVENT_BUS_NAME" \
  --event-pattern '{"source":["shop.orders"],"detail-type":["Order Placed"],"detail":{"total":[{"numeric":[">=",100,"<",1000.5]}]}}' \
  --query RuleArn --output text)

aws sqs set-queue-attributes \
  --queue-url "$QUEUE_URL" \
  --attributes '{"Policy":"{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"Service\": \"events.amazonaws.com\"}, \"Action\": \"sqs:SendMessage\", \"Resource\": \"'"$QUEUE_ARN"'\", \"Condition\": {\"ArnEquals\": {\"aws:SourceArn\": \"'"$RULE_ARN"'\"}}}]}"}'

aws sqs set-queue-attributes \
  --queue-url "$DEAD_LETTERS_URL" \
  --attributes '{"Policy":"{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"Service\": \"events.amazonaws.com\"}, \"Action\": \"sqs:SendMessage\", \"Resource\": \"'"$DEAD_LETTERS_ARN"'\", \"Condition\": {\"ArnEquals\": {\"aws:SourceArn\": \"'"$RULE_ARN"'\"}}}]}"}'

aws events put-targets \
  --rule filtered-rule \
  --event-bus-name "$EVENT_BUS_NAME" \
  --targets '[{"Id":"queue","Arn":"'"$QUEUE_ARN"'","DeadLetterConfig":{"Arn":"'"$DEAD_LETTERS_ARN"'"}}]'
