resource "aws_cloudwatch_event_rule" "list" {
  event_pattern = <<-EOT
    {"source": [%{ for s in local.list ~}"${s}",%{ endfor }"z"]}
  EOT
}
resource "aws_cloudwatch_event_rule" "text" {
  event_pattern = jsonencode({ source = ["PAID%{ if var.x }-b%{ endif }"] })
}
resource "aws_cloudwatch_event_rule" "escaped" {
  event_pattern = <<-EOT
    {"source": ["%%{ if }", "$${x}"]}
  EOT
}
resource "aws_cloudwatch_event_rule" "chosen" {
  event_pattern = <<-EOT
    {"source": ["a"%{ if var.x ~}
    , "b"]
    %{~ else ~}
    , "c"]
    %{~ endif }, "detail": {"d": [%{ if var.x }1%{ else }2%{ endif }]}}
  EOT
}
