locals {
  events = {
    health = { event_pattern = { source = ["aws.health"] }, on = true }
    spot   = { event_pattern = { source = ["aws.ec2"], detail-type = ["EC2 Spot Instance Interruption Warning"] } }
  }
  kinds = ["A", "B"]
}

// which members there are is not known, but what they are
resource "aws_cloudwatch_event_rule" "if" {
  for_each      = { for k, v in local.events : k => v if var.enable }
  event_pattern = jsonencode(each.value.event_pattern)
}

resource "aws_cloudwatch_event_rule" "known" {
  for_each      = { for k, v in local.events : upper(k) => v.event_pattern if try(v.on, false) }
  event_pattern = jsonencode(merge(each.value, { account = [var.account] }))
}

resource "aws_cloudwatch_event_rule" "chosen" {
  for_each      = var.all ? local.events : {}
  event_pattern = jsonencode(each.value.event_pattern)
}

resource "aws_cloudwatch_event_rule" "list" {
  event_pattern = jsonencode({
    source = [for k in local.kinds : "shop.${lower(k)}"]
    detail = { kind = concat(local.kinds, ["C"]), id = [for x in var.ids : x], n = [for i, k in local.kinds : i] }
  })
}

resource "aws_cloudwatch_event_rule" "text" {
  event_pattern = <<-EOT
    {"source": [%{ for i, k in local.kinds }${i > 0 ? "," : ""}"${k}"%{ endfor }]}
  EOT
}

resource "aws_lambda_event_source_mapping" "dynamic" {
  event_source_arn = aws_sqs_queue.jobs.arn
  function_name    = "f"
  filter_criteria {
    dynamic "filter" {
      for_each = [for k in local.kinds : { kind = [k] }]
      content {
        pattern = jsonencode({ body = filter.value })
      }
    }
    dynamic "filter" {
      for_each = toset(["x", "y"])
      iterator = each_kind
      content {
        pattern = jsonencode({ body = { kind = [each_kind.value], id = [each_kind.key] } })
      }
    }
  }
}

resource "aws_lambda_event_source_mapping" "different" {
  event_source_arn = aws_sqs_queue.jobs.arn
  function_name    = "f"
  filter_criteria {
    filter {
      pattern = jsonencode({ body = { kind = [for k in local.kinds : var.names[k]] } })
    }
  }
}

resource "aws_cloudwatch_event_rule" "replaced" {
  event_pattern = replace(jsonencode({ detail = { n = [{ numeric = [">", 1] }], x = [var.x] } }), "\\u003e", ">")
}

module "rules" {
  source = "x"
  rules = merge(
    { crons = { schedule = "rate(1 day)" } },
    { for k, v in local.events : k => { event_pattern = jsonencode(v.event_pattern) } },
  )
}
