resource "aws_cloudwatch_event_rule" "r" {
  event_pattern = jsonencode({ source = "${var.rules[*].source}", detail = { n = ["${5}", "${var.a + 1}"], s = ["${"text"}"] } })
}
