resource "aws_cloudwatch_event_rule" "crlf" {
  event_pattern = jsonencode({
    source = ["aws.ssm"]
  })
}
