aws lambda update-event-source-mapping \
  --uuid "$UUID" \
  --filter-criteria '{"Filters":[{"Pattern":"{\"eventName\":[\"MODIFY\"],\"dynamodb\":{\"NewImage\":{\"state\":{\"S\":[\"done\"]}},\"OldImage\":{\"state\":{\"S\":[{\"anything-but\":[\"done\"]}]}}}}"}]}'
