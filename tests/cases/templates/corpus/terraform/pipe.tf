resource "aws_pipes_pipe" "example" {
  name     = "example-pipe"
  role_arn = aws_iam_role.example.arn
  source   = aws_sqs_queue.source.arn
  target   = aws_sqs_queue.target.arn

  source_parameters {
    filter_criteria {
      filter {
        pattern = jsonencode({
          source = ["event-source"]
        })
      }
    }
  }
}
