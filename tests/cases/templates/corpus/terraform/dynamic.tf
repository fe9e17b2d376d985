resource "aws_lambda_event_source_mapping" "dynamic" {
  event_source_arn = var.arn
  function_name    = "f"
  dynamic "filter_criteria" {
    for_each = var.filters != null ? [1] : []
    content {
      dynamic "filter" {
        for_each = var.filters
        content {
          pattern = filter.value
        }
      }
    }
  }
}
