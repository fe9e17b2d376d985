aws pipes update-pipe \
  --name "$PIPE_NAME" \
  --role-arn "$ROLE_ARN" \
  --source-parameters '{"FilterCriteria":{"Filters":[{"Pattern":"{\"eventName\":[\"MODIFY\"],\"dynamodb\":{\"NewImage\":{\"state\":{\"S\":[\"done\"]}},\"OldImage\":{\"state\":{\"S\":[{\"anything-but\":[\"done\"]}]}}}}"}]}}'
