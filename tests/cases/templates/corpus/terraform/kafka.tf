resource "aws_lambda_event_source_mapping" "kafka" {
  function_name = "f"
  topics = ["t"]
  starting_position = "TRIM_HORIZON"
  self_managed_event_source {
    endpoints = { KAFKA_BOOTSTRAP_SERVERS = "k:9092" }
  }
  filter_criteria {
    filter {
      pattern = jsonencode({ value = { a = ["b"] } })
    }
  }
}
resource "aws_lambda_event_source_mapping" "msk" {
  event_source_arn = aws_msk_cluster.c.arn
  function_name = "f"
  filter_criteria {
    filter {
      pattern = jsonencode({ value = { a = ["c"] } })
    }
  }
}
