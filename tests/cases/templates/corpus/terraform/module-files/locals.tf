locals {
  patterns = {
    backup = { source = ["aws.backup"], detail = { state = [local.state] } }
  }
  state = "FAILED"
}

resource "aws_mq_broker" "jobs" {
  engine_type = "RabbitMQ"
}
