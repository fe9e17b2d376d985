locals {
  one  = 1.0
  many = 1e3
  half = 0.50
  on   = true
  none = null
}
resource "aws_cloudwatch_event_rule" "v" {
  event_pattern = jsonencode({ detail = { v = ["v${local.one}", "v${local.many}", "v${local.half}", "v${local.on}"], n = [local.none, "x"], e = [1 + 2] } })
}
