resource "aws_cloudwatch_event_rule" "c" {
  event_pattern = var.all ? jsonencode({ source = ["a", "b"] }) : jsonencode({ source = ["a"] })
}
