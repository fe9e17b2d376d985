terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.40"
    }
  }
}

variable "filtered_event_bus_name" {
  description = "Name of the event bus"
  type        = string
}

resource "aws_sqs_queue" "filtered_dead_letters" {
  message_retention_seconds = 1209600
}

resource "aws_sqs_queue" "filtered_queue" {
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.filtered_dead_letters.arn
    maxReceiveCount     = 3
  })
}

resource "aws_cloudwatch_event_rule" "filtered_rule" {
  event_bus_name = var.filtered_event_bus_name
  event_pattern = jsonencode({
    source      = ["shop.orders"]
    detail-type = ["Order Placed"]
    detail      = { total = [{ numeric = [">=", 100, "<", 1000.5] }] }
  })
}

resource "aws_sqs_queue_policy" "filtered_queue" {
  queue_url = aws_sqs_queue.filtered_queue.url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Resource  = aws_sqs_queue.filtered_queue.arn
        Condition = {
          ArnEquals = { "aws:SourceArn" = aws_cloudwatch_event_rule.filtered_rule.arn }
        }
      },
    ]
  })
}

resource "aws_sqs_queue_policy" "filtered_dead_letters" {
  queue_url = aws_sqs_queue.filtered_dead_letters.url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Resource  = aws_sqs_queue.filtered_dead_letters.arn
        Condition = {
          ArnEquals = { "aws:SourceArn" = aws_cloudwatch_event_rule.filtered_rule.arn }
        }
      },
    ]
  })
}

resource "aws_cloudwatch_event_target" "filtered_queue" {
  event_bus_name = var.filtered_event_bus_name
  rule           = aws_cloudwatch_event_rule.filtered_rule.name
  arn            = aws_sqs_queue.filtered_queue.arn

  dead_letter_config {
    arn = aws_sqs_queue.filtered_dead_letters.arn
  }
}
