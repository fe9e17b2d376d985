#!/usr/bin/env bash
set -euo pipefail

: "${TABLE_STREAM_ARN:?ARN of the tables stream, with old and new images}"

aws lambda create-event-source-mapping \
  --function-name Notify \
  --event-source-arn "$TABLE_STREAM_ARN" \
  --starting-position TRIM_HORIZON \
  --batch-size 100 \
  --filter-criteria '{"Filters":[{"Pattern":"{\"eventName\":[\"MODIFY\"],\"dynamodb\":{\"NewImage\":{\"state\":{\"S\":[\"done\"]}},\"OldImage\":{\"state\":{\"S\":[{\"anything-but\":[\"done\"]}]}}}}"}]}'
