# resource "aws_cloudwatch_event_rule" "no" { event_pattern = "{}" }
// resource "aws_cloudwatch_event_rule" "no2" {}
/* resource "aws_cloudwatch_event_rule" "no3" {
  event_pattern = jsonencode({ source = ["no"] })
} */
resource "aws_cloudwatch_event_rule" "yes" { # here
  event_pattern = jsonencode({ // pattern
    source = ["aws.rds"], # commas
    "detail" : { /* colon */ "EventCategories" = ["failover"] }
  })
}
