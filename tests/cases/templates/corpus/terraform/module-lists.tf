module "rules" {
  source = "./rules"
  rules = [
    { name = "a", event_pattern = jsonencode({ source = ["a"] }) },
    merge(local.common, { name = "b", event_pattern = jsonencode({ source = ["b"] }) }),
  ]
}
