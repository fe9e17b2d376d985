resource "aws_cloudwatch_event_rule" "from_file" {
  event_pattern = file("${path.module}/pattern.json")
}
resource "aws_cloudwatch_event_rule" "from_template" {
  event_pattern = templatefile("${path.module}/pattern.tftpl", { stage = var.stage })
}
