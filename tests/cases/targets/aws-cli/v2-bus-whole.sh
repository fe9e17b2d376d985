#!/usr/bin/env bash
set -euo pipefail

: "${EVENT_BUS_ARN:?ARN of the event bus}"

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

ROLE_ARN=$(aws iam create-role \
  --role-name filtered-role \
  --assume-role-policy-document '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sts:AssumeRole"}]}' \
  --query Role.Arn --output text)

aws iam put-role-policy \
  --role-name filtered-role \
  --policy-name least \
  --policy-document '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": ["'"$QUEUE_ARN"'", "'"$DEAD_LETTERS_ARN"'"]}]}'
sleep 10 # services can use a new role only after a few seconds

aws eventsv2 create-subscriber \
  --name Filtered \
  --event-bus-arn "$EVENT_BUS_ARN" \
  --filter-configuration '{"Filters":[{"Scope":"DATA","Pattern":"{\"source\":[\"shop.orders\"],\"detail-type\":[\"Order Placed\"],\"detail\":{\"total\":[{\"numeric\":[\">=\",100,\"<\",1000.5]}]}}"}]}' \
  --invoke-configuration '{"TargetArn":"'"$QUEUE_ARN"'","RoleArn":"'"$ROLE_ARN"'"}' \
  --on-failure-configuration '{"Arn":"'"$DEAD_LETTERS_ARN"'"}'
