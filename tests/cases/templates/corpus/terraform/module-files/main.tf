resource "aws_cloudwatch_event_rule" "of_local" {
  event_pattern = jsonencode(local.patterns.backup)
}

resource "aws_cloudwatch_event_rule" "of_file" {
  event_pattern = file("${path.module}/patterns/batch.txt")
}

resource "aws_cloudwatch_event_rule" "of_template" {
  event_pattern = templatefile("patterns/batch.tpl", { queue = "low", states = ["FAILED"], prefix = var.prefix })
}

resource "aws_cloudwatch_event_rule" "decoded" {
  event_pattern = jsonencode(merge(jsondecode(file("./patterns/batch.txt")), { region = ["eu-west-1"] }))
}

resource "aws_cloudwatch_event_rule" "each" {
  for_each      = var.rules
  event_pattern = jsonencode(each.value.pattern)
}

resource "aws_cloudwatch_event_rule" "by_default" {
  event_pattern = jsonencode(var.pattern)
}

resource "aws_cloudwatch_event_rule" "without_default" {
  event_pattern = var.no_pattern
}

resource "aws_cloudwatch_event_rule" "outside" {
  event_pattern = file("../for.tf")
}

resource "aws_lambda_event_source_mapping" "broker" {
  event_source_arn = aws_mq_broker.jobs.arn
  function_name    = "f"
  filter_criteria {
    filter {
      pattern = jsonencode({ data = { a = ["b"] } })
    }
  }
}
