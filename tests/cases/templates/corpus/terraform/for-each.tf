locals {
  rules = {
    created = { source = ["aws.s3"], detail-type = ["Object Created"] }
    deleted = { source = ["aws.s3"], detail-type = ["Object Deleted"] }
  }
}
resource "aws_cloudwatch_event_rule" "each" {
  for_each      = local.rules
  name          = each.key
  event_pattern = jsonencode(each.value)
}
resource "aws_cloudwatch_event_rule" "counted" {
  count = 2
  event_pattern = jsonencode({ source = ["s${count.index}"] })
}
