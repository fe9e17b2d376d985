module "lambda" {
  source = "terraform-aws-modules/lambda/aws"
  event_source_mapping = {
    dynamodb = {
      event_source_arn  = aws_dynamodb_table.this.stream_arn
      starting_position = "LATEST"
      filter_criteria = [
        {
          pattern = jsonencode({ eventName = ["INSERT"] })
        },
        { pattern = jsonencode({ eventName = ["MODIFY"], dynamodb = { NewImage = { s = { S = ["x"] } } } }) },
      ]
    }
  }
}
