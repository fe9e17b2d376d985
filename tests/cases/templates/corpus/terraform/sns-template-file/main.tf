locals {
  complete = "preserve.ingest.complete"
}

resource "aws_sns_topic_subscription" "ingest" {
  count                = var.topic_arn != null ? 1 : 0
  endpoint             = "arn:aws:sqs:eu-west-2:${var.account}:ingest"
  protocol             = "sqs"
  topic_arn            = var.topic_arn
  raw_message_delivery = true
  filter_policy        = templatefile("./policies/ingest.json.tpl", { complete = local.complete })
  filter_policy_scope  = "MessageBody"
}
