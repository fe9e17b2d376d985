locals {
  sources = ["shop.orders", "shop.returns"]
  stage   = "prod"
}

resource "aws_cloudwatch_event_rule" "orders" {
  event_bus_name = "shop"
  event_pattern = jsonencode({
    source        = local.sources
    "detail-type" = ["Order Placed"]
    detail = {
      stage = [local.stage]
      total = [{ numeric = [">=", 100] }]
      note  = [{ exists = false }]
      vip   = [true, null]
    }
  })
}
