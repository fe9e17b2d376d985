locals {
  key = "status"
}
resource "aws_cloudwatch_event_rule" "key" {
  event_pattern = jsonencode({
    detail = {
      (local.key)      = ["PAID"]
      "x-${local.key}" = ["y"]
      "p-${var.a}"     = ["z"]
      "plain"          = ["w"]
    }
  })
}
