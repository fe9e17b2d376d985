resource "aws_pipes_pipe" "clicks" {
  source = "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks"
  target = "arn:aws:sqs:eu-west-1:111122223333:t"
  role_arn = "r"
  source_parameters {
    kinesis_stream_parameters {
      starting_position = "LATEST"
    }
    filter_criteria {
      filter {
        pattern = <<-JSON
          {"data": {"page": [{"prefix": "/shop"}]}}
        JSON
      }
    }
  }
}
