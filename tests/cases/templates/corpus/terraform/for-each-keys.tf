locals { k = "orders" }
resource "aws_cloudwatch_event_rule" "known" {
  for_each      = { (local.k) = "x", "${local.k}-b" = "y" }
  event_pattern = jsonencode({ source = [each.key, each.value] })
}
resource "aws_cloudwatch_event_rule" "unknown" {
  for_each      = { (var.env) = "x" }
  event_pattern = "{\"source\": [\"${each.key}\"]}"
}
