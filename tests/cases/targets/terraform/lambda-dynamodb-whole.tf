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

resource "aws_lambda_event_source_mapping" "filtered_mapping" {
  function_name     = "Notify"
  event_source_arn  = var.filtered_table_stream_arn
  starting_position = "TRIM_HORIZON"
  batch_size        = 100

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
}
