resource "awscc_events_rule" "r" {
  event_pattern = jsonencode({ source = ["aws.ec2"] })
}
resource "awscc_pipes_pipe" "p" {
  source   = "arn:aws:sqs:eu-west-1:111122223333:q"
  target   = "arn:aws:sqs:eu-west-1:111122223333:t"
  role_arn = "r"
  source_parameters = {
    filter_criteria = {
      filters = [{ pattern = jsonencode({ body = { a = ["b"] } }) }]
    }
    sqs_queue_parameters = { batch_size = 1 }
  }
}
