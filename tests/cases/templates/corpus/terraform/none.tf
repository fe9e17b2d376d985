terraform {
  required_version = ">= 1.5"
  backend "s3" {}
}
provider "aws" { region = "eu-west-1" }
data "aws_caller_identity" "current" {}
output "x" { value = data.aws_caller_identity.current.account_id }
resource "aws_cloudwatch_event_rule" "tick" { schedule_expression = "rate(5 minutes)" }
