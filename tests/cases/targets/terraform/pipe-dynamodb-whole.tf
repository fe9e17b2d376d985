terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.40"
    }
  }
}

variable "filtered_table_stream_arn" {
  description = "ARN of the table's stream, with old and new images"
  type        = string
}

variable "filtered_enrichment_arn" {
  description = "ARN of the function Notify, which receives the matching records"
  type        = string
}

data "aws_caller_identity" "filtered" {}

resource "aws_sqs_queue" "filtered_dead_letters" {
  message_retention_seconds = 1209600
}

resource "aws_sqs_queue" "filtered_queue" {
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.filtered_dead_letters.arn
    maxReceiveCount     = 3
  })
}

resource "aws_iam_role" "filtered_pipe" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "pipes.amazonaws.com" }
        Action    = "sts:AssumeRole"
        Condition = {
          StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.filtered.account_id }
        }
      },
    ]
  })
}

resource "aws_iam_role_policy" "filtered_pipe" {
  role = aws_iam_role.filtered_pipe.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Action = [
          "dynamodb:DescribeStream",
          "dynamodb:GetRecords",
          "dynamodb:GetShardIterator",
          "dynamodb:ListStreams",
        ]
        Resource = var.filtered_table_stream_arn
      },
      {
        Effect   = "Allow"
        Action   = ["lambda:InvokeFunction"]
        Resource = var.filtered_enrichment_arn
      },
      {
        Effect   = "Allow"
        Action   = ["sqs:SendMessage"]
        Resource = [aws_sqs_queue.filtered_queue.arn, aws_sqs_queue.filtered_dead_letters.arn]
      },
    ]
  })
}

resource "aws_pipes_pipe" "filtered_pipe" {
  role_arn   = aws_iam_role.filtered_pipe.arn
  source     = var.filtered_table_stream_arn
  enrichment = var.filtered_enrichment_arn
  target     = aws_sqs_queue.filtered_queue.arn

  source_parameters {
    filter_criteria {
      filter {
        pattern = jsonencode({
          eventName = ["MODIFY"]
          dynamodb = {
            NewImage = { state = { S = ["done"] } }
            OldImage = { state = { S = [{ anything-but = ["done"] }] } }
          }
        })
      }
    }

    dynamodb_stream_parameters {
      starting_position      = "TRIM_HORIZON"
      batch_size             = 100
      maximum_retry_attempts = 3

      dead_letter_config {
        arn = aws_sqs_queue.filtered_dead_letters.arn
      }
    }
  }

  depends_on = [aws_iam_role_policy.filtered_pipe]
}
