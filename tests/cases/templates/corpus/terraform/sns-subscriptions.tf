variable "class" { type = string }

locals {
  is_development = terraform.workspace == "development"
  claims         = ["Claim::AdvocateClaim", "Claim::InterimClaim"]
}

resource "aws_sns_topic_subscription" "claims" {
  provider      = aws.london
  topic_arn     = module.topic.topic_arn
  endpoint      = module.queue.sqs_arn
  protocol      = "sqs"
  filter_policy = jsonencode({ claim_type = local.claims })
}

resource "aws_sns_topic_subscription" "offenders" {
  topic_arn     = module.topic.topic_arn
  endpoint      = module.queue.sqs_arn
  protocol      = "sqs"
  filter_policy = "{\"eventType\":[ \"probation-case.engagement.created\"] }"
}

resource "aws_sns_topic_subscription" "notes" {
  topic_arn     = data.aws_ssm_parameter.topic.value
  endpoint      = aws_sqs_queue.notes.arn
  protocol      = "sqs"
  filter_policy = <<-EOT
    {
      "$or": [
        { "eventType": ["person.alert.created", "person.alert.updated"] },
        { "eventType": ["person.case-note.created"], "type": ["PRISON", "${var.class}"] }
      ]
    }
  EOT
}

resource "aws_sns_topic_subscription" "alarms" {
  topic_arn            = aws_sns_topic.alarms.arn
  protocol             = "https"
  endpoint             = "https://example.com/hook"
  raw_message_delivery = false
  filter_policy_scope  = "MessageBody"
  filter_policy = jsonencode({
    AlarmName = [{ "anything-but" = "fire-drill" }]
    "properties.messageType" = ["tested"]
  })
}

resource "aws_sns_topic_subscription" "terminated" {
  topic_arn     = aws_sns_topic.alarms.arn
  protocol      = "sqs"
  endpoint      = aws_sqs_queue.notes.arn
  filter_policy = local.is_development ? null : jsonencode({ eventType = ["probation-case.sentence.terminated"] })
}

resource "aws_sns_topic_subscription" "each" {
  for_each = var.subscriptions

  topic_arn           = aws_sns_topic.alarms.arn
  protocol            = each.value.protocol
  endpoint            = each.value.endpoint
  filter_policy       = try(each.value.filter_policy, null)
  filter_policy_scope = try(each.value.filter_policy_scope, null)
}

resource "aws_sns_topic_subscription" "everything" {
  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.notes.arn
}

resource "awscc_sns_subscription" "colors" {
  topic_arn           = aws_sns_topic.alarms.arn
  protocol            = "sqs"
  endpoint            = aws_sqs_queue.notes.arn
  filter_policy_scope = "MessageAttributes"
  filter_policy       = jsonencode({ color = ["red"] })
}

resource "aws_sns_topic_subscription" "body_or_none" {
  topic_arn           = aws_sns_topic.alarms.arn
  protocol            = "sqs"
  endpoint            = aws_sqs_queue.notes.arn
  filter_policy_scope = local.is_development ? null : "MessageBody"
  filter_policy       = local.is_development ? "{}" : jsonencode({ order = { store = ["prod"] } })
}
