#!/usr/bin/env bash
set -euo pipefail

: "${TABLE_STREAM_ARN:?ARN of the tables stream, with old and new images}"
: "${ENRICHMENT_ARN:?ARN of the function Notify, which receives the matching records}"

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

ACCOUNT=$(aws sts get-caller-identity --query Account --output text)

ROLE_ARN=$(aws iam create-role \
  --role-name filtered-role \
  --assume-role-policy-document '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "pipes.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "'"$ACCOUNT"'"}}}]}' \
  --query Role.Arn --output text)

aws iam put-role-policy \
  --role-name filtered-role \
  --policy-name least \
  --policy-document '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"], "Resource": "'"$TABLE_STREAM_ARN"'"}, {"Effect": "Allow", "Action": ["lambda:InvokeFunction"], "Resource": "'"$ENRICHMENT_ARN"'"}, {"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": ["'"$QUEUE_ARN"'", "'"$DEAD_LETTERS_ARN"'"]}]}'
sleep 10 # services can use a new role only after a few seconds

aws pipes create-pipe \
  --name filtered-pipe \
  --role-arn "$ROLE_ARN" \
  --source "$TABLE_STREAM_ARN" \
  --source-parameters '{"FilterCriteria":{"Filters":[{"Pattern":"{\"eventName\":[\"MODIFY\"],\"dynamodb\":{\"NewImage\":{\"state\":{\"S\":[\"done\"]}},\"OldImage\":{\"state\":{\"S\":[{\"anything-but\":[\"done\"]}]}}}}"}]},"DynamoDBStreamParameters":{"StartingPosition":"TRIM_HORIZON","BatchSize":100,"MaximumRetryAttempts":3,"DeadLetterConfig":{"Arn":"'"$DEAD_LETTERS_ARN"'"}}}' \
  --enrichment "$ENRICHMENT_ARN" \
  --target "$QUEUE_ARN"
