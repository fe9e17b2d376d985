resource "aws_cloudwatch_event_rule" "escapes" {
  event_pattern = jsonencode({
    detail = {
      a = ["$${literal}", "%%{also}", "say \"hi\"", "C:\\x", "\u00e9", "tab\t"]
    }
  })
}
