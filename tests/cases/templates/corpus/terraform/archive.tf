resource "aws_cloudwatch_event_archive" "order" {
  name             = "order-archive"
  event_source_arn = aws_cloudwatch_event_bus.order.arn
  event_pattern = jsonencode({
    source = ["company.team.order"]
  })
}
