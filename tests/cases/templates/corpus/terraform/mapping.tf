resource "aws_lambda_event_source_mapping" "orders" {
  event_source_arn  = aws_dynamodb_table.orders.stream_arn
  function_name     = aws_lambda_function.notify.arn
  starting_position = "LATEST"

  filter_criteria {
    filter {
      pattern = jsonencode({
        eventName = ["INSERT"]
        dynamodb = {
          NewImage = {
            type = { S = ["ORDER"] }
          }
        }
      })
    }
    filter {
      pattern = "{\"eventName\": [\"REMOVE\"]}"
    }
  }
}
