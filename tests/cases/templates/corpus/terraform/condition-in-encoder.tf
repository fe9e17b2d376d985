resource "aws_cloudwatch_event_rule" "r" {
  event_pattern = jsonencode(var.x ? { source = ["a"] } : { source = ["b"] })
}
resource "aws_pipes_pipe" "p" {
  source = "arn:aws:sqs:eu-west-1:111122223333:q"
  dynamic "source_parameters" {
    for_each = var.filtered ? [1] : []
    content {
      filter_criteria {
        filter { pattern = jsonencode({ body = { a = ["1"] } }) }
      }
    }
  }
}
