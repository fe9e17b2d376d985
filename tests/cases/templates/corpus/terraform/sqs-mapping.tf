variable "kind" { default = "resize" }
resource "aws_sqs_queue" "jobs" {}
resource "aws_lambda_event_source_mapping" "jobs" {
  event_source_arn = aws_sqs_queue.jobs.arn
  function_name = "worker"
  filter_criteria {
    filter { pattern = jsonencode({ body = { kind = [var.kind], size = [{ numeric = ["<", 1000] }] } }) }
  }
}
