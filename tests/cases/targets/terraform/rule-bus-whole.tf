terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.40"
    }
  }
}

variable "event_bus_name" {
  description = "Name of the event bus"
  type        = string
}

resource "aws_sqs_queue" "dead_letters" {
  message_retention_seconds = 1209600
}

resource "aws_sqs_queue" "queue" {
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters.arn
    maxReceiveCount = 3
  })
}

resource "aws_cloudwatch_event_rule" "rule" {
  event_bus_name = var.event_bus_name
  event_pattern = jsonencode({
    source = ["shop.orders"]
    "detail-type" = ["Order Placed"]
    detail = { total = [{ numeric = [">=", 100, "<", 1000.5] }] }
  })
}

resource "aws_sqs_queue_policy" "queue" {
  queue_url = aws_sqs_queue.queue.url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action = "sqs:SendMessage"
        Resource = aws_sqs_queue.queue.arn
        Condition = { ArnEquals = { "aws:SourceArn" = aws_cloudwatch_event_rule.rule.arn } }
      },
    ]
  })
}

resource "aws_sqs_queue_policy" "dead_letters" {
  queue_url = aws_sqs_queue.dead_letters.url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action = "sqs:SendMessage"
        Resource = aws_sqs_queue.dead_letters.arn
        Condition = { ArnEquals = { "aws:SourceArn" = aws_cloudwatch_event_rule.rule.arn } }
      },
    ]
  })
}

resource "aws_cloudwatch_event_target" "queue" {
  event_bus_name = var.event_bus_name
  rule           = aws_cloudwatch_event_rule.rule.name
  arn            = aws_sqs_queue.queue.arn

  dead_letter_config {
    arn = aws_sqs_queue.dead_letters.arn
  }
}
