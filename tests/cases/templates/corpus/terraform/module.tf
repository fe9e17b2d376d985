module "eventbridge" {
  source  = "terraform-aws-modules/eventbridge/aws"
  version = "~> 3.0"

  bus_name = "shop"
  rules = {
    orders = {
      description   = "Capture all order data"
      event_pattern = jsonencode({ "source" : ["myapp.orders"] })
      enabled       = true
    }
    emails = {
      event_pattern = jsonencode({ "source" : ["myapp.email"], "detail" : { "bounced" : [true] } })
    }
  }
}
