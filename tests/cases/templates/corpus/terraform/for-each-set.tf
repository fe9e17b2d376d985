resource "aws_cloudwatch_event_rule" "state" {
  for_each = toset(["stopped", "terminated"])
  name     = "ec2-${each.key}"
  event_pattern = jsonencode({
    source = ["aws.ec2"]
    detail = { state = [each.value], note = ["is-${each.key}"] }
  })
}
