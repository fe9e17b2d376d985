terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.40"
    }
  }
}

variable "filtered_topic_arn" {
  description = "ARN of the topic, which is not a FIFO topic"
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

resource "aws_sqs_queue_policy" "filtered_queue" {
  queue_url = aws_sqs_queue.filtered_queue.url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "sns.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Condition = { ArnEquals = { "aws:SourceArn" = var.filtered_topic_arn } }
        Resource  = aws_sqs_queue.filtered_queue.arn
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
        Principal = { Service = "sns.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Condition = { ArnEquals = { "aws:SourceArn" = var.filtered_topic_arn } }
        Resource  = aws_sqs_queue.filtered_dead_letters.arn
      },
    ]
  })
}

resource "aws_sns_topic_subscription" "filtered_subscription" {
  topic_arn           = var.filtered_topic_arn
  protocol            = "sqs"
  endpoint            = aws_sqs_queue.filtered_queue.arn
  filter_policy_scope = "MessageAttributes"
  filter_policy = jsonencode({
    store     = ["example_corp"]
    price     = [{ numeric = [">=", 100] }, 5]
    interests = [{ anything-but = ["rugby"] }, { prefix = "x" }]
  })
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.filtered_dead_letters.arn
  })

  depends_on = [aws_sqs_queue_policy.filtered_queue, aws_sqs_queue_policy.filtered_dead_letters]
}
