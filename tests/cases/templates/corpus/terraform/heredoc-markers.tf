resource "aws_cloudwatch_log_resource_policy" "p" {
  policy_document = <<POLICY
{ "Version": "2012-10-17" }
POLICY  
}

resource "aws_cloudwatch_event_rule" "blanks" {
  event_pattern = <<-EOT
    {
      "source": ["a"],

      "detail": { "b": ["EOT x"] }
    }
 	EOT 
}

resource "aws_cloudwatch_event_rule" "nested" {
  event_pattern = <<EOT
{"source": ["${trimspace(<<-IN
      inner
    IN
)}"], "detail": {"x": ["${"a"}"]}}
EOT
}
