module "topic" {
  source = "terraform-aws-modules/sns/aws"

  name = "orders"
  subscriptions = {
    sqs = {
      protocol            = "sqs"
      endpoint            = module.queue.queue_arn
      filter_policy_scope = "MessageBody"
      filter_policy       = jsonencode({ order = { status = ["PAID"] } })
    }
    lambda = {
      protocol      = "lambda"
      endpoint      = module.function.lambda_function_arn
      filter_policy = jsonencode({ store = ["example_corp"] })
    }
    everything = {
      protocol      = "sqs"
      endpoint      = module.queue.queue_arn
      filter_policy = ""
    }
  }
}
