locals {
  pattern = jsonencode({
    source = ["aws.backup"]
    detail = { state = ["FAILED", "EXPIRED"] }
  })
  object = { source = ["aws.signin"] }
}
resource "aws_cloudwatch_event_rule" "a" { event_pattern = local.pattern }
resource "aws_cloudwatch_event_rule" "b" { event_pattern = jsonencode(local.object) }
