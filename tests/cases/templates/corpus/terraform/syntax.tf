// every construct here is accepted by HashiCorp's parser
module "vpc" {
  for_each = { for c in local.vpcs :
    (c.tenant != "" ? c.tenant : c.stage)
  => c }
  source = "x"
}

locals {
  groups = { for k, v in var.x : v => k... if k != "a" }
  splat  = aws_instance.a[*].id
  legacy = aws_instance.a.*.id.0
  sum    = -1 + 2 * 3 % 2 >= 4 && !true || false
  arn    = provider::aws::arn_parse(local.x[each.key]["a"].b[0])
  spread = max([1, 2]...)
}

variable "one_line" { type = object({ a = optional(string, "x"), b = any }) }

resource "aws_cloudwatch_event_rule" "comments" {
  event_pattern = /* here */ jsonencode( # and here
    {
      source = /* of the shop */ ["shop", // and
        "returns",
      ]
      "detail-type" : ["a", "b"], detail = {
        (var.name) = ["x"], "y" = [
          1,
          -2.50, 1e3, 007]
      }
    },
  )
}
