{
  "source": ["aws.batch"],
  "detail": {
    "jobQueue": ["${queue}", "${prefix}-${queue}"],
    "status": ${jsonencode(states)}
  }
}
