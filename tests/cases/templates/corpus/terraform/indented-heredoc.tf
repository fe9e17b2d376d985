resource "aws_cloudwatch_event_rule" "batch" {
  event_pattern = <<-PATTERN
    {
      "source": ["aws.batch"],
      "detail": {
        "status": ["FAILED"],
        "jobQueue": ["${aws_batch_job_queue.main.arn}"]
      }
    }
  PATTERN
}
